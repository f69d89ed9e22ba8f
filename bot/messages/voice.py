"""Words each phrase in the reader's language, with its numbers, dates and names of places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final, cast

from bot.config import Catalogue, Configuration, said_instead
from bot.config.command_names import CommandNames, Renaming
from bot.config.locales import OTHER
from bot.domain.languages import ENGLISH, fallbacks, own_fallbacks
from bot.domain.phrases import Phrase
from bot.messages.written import (
    babel_locale,
    begins_from_the_right,
    isolated,
    language_name,
    listed,
    number,
    reads_right_to_left,
    spelled_out,
    without_letters,
    written,
)

_LEFT_TO_RIGHT_MARK: Final = "\u200e"
_RIGHT_TO_LEFT_MARK: Final = "\u200f"


class Voice:
    """One reader's language: calling it with a phrase gives the words.

    Numbers among the values are written the way that language writes them; an aware datetime
    becomes Discord's timestamp, which every reader sees in their own zone; a date is spelled out,
    and `LanguageName` and `Listed` are told as the sentence around them is. A sentence of another
    language that stands in, and reads the other way, is isolated: others may share its line.
    """

    __slots__ = ("_chain", "_own", "_said", "locale")

    def __init__(
        self,
        chain: tuple[tuple[str, Catalogue, Renaming | None], ...],
        own: Mapping[str, str] | None = None,
        said: frozenset[str] | None = None,
    ) -> None:
        self._chain = chain
        self._said = said
        self._own = own or {}
        self.locale = chain[0][0]

    def with_words(self, own: Mapping[str, str]) -> Voice:
        """Return this voice with a server's own words, under `locale.key`, over its language's."""
        return Voice(self._chain, own, self._said) if own else self

    def __call__(self, phrase: Phrase, /, **values: object) -> str:
        """Return the words of a phrase with its placeholders filled.

        Raises:
            KeyError: when no language has the phrase, which loading the catalogue rules out.
        """
        found, words = self._find(phrase)
        if not isinstance(words, str):
            words = words.get(self._category(found, phrase, values)) or words[OTHER]
        quoted = {name: self(one) for name, one in phrase.quoted}
        filled = {name: written(found, one) for name, one in (quoted | values).items()}
        said = words.format_map(filled)
        own, rtl = (reads_right_to_left(one) for one in (self.locale, found))
        if own and without_letters(words):
            return f"{_RIGHT_TO_LEFT_MARK}{said}" if rtl or begins_from_the_right(said) else said
        return isolated(said, rtl=True) if own != rtl and not phrase.labels else said

    def says(self, phrase: Phrase) -> bool:
        """Return whether this campaign can come to say a phrase."""
        return self._said is None or phrase.key in self._said

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
        return number(self.locale, value)

    def signed(self, value: int) -> str:
        """Return a change as this language writes it, with its sign, e.g. `+120` or `-3`.

        In words that read from the right a mark that nobody sees keeps the sign before the number.
        """
        told = f"+{self.number(value)}" if value > 0 else self.number(value)
        return f"{_LEFT_TO_RIGHT_MARK}{told}" if reads_right_to_left(self.locale) else told

    def date(self, value: date) -> str:
        """Return a day spelled out, e.g. `2 March 2018`."""
        return spelled_out(self.locale, value)

    def listed(self, words: Sequence[str]) -> str:
        """Return things as one text by itself, e.g. `England and Wales`."""
        return listed(self.locale, words)

    def country(self, code: str) -> str:
        """Return the name of an ISO 3166-1 country in this language."""
        names = cast("Mapping[str, str]", babel_locale(self.locale).territories)
        return names.get(code, code)

    def language(self, code: str) -> str:
        """Return the name of a language by itself in this language, as a menu shows it."""
        return language_name(self.locale, code)

    def _find(self, phrase: Phrase) -> tuple[str, str | Mapping[str, str]]:
        for locale, catalogue, renaming in self._chain:
            if self._own and (own := self._own.get(f"{locale}.{phrase.key}")):
                return locale, own
            words = catalogue.get(phrase.key)
            if words is not None:
                return locale, renaming(words, phrase.limit) if renaming else words
        raise KeyError(phrase.key)

    @staticmethod
    def _category(locale: str, phrase: Phrase, values: Mapping[str, object]) -> str:
        count = values[phrase.plural] if phrase.plural else 0
        if not isinstance(count, int):
            raise TypeError(f"{phrase.key}: {phrase.plural} is a number")
        return babel_locale(locale).plural_form(count)


class Messages:
    """The catalogues of every language, and a voice for each reader.

    The campaign's own language is the first of those that the bot speaks: it is what readers of
    others get. What it has no words for is said in English, which has them all. Whatever language
    a sentence is in, it names commands as Discord shows them to its reader.
    """

    def __init__(
        self,
        catalogues: Mapping[str, Catalogue],
        languages: Sequence[str] | None = None,
        said: frozenset[str] | None = None,
        names: CommandNames | None = None,
    ) -> None:
        self._catalogues = dict(catalogues)
        self._names = names or CommandNames.none()
        self._said = frozenset(self._catalogues[ENGLISH]) if said is None else said
        self.locales = tuple(languages or catalogues)
        self._own = self.locales[0]
        self._voices: dict[tuple[tuple[str | None, ...], str | None], Voice] = {}

    @classmethod
    def of(cls, configuration: Configuration) -> Messages:
        """Return the words of a campaign."""
        return cls(
            configuration.messages, configuration.languages, configuration.said, configuration.names
        )

    def voice(self, *wanted: str | None, commands_in: str | None = None) -> Voice:
        """Return the voice for a reader: key by key, the first wanted language with the words.

        `commands_in` is the language in which the reader's Discord shows commands; left out, it is
        that of the voice, as where many read it.
        """
        found = self._voices.get((wanted, commands_in))
        if found is None:
            found = self._made(wanted, commands_in)
            if len(self._voices) < 4_096:  # languages of members times languages of servers
                self._voices[wanted, commands_in] = found
        return found

    def _made(self, wanted: tuple[str | None, ...], commands_in: str | None) -> Voice:
        spoken = [one for one in fallbacks(*wanted) if one in self.locales]
        order = dict.fromkeys((*spoken, self._own, ENGLISH))
        locales = [one for one in order if one in self._catalogues]
        shown_in = commands_in or locales[0]
        chain = tuple(
            (one, self._catalogues[one], self._names.renaming(one, shown_in)) for one in locales
        )
        return Voice(chain, said=self._said)

    def speaks(self, locale: str) -> bool:
        """Whether the bot speaks a language, itself or what it falls back on."""
        return any(code in self.locales for code in own_fallbacks(locale))

    def lacks(self, locale: str) -> int:
        """Return how many phrases of this campaign a language has no words for."""
        return len(self._lacking(locale))

    def _lacking(self, locale: str) -> frozenset[str]:
        shown = self._said - self._names.unseen(locale)
        return shown - self._catalogues.get(locale, {}).keys()

    def instead_of(self, locale: str) -> str:
        """Return the language in which most is said of what another has no words for."""
        return said_instead(self._catalogues, self._own, self._lacking(locale), locale)

    def translation(self, phrase: Phrase, locale: str) -> str | None:
        """Return the words of a phrase in exactly one language, or None where it has none.

        Discord shows the default by itself where a language has no words.
        """
        for code in own_fallbacks(locale):
            words = self._catalogues.get(code, {}).get(phrase.key) if code in self.locales else None
            if isinstance(words, str):
                return words
        return None
