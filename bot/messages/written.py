"""How a language writes numbers, days, lists and names, each of them in its own direction."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Final, Literal

import regex
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
_FROM_THE_RIGHT: Final = regex.compile(r"[\p{bc=R}\p{bc=AL}\p{bc=AN}]")
"""A letter or a digit that reads from right to left."""

_FIRST_STRONG_ISOLATE: Final = "\u2068"
_POP_ISOLATE: Final = "\u2069"

_LATIN: Final = r"\p{Latin}\p{M}0-9_"
_WORD: Final = rf"[{_LATIN}]+(?:[-.'’/][{_LATIN}]+)*"
_SIGNED_RUN: Final = regex.compile(rf"(?<![{_LATIN}#@/<:.&=?-])[#@/]{_WORD}(?: {_WORD})*")
"""A hashtag, a name or a command in Latin letters, with the Latin words after it."""

_MOST_RUNS: Final = 20
"""How many of them are isolated in one text: a card has room for so many signs nobody sees."""

_SPANISH_SOUNDS: Final = (
    ("y", "e", re.compile(r"h?[ií](?![aeo])", re.IGNORECASE)),
    ("o", "u", re.compile(r"h?[oó]|8|11(?!\d)", re.IGNORECASE)),
)
"""Before which beginnings of the last word a list's last joining word changes."""

TimestampStyle = Literal["t", "T", "d", "D", "f", "F", "R"]


@dataclass(frozen=True, slots=True)
class LanguageName:
    """A language by its code, whose name is told in the language of the sentence around it.

    With `regional` the region stands beside it where the code has one.
    """

    code: str
    regional: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """Things one after another, joined as the language of the sentence around them joins them.

    With `either` they are alternatives.
    """

    things: tuple[object, ...]
    either: bool = False


Told = str | LanguageName | Listed
"""What fills a placeholder: words, or what becomes words in the sentence around it."""


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


def written(locale: str, value: object) -> str:
    """Return a value as a language writes it in a sentence."""
    if isinstance(value, int) and not isinstance(value, bool):
        return number(locale, value)
    if isinstance(value, Listed):
        return listed(locale, [written(locale, one) for one in value.things], either=value.either)
    return isolated(_told(locale, value), rtl=reads_right_to_left(locale))


def _told(locale: str, value: object) -> str:
    if isinstance(value, LanguageName):
        return language_name(locale, value.code, regional=value.regional)
    if isinstance(value, Soon):
        return timestamp(value.moment, "R")
    if isinstance(value, datetime):
        return timestamp(value)
    return spelled_out(locale, value) if isinstance(value, date) else str(value)


def isolated(value: str, *, rtl: bool) -> str:
    """Return a value so that it reads its own way inside words that read another.

    Unicode's isolates are not seen. Without them `#Hashtag` ends up with its sign behind it, and a
    line that begins with a name is turned around. A bare address keeps out: one would end it.
    """
    foreign = rtl or _FROM_THE_RIGHT.search(value)
    if not foreign or not value.strip() or "\n" in value or value.startswith("https://"):
        return value
    if value[0] == _FIRST_STRONG_ISOLATE and value.find(_POP_ISOLATE) == len(value) - 1:
        return value
    return f"{_FIRST_STRONG_ISOLATE}{value}{_POP_ISOLATE}"


def with_isolates(words: str) -> str:
    """Return a text of a folder so that `#Hashtag` keeps its sign before it inside Arabic.

    Only for showing: what is signed, counted and compared is the text without these signs.
    """
    if not _FROM_THE_RIGHT.search(words):
        return words
    return _SIGNED_RUN.sub(rf"{_FIRST_STRONG_ISOLATE}\g<0>{_POP_ISOLATE}", words, _MOST_RUNS)


def without_letters(words: str) -> bool:
    """Return whether words are signs and placeholders alone, as in `{name}, {role}`.

    What fills them in is isolated where it reads from right to left, so nothing in them would say
    in which order it follows.
    """
    return not any(unicodedata.bidirectional(one) in _STRONG for one in BRACES.sub("", words))


def begins_from_the_right(said: str) -> bool:
    """Return whether the first letter of something reads from right to left."""
    strong = (one for one in map(unicodedata.bidirectional, said) if one in _STRONG)
    return next(strong, "L") != "L"


def number(locale: str, value: int) -> str:
    """Return a number as a language writes it; CLDR's rule for four digits is not in Babel."""
    code = babel_locale(locale)
    grouped = abs(value) >= _GROUPED_FROM.get(code.language, 0)
    return format_decimal(value, locale=code, group_separator=grouped)


def listed(locale: str, words: Sequence[str], *, either: bool = False) -> str:
    """Return things as a language lists them, e.g. `England and Wales`."""
    style = "or" if either else "standard"
    joined = format_list(words, style=style, locale=babel_locale(locale))
    return _before_its_own_sound(joined, words, locale)


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
def language_name(locale: str, code: str, *, regional: bool = False) -> str:
    """Return the name of a language in another one, and its region where that is asked for."""
    named, reader = babel_locale(code), babel_locale(locale)
    name = named.get_display_name(reader) if regional else named.get_language_name(reader)
    return name or code


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
