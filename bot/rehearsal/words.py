"""What the rehearsal's own page says, in the language of the browser that asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final, cast

import yaml

from bot.domain.languages import ENGLISH, own_locale

_FOLDER: Final = Path(__file__).parent / "words"
LANGUAGES: Final = (ENGLISH, "es", "fr", "de", "pt-BR")
"""The languages of the page, by the names of their files."""

_LOCALES: Final = {"en": "en-US", "es": "es-ES"}
"""Discord's code for a language, where it knows it by region only."""


class PageWords:
    """The page's words in one language: calling it with a key fills the placeholders."""

    def __init__(self, locale: str, phrases: Mapping[str, Mapping[str, str]]) -> None:
        self.locale = locale
        self._phrases = phrases

    def __call__(self, key: str, **values: object) -> str:
        """Return the words of a key such as `page.title`, not yet escaped.

        Raises:
            KeyError: when there is no such key, or a placeholder has no value.
        """
        part, _, name = key.partition(".")
        return self._phrases[part][name].format_map(values)

    @property
    def discord_locale(self) -> str:
        """The code by which Discord knows this language."""
        return _LOCALES.get(self.locale, self.locale)


@cache
def words_in(locale: str) -> PageWords:
    """Return the page's words in one of `LANGUAGES`."""
    text = (_FOLDER / f"{locale}.yaml").read_text(encoding="utf-8")
    return PageWords(locale, cast("Mapping[str, Mapping[str, str]]", yaml.safe_load(text)))


def wanted(accept_language: str) -> PageWords:
    """Return the words that a browser likes best, by its header; English where it likes none."""
    liked: list[tuple[float, str]] = []
    for one in accept_language.split(","):
        code, _, weight = one.strip().partition(";q=")
        try:
            liked.append((float(weight or 1), code.lower()))
        except ValueError:
            continue
    for _, code in sorted(liked, key=lambda one: -one[0]):
        if found := own_locale(LANGUAGES, code):
            return words_in(found)
    return words_in(ENGLISH)
