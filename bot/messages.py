"""Words each phrase in the reader's language, with its numbers, dates and names of places."""

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

from bot.config import Catalogue, Configuration
from bot.config.locales import OTHER
from bot.domain.clock import Soon
from bot.domain.languages import ENGLISH, fallbacks, own_fallbacks
from bot.domain.phrases import BRACES, Phrase

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


class Voice:
    """One reader's language: calling it with a phrase gives the words.

    Numbers among the values are written the way that language writes them; an aware datetime
    becomes Discord's timestamp, which every reader sees in their own zone; a date is spelled out.
    """

    __slots__ = ("_chain", "_own", "locale")

    def __init__(
        self, chain: tuple[tuple[str, Catalogue], ...], own: Mapping[str, str] | None = None
    ) -> None:
        self._chain = chain
        self._own = own or {}
        self.locale = chain[0][0]

    def with_words(self, own: Mapping[str, str]) -> Voice:
        """Return this voice with a server's own words put over the catalogue's.

        They stand under `locale.key`; each holds in its language alone.
        """
        return Voice(self._chain, own) if own else self

    def __call__(self, phrase: Phrase, /, **values: object) -> str:
        """Return the words of a phrase with its placeholders filled.

        Raises:
            KeyError: when no language has the phrase, which loading the catalogue rules out.
        """
        locale, words = self._find(phrase)
        if not isinstance(words, str):
            words = words.get(self._category(locale, phrase, values)) or words[OTHER]
        quoted = {name: self(one) for name, one in phrase.quoted}
        filled = {name: self._written(locale, one) for name, one in (quoted | values).items()}
        said = words.format_map(filled)
        return f"{_RIGHT_TO_LEFT_MARK}{said}" if _needs_direction(locale, words) else said

    def written(self, phrase: Phrase) -> str:
        """Return the words of a phrase with its placeholders as they are written.

        Raises:
            KeyError: when no language has it as one text.
        """
        _, words = self._find(phrase)
        if not isinstance(words, str):
            raise KeyError(phrase.key)
        return words

    def number(self, value: int) -> str:
        """Return a whole number as this language writes it, e.g. `3,480`."""
        return self._written(self.locale, value)

    def signed(self, value: int) -> str:
        """Return a change as this language writes it, with its sign, e.g. `+120` or `-3`.

        In words that read from the right a mark that nobody sees keeps the sign before the number.
        """
        told = f"+{self.number(value)}" if value > 0 else self.number(value)
        return f"{_LEFT_TO_RIGHT_MARK}{told}" if reads_right_to_left(self.locale) else told

    def date(self, value: date) -> str:
        """Return a day spelled out, e.g. `2 March 2018`."""
        return _spelled_out(self.locale, value)

    def either(self, words: Sequence[str]) -> str:
        """Return alternatives as one text, e.g. `17 or 112`."""
        joined = format_list(words, style="or", locale=babel_locale(self.locale))
        return _before_its_own_sound(joined, words, self.locale)

    def listed(self, words: Sequence[str]) -> str:
        """Return things as one text, e.g. `England and Wales`."""
        joined = format_list(words, locale=babel_locale(self.locale))
        return _before_its_own_sound(joined, words, self.locale)

    def country(self, code: str) -> str:
        """Return the name of an ISO 3166-1 country in this language."""
        names = cast("Mapping[str, str]", babel_locale(self.locale).territories)
        return names.get(code, code)

    def language(self, code: str) -> str:
        """Return the name of a language in this language."""
        return _language(self.locale, code)

    def _find(self, phrase: Phrase) -> tuple[str, str | Mapping[str, str]]:
        for locale, catalogue in self._chain:
            own = self._own.get(f"{locale}.{phrase.key}") if self._own else None
            words = own or catalogue.get(phrase.key)
            if words is not None:
                return locale, words
        raise KeyError(phrase.key)

    @staticmethod
    def _category(locale: str, phrase: Phrase, values: Mapping[str, object]) -> str:
        count = values[phrase.plural] if phrase.plural else 0
        if not isinstance(count, int):
            raise TypeError(f"{phrase.key}: {phrase.plural} is a number")
        return babel_locale(locale).plural_form(count)

    @staticmethod
    def _written(locale: str, value: object) -> str:
        if isinstance(value, int) and not isinstance(value, bool):
            return _number(locale, value)
        if isinstance(value, Soon):
            return timestamp(value.moment, "R")
        if isinstance(value, datetime):
            return timestamp(value)
        if isinstance(value, date):
            return _spelled_out(locale, value)
        return isolated(str(value), rtl=reads_right_to_left(locale))


