"""How each language writes numbers, dates, lists and names of places, also from right to left."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Final, Literal, cast

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

from bot.domain.clock import Soon
from bot.domain.languages import ENGLISH
from bot.domain.phrases import BRACES

_FIRST_OF_MONTH: Final = {"fr": "1er", "pt": "1º"}

_GROUPED_FROM: Final = {"es": 10_000, "pl": 10_000}
"""From which number on a language sets its thousands apart, where it is not from 1,000 on."""

_STRONG: Final = ("L", "R", "AL")
_FROM_THE_RIGHT: Final = ("R", "AL", "AN")
_FIRST_STRONG_ISOLATE: Final = "\u2068"
_POP_ISOLATE: Final = "\u2069"
_LEFT_TO_RIGHT_MARK: Final = "\u200e"
_RIGHT_TO_LEFT_MARK: Final = "\u200f"

_SPANISH_SOUNDS: Final = (
    ("y", "e", re.compile(r"h?[ií](?![aeo])", re.IGNORECASE)),
    ("o", "u", re.compile(r"h?[oó]|8|11(?!\d)", re.IGNORECASE)),
)
"""Before which beginnings of the last word a list's last joining word changes."""

TimestampStyle = Literal["t", "T", "d", "D", "f", "F", "R"]


@lru_cache(maxsize=64)
def babel_locale(code: str) -> Locale:
    """Return CLDR's locale for one of Discord's codes (`pt-BR`, `zh-TW`), or English."""
    try:
        return Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(ENGLISH)


@lru_cache(maxsize=64)
def reads_right_to_left(code: str) -> bool:
    """Return whether a language is written from right to left."""
    return babel_locale(code).text_direction == "rtl"


def isolated(value: str, *, rtl: bool) -> str:
    """Return a value so that it reads its own way inside words that read another.

    Unicode's isolates are not seen. Without them `#Hashtag` ends up with its sign behind it, and a
    line that begins with a name is turned around. A bare address keeps out: one would end it.
    """
    foreign = rtl or any(unicodedata.bidirectional(one) in _FROM_THE_RIGHT for one in value)
    if not foreign or not value.strip() or "\n" in value or value.startswith("https://"):
        return value
    return f"{_FIRST_STRONG_ISOLATE}{value}{_POP_ISOLATE}"


def directed(locale: str, words: str, said: str) -> str:
    """Return what is said with words of a language, so that it reads from where they do.

    Where words such as `{name}, {role}` have no letter of their own, and what fills them in is
    isolated, a mark that nobody sees says from where they read.
    """
    if not reads_right_to_left(locale):
        return said
    own = any(unicodedata.bidirectional(one) in _STRONG for one in BRACES.sub("", words))
    return said if own else f"{_RIGHT_TO_LEFT_MARK}{said}"


def written(locale: str, value: object) -> str:
    """Return a value as it stands in the words of a language."""
    if isinstance(value, int) and not isinstance(value, bool):
        return number(locale, value)
    if isinstance(value, Soon):
        return timestamp(value.moment, "R")
    if isinstance(value, datetime):
        return timestamp(value)
    if isinstance(value, date):
        return spelled_out(locale, value)
    return isolated(str(value), rtl=reads_right_to_left(locale))


def number(locale: str, value: int) -> str:
    """Return a number as a language writes it; CLDR's rule for four digits is not in Babel."""
    code = babel_locale(locale)
    grouped = abs(value) >= _GROUPED_FROM.get(code.language, 0)
    return format_decimal(value, locale=code, group_separator=grouped)


def signed(locale: str, value: int) -> str:
    """Return a change with its sign before it, also in words that read from the right."""
    told = f"+{number(locale, value)}" if value > 0 else number(locale, value)
    return f"{_LEFT_TO_RIGHT_MARK}{told}" if reads_right_to_left(locale) else told


def listed(locale: str, words: Sequence[str], *, style: Literal["standard", "or"]) -> str:
    """Return things, or alternatives, as one text."""
    joined = format_list(words, style=style, locale=babel_locale(locale))
    return _before_its_own_sound(joined, words, locale)


def country(locale: str, code: str) -> str:
    """Return the name of an ISO 3166-1 country."""
    names = cast("Mapping[str, str]", babel_locale(locale).territories)
    return names.get(code, code)


def _before_its_own_sound(joined: str, words: Sequence[str], locale: str) -> str:
    """Return a list with "y" as "e" and "o" as "u" where Spanish says so; Babel knows neither."""
    if len(words) < 2 or babel_locale(locale).language != "es":
        return joined
    head, last = joined[: -len(words[-1])], words[-1]
    for word, other, sound in _SPANISH_SOUNDS:
        if head.endswith(f" {word} ") and sound.match(last):
            return f"{head[: -len(word) - 1]}{other} {last}"
    return joined


@lru_cache(maxsize=4_096)
def language(locale: str, code: str) -> str:
    """Return the name of a language."""
    return babel_locale(code).get_language_name(babel_locale(locale)) or code


@lru_cache(maxsize=64)
def _day_first(code: str) -> Locale:
    """Return the locale dates are written in: plain `en` means international English, day first."""
    return babel_locale("en-GB" if code == ENGLISH else code)


def spelled_out(code: str, value: date) -> str:
    """Return a day as it is written out; CLDR counts the first one where languages order it."""
    said = format_date(value, format="long", locale=_day_first(code))
    first = _FIRST_OF_MONTH.get(babel_locale(code).language)
    return f"{first}{said[1:]}" if first and value.day == 1 and said.startswith("1 ") else said


def timestamp(moment: datetime, style: TimestampStyle = "f") -> str:
    """Return Discord's timestamp for an aware moment; each reader sees it in their own zone."""
    return f"<t:{int(moment.astimezone(UTC).timestamp())}:{style}>"
