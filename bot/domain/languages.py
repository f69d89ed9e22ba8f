"""Which language a reader gets: the one order in which every text is looked for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final, TypeVar

ENGLISH: Final = "en"
"""The language in which the bot has every word: what is said where no other has it."""

Texts = Mapping[str, str]
"""A text by locale code; the campaign's own language stands first, and is always there."""

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
    """Return where to look for words, in order: each wanted locale, then its language."""
    chain = [code for locale in wanted if locale for code in own_fallbacks(locale)]
    return tuple(dict.fromkeys(chain))


def best_locale(available: Collection[str], *wanted: str | None) -> str:
    """Return the first locale of `fallbacks` that is available, else the first of all.

    Raises:
        LookupError: when none is available.
    """
    for code in (*fallbacks(*wanted), *available):
        if code in available:
            return code
    raise LookupError("there is no text in any language")


def text_in(texts: Mapping[str, T], *wanted: str | None) -> T:
    """Return a text in the first wanted locale it exists in, else in the campaign's language."""
    return texts[best_locale(texts, *wanted)]


def own_first(texts: Mapping[str, T], own: str) -> dict[str, T]:
    """Return texts with the one in a language first, if there is one."""
    return {code: texts[code] for code in dict.fromkeys((own, *texts)) if code in texts}


def own_locale(available: Iterable[str], locale: str) -> str | None:
    """Return what is available in a reader's own language, or None.

    The locale itself comes first, then its language, then another region's form of it: a reader of
    `es-419` can read what is written in `es-ES`.
    """
    there = tuple(available)
    kin = (code for code in there if same_language(code, locale))
    return next((code for code in own_fallbacks(locale) if code in there), None) or next(kin, None)