def isolated(value: str, *, rtl: bool) -> str:
    """Return a value so that it reads its own way inside words that read another.

    Unicode's isolates are not seen. Without them `#Hashtag` ends up with its sign behind it, and a
    line that begins with a name is turned around. A bare address keeps out: one would end it.
    """
    foreign = rtl or any(unicodedata.bidirectional(one) in _FROM_THE_RIGHT for one in value)
    if not foreign or not value.strip() or "\n" in value or value.startswith("https://"):
        return value
    return f"{_FIRST_STRONG_ISOLATE}{value}{_POP_ISOLATE}"


def _needs_direction(locale: str, words: str) -> bool:
    """Return whether words of a language that reads from the right have no letter of their own.

    What fills `{name}, {role}` in is isolated, so nothing would say in which order they follow.
    """
    if not reads_right_to_left(locale):
        return False
    return not any(unicodedata.bidirectional(one) in _STRONG for one in BRACES.sub("", words))


def _number(locale: str, value: int) -> str:
    """Return a number as a language writes it; CLDR's rule for four digits is not in Babel."""
    code = babel_locale(locale)
    grouped = abs(value) >= _GROUPED_FROM.get(code.language, 0)
    return format_decimal(value, locale=code, group_separator=grouped)


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
def _language(locale: str, code: str) -> str:
    return babel_locale(code).get_language_name(babel_locale(locale)) or code


@lru_cache(maxsize=64)
def _day_first(code: str) -> Locale:
    """Return the locale dates are written in: plain `en` means international English, day first."""
    return babel_locale("en-GB" if code == ENGLISH else code)


def _spelled_out(code: str, value: date) -> str:
    """Return a day as it is written out; CLDR counts the first one where languages order it."""
    said = format_date(value, format="long", locale=_day_first(code))
    first = _FIRST_OF_MONTH.get(babel_locale(code).language)
    return f"{first}{said[1:]}" if first and value.day == 1 and said.startswith("1 ") else said


def timestamp(moment: datetime, style: TimestampStyle = "f") -> str:
    """Return Discord's timestamp for an aware moment; each reader sees it in their own zone."""
    return f"<t:{int(moment.astimezone(UTC).timestamp())}:{style}>"


class Messages:
    """The catalogues of every language, and a voice for each reader.

    The campaign's own language is the first of those that the bot speaks: it is what readers of
    others get. What it has no words for is said in English, which has them all.
    """

    def __init__(
        self,
        catalogues: Mapping[str, Catalogue],
        languages: Sequence[str] | None = None,
        said: frozenset[str] | None = None,
    ) -> None:
        self._catalogues = dict(catalogues)
        self._said = frozenset(self._catalogues[ENGLISH]) if said is None else said
        self.locales = tuple(languages or catalogues)
        self._own = self.locales[0]
        self._voices: dict[tuple[str | None, ...], Voice] = {}

    @classmethod
    def of(cls, configuration: Configuration) -> Messages:
        """Return the words of a campaign."""
        return cls(configuration.messages, configuration.languages, configuration.said)

    def voice(self, *wanted: str | None) -> Voice:
        """Return the voice for a reader: key by key, the first wanted language with the words."""
        found = self._voices.get(wanted)
        if found is None:
            spoken = [one for one in fallbacks(*wanted) if one in self.locales]
            chain = tuple(
                (locale, self._catalogues[locale])
                for locale in dict.fromkeys((*spoken, self._own, ENGLISH))
                if locale in self._catalogues
            )
            found = Voice(chain)
            if len(self._voices) < 4_096:  # languages of members times languages of servers
                self._voices[wanted] = found
        return found

    def speaks(self, locale: str) -> bool:
        """Whether the bot speaks a language, itself or what it falls back on."""
        return any(code in self.locales for code in own_fallbacks(locale))

    def says(self, phrase: Phrase) -> bool:
        """Return whether this campaign can come to say a phrase."""
        return phrase.key in self._said

    def lacks(self, locale: str) -> int:
        """Return how many phrases of this campaign a language has no words for."""
        return len(self._said - self._catalogues.get(locale, {}).keys())

    def instead_of(self, locale: str) -> str:
        """Return the language in which is said what another has no words for."""
        return ENGLISH if locale == self._own else self._own

    def translation(self, phrase: Phrase, locale: str) -> str | None:
        """Return the words of a phrase in exactly one language, or None where it has none.

        Discord shows the default by itself where a language has no words.
        """
        for code in own_fallbacks(locale):
            words = self._catalogues.get(code, {}).get(phrase.key) if code in self.locales else None
            if isinstance(words, str):
                return words
        return None
