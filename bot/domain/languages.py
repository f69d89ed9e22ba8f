"""Which language a reader gets: the one order in which every text is looked for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final, TypeVar

ENGLISH: Final = "en"
"""The language every text exists in: what a reader gets where theirs is missing."""

Texts = Mapping[str, str]
"""A text by locale code; English (`en`) is always there."""

T = TypeVar("T")


def language_of(locale: str) -> str:
    """Return the language of a locale code: `pt` of `pt-BR`."""
    return locale.split("-", maxsplit=1)[0]


def same_language(one: str, other: str) -> bool:
    """Return whether two locale codes are of one language (`pt` and `pt-BR`)."""
    return language_of(one) == language_of(other)


def own_fallbacks(locale: str) -> tuple[str, ...]:
    """Return where to look for words in a reader's own language: the locale, its language."""
    return tuple(dict.fromkeys((locale, language_of(locale))))


def fallbacks(*wanted: str | None) -> tuple[str, ...]:
    """Return where to look for words, in order: each wanted locale, its language, then English."""
    chain = [code for locale in wanted if locale for code in own_fallbacks(locale)]
    return tuple(dict.fromkeys([*chain, ENGLISH]))


def best_locale(available: Collection[str], *wanted: str | None) -> str:
    """Return the first locale of `fallbacks` that is available.

    Raises:
        KeyError: when none is, not even English.
    """
    for code in fallbacks(*wanted):
        if code in available:
            return code
    raise KeyError(ENGLISH)


def text_in(texts: Mapping[str, T], *wanted: str | None) -> T:
    """Return a text in the first wanted locale it exists in: itself, its language, English."""
    return texts[best_locale(texts, *wanted)]


def own_locale(available: Iterable[str], locale: str) -> str | None:
    """Return what is available in a reader's own language, or None.

    The locale itself comes first, then its language, then another region's form of it: a reader of
    `es-419` can read what is written in `es-ES`.
    """
    there = tuple(available)
    kin = (code for code in there if same_language(code, locale))
    return next((code for code in own_fallbacks(locale) if code in there), None) or next(kin, None)
