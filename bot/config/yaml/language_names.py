"""Finds the language code that was meant by a language's name, or by another spelling of a code."""

from __future__ import annotations

from functools import cache

from babel import Locale

from bot.config.locales import LOCALES
from bot.config.yaml.faults import nearest


def code_meant(word: str) -> str:
    """Return `; did you mean …` for the code of a language named in English or in itself."""
    folded = word.casefold().replace("_", "-")
    found = _by_name().get(folded) or _by_name().get(folded.split("-")[0].split(" ")[0])
    found = found or nearest(word, LOCALES)
    return f"; did you mean “{found}”?" if found else ""


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
