"""Finds the code of a country that was meant by its name, or by a code that is used besides."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final, cast

from babel import Locale

from bot.config.locales import LOCALES
from bot.domain.languages import ENGLISH
from bot.domain.text import search_form

_BESIDES: Final = {"uk": "GB", "england": "GB-ENG", "scotland": "GB-SCT", "wales": "GB-WLS"}


def country_meant(word: str) -> str:
    """Return `; did you mean …` for a country named in English or in a language of Discord's."""
    wanted = search_form(word)
    named_in = dict.fromkeys((ENGLISH, *LOCALES))
    found = _BESIDES.get(wanted) or (wanted.upper() if wanted.upper() in _names(ENGLISH) else None)
    names = (_names(one).get(wanted) for one in named_in)
    found = found or next((code for code in names if code), None)
    return f"; did you mean “{found}”?" if found and found != word else ""


@cache
def _names(locale: str) -> Mapping[str, str]:
    """Return the codes of countries by their names in a language, and by themselves."""
    names = cast("Mapping[str, str]", Locale.parse(locale, sep="-").territories)
    countries = {code: name for code, name in names.items() if len(code) == 2}
    return {search_form(name): code for code, name in countries.items()} | {
        code: code for code in countries
    }
