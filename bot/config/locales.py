"""The languages that words can be in, and the plural forms that each of them needs."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from babel import Locale, UnknownLocaleError

from bot.domain.languages import own_fallbacks, same_language

# Discord's codes, as its reference lists them, and the two languages that it only knows by region.
LOCALES: Final = (
    "bg", "cs", "da", "de", "el", "en", "en-GB", "en-US", "es", "es-419", "es-ES", "fi", "fr", "hi",
    "hr", "hu", "id", "it", "ja", "ko", "lt", "nl", "no", "pl", "pt-BR", "ro", "ru", "sv-SE", "th",
    "tr", "uk", "vi", "zh-CN", "zh-TW",
)  # fmt: skip

_SHOWN: Final = frozenset(code for one in LOCALES for code in own_fallbacks(one))

CATEGORIES: Final = ("zero", "one", "two", "few", "many", "other")
"""CLDR's plural categories, in its order; each language uses some of them, always `other`."""

OTHER: Final = "other"
"""The category that every language has."""

_COUNTED_TO = 1_000


def can_be_chosen(code: str) -> bool:
    """Return whether someone can choose a language in Discord, in whatever regional form.

    Of one that nobody can choose, such as Arabic, a reader's choice tells nothing.
    """
    return any(same_language(one, code) for one in LOCALES)


def shows_commands(code: str) -> bool:
    """Return whether Discord shows commands in a language, by this very code, to anybody."""
    return code in _SHOWN


@lru_cache(maxsize=1_024)
def is_language(code: str) -> bool:
    """Return whether a code is one of Discord's, or of any other language that CLDR knows."""
    if code in LOCALES:
        return True
    try:
        return str(Locale.parse(code, sep="-")).replace("_", "-") == code
    except (UnknownLocaleError, ValueError):
        return False


def plural_categories(locale: str) -> tuple[str, ...]:
    """Return the plural categories that a language has, in CLDR's order."""
    tags = Locale.parse(locale, sep="-").plural_form.tags
    return tuple(one for one in CATEGORIES if one in tags or one == OTHER)


@lru_cache(maxsize=64)
def categories_of_one_number(locale: str) -> frozenset[str]:
    """Return the categories that stand for a single number, which their words may leave out.

    English `one` is 1 and nothing else; Russian `one` is also 21, and French `one` also 0.
    """
    category = Locale.parse(locale, sep="-").plural_form
    counted = [category(number) for number in range(_COUNTED_TO)]
    return frozenset(one for one in counted if counted.count(one) == 1)
