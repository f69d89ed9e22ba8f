"""Finds the language code that was meant by a language's name, or by another spelling of a code."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final, cast

from babel import Locale

from bot.config.locales import LOCALES, is_language
from bot.config.yaml.faults import nearest
from bot.domain.languages import ENGLISH
from bot.domain.text import search_form

_SCRIPTS: Final = {"zh_Hans": "zh-CN", "zh_Hant": "zh-TW"}
"""What Discord calls the two ways to write Chinese."""


_COUNTRIES: Final = {
    "jp": "ja",
    "dk": "da",
    "cz": "cs",
    "ua": "uk",
    "gr": "el",
    "cn": "zh-CN",
    "tw": "zh-TW",
    "kr": "ko",
}
"""Codes of countries that are often taken for those of their languages."""


def code_meant(word: str) -> str:
    """Return `; did you mean …` for the code of a language named in English or in itself."""
    folded = word.casefold().replace("_", "-")
    first = folded.split("-")[0].split(" ")[0]
    by_name = _by_name()
    found = _COUNTRIES.get(folded) or by_name.get(folded) or by_name.get(first)
    found = found or code_named(word) or code_named(first) or nearest(word, LOCALES)
    return f"; did you mean “{found}”?" if found else ""


def code_named(word: str) -> str | None:
    """Return the code of a language by its name, in English or in any language of Discord's."""
    wanted = search_form(word)
    named_in = dict.fromkeys((ENGLISH, *LOCALES))
    found = (_names(one).get(wanted) for one in named_in)
    return next((code for code in found if code and is_language(code)), None)


@cache
def _names(code: str) -> Mapping[str, str]:
    """Return the codes of languages by the names that they have in one."""
    names = cast("Mapping[str, str]", Locale.parse(code, sep="-").languages)
    written = {one: _SCRIPTS.get(one, one.replace("_", "-")) for one in names}
    return {
        search_form(name): written[one]
        for one, name in names.items()
        if "_" not in one or written[one] in LOCALES
    }


@cache
def _by_name() -> dict[str, str]:
    """Return the codes by their names: of several for a language, the first in the list."""
    found: dict[str, str] = {}
    for code in LOCALES:
        locale = Locale.parse(code, sep="-")
        english = locale.get_language_name("en")
        for name in (code, locale.language, english, locale.get_language_name()):
            if name:
                found.setdefault(name.casefold(), code)
    return found
