"""A command's name in sentences: as the campaign calls it, also in those that it did not write."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import regex

from bot.config.catalogue import Catalogue, CatalogueEntry, place_of
from bot.config.locales import shows_commands
from bot.config.yaml.document import Document
from bot.config.yaml.faults import Fault, shown
from bot.domain.languages import own_fallbacks
from bot.domain.phrases import Phrase

Typed = Mapping[str, str]
"""How each command is typed, such as `/pledge mine`, by the key of its name."""


def typed_in(chain: Sequence[Catalogue], phrases: Mapping[str, Phrase]) -> Typed:
    """Return how commands are typed where the first of some catalogues that has a name counts."""
    keys = [one.key for one in phrases.values() if one.name]
    named = {key: next((str(one[key]) for one in chain if key in one), "") for key in keys}
    groups = {key: phrases[key].among or "" for key in keys}
    return {
        key: f"/{named[groups[key]]} {name}" if groups[key] in named else f"/{name}"
        for key, name in named.items()
        if name and named.get(groups[key], name)
    }


class Renaming:
    """Puts other names of commands into words that call them by some of their names."""

    def __init__(self, before: Typed, now: Typed) -> None:
        self._other = {typed: now.get(key, typed) for key, typed in before.items()}
        self._finder = _finder(self._other)

    def __call__(self, entry: CatalogueEntry, limit: int | None = None) -> CatalogueEntry:
        """Return words with the names of now; a text that would be over a limit stays."""
        if isinstance(entry, str):
            return self._put(entry, limit)
        return {form: self._put(text, limit) for form, text in entry.items()}

    def _put(self, text: str, limit: int | None) -> str:
        put = self._finder.sub(lambda found: self._other[found.group()], text)
        return put if limit is None or len(put) <= limit else text


def renaming(before: Typed, now: Typed) -> Renaming | None:
    """Return what puts the names of now into words, or None where they have them already."""
    there = {key: typed for key, typed in before.items() if now.get(key, typed) != typed}
    return Renaming(before, now) if there else None


@dataclass(frozen=True, slots=True)
class CommandNames:
    """What commands are called: in the words of each language, and by Discord to its readers.

    Attributes:
        phrases: the names, by key.
        plain: what Discord shows where a language has no name of its own: the English ones.
        words: the catalogues by language, of English too where the campaign does not speak it.
        spoken: the languages that the campaign speaks.
    """

    phrases: Mapping[str, Phrase]
    plain: Catalogue
    words: Mapping[str, Catalogue]
    spoken: frozenset[str]

    @classmethod
    def none(cls) -> CommandNames:
        """Return the names of no command."""
        return cls({}, {}, {}, frozenset())

    def written(self, locale: str) -> Typed:
        """Return how the words of a language call commands."""
        return typed_in([self.words.get(locale, {}), self.plain], self.phrases)

    def shown(self, locale: str) -> Typed:
        """Return how Discord shows commands to a reader of a language, which it may not have."""
        own = [one for one in own_fallbacks(locale) if one in self.spoken and shows_commands(one)]
        return typed_in([*(self.words[one] for one in own), self.plain], self.phrases)

    def renaming(self, locale: str, shown_in: str) -> Renaming | None:
        """Return what makes the words of a language call commands as a reader is shown them."""
        return renaming(self.written(locale), self.shown(shown_in))

    def unseen(self, locale: str) -> frozenset[str]:
        """Return the keys of names that nobody is shown in a language: Discord does not have it."""
        return frozenset() if shows_commands(locale) else frozenset(self.phrases)


def too_long(
    document: Document, words: Catalogue, now: Typed, phrases: Mapping[str, Phrase]
) -> Iterator[Fault]:
    """Yield a fault for each name in a file that makes a sentence longer than Discord takes."""
    for key, typed in now.items():
        where = place_of(phrases[key])
        if not document.holds(where) or where in document.faulty:
            continue
        finder = _finder([typed])
        for sentence, entry in words.items():
            limit = phrases[sentence].limit
            for text in [entry] if isinstance(entry, str) else entry.values():
                if len(text) > limit and finder.search(text):
                    told = f"{sentence} has {len(text)} characters with it; at most {limit} fit"
                    yield document.at_value(where, f"is too long: {told}")


def seen_by_nobody(document: Document, locale: str, names: CommandNames) -> Iterator[Fault]:
    """Yield the names in a file that Discord shows to nobody, for it does not have the language."""
    for key in sorted(names.unseen(locale)):
        where = place_of(names.phrases[key])
        if document.holds(where):
            shown_there = f"Discord does not have this language, and shows “{names.plain[key]}”"
            sentence = f"is shown to nobody: {shown_there}"
            yield document.at_value(where, sentence)


def misnamed_in(document: Document, now: Typed, formerly: Iterable[Typed]) -> Iterator[Fault]:
    """Yield where a file's sentences call a command as it is not called in that language."""
    current = set(now.values())
    names = {
        typed: now[key]
        for older in formerly
        for key, typed in older.items()
        if key in now and typed not in current
    }
    if not names:
        return
    finder = _finder(names)
    for where, text in document.values.items():
        if not isinstance(text, str):
            continue
        if found := finder.search(text):
            is_now = names[found.group()]
            sentence = f"speaks of “{shown(found.group())}”, which is called {is_now} here"
            yield document.at_value(where, sentence)


def _finder(typed: Iterable[str]) -> regex.Pattern[str]:
    longest_first = sorted(typed, key=len, reverse=True)
    names = "|".join(regex.escape(one) for one in longest_first)
    return regex.compile(rf"(?<![\p{{L}}\p{{M}}\p{{N}}/.])(?:{names})(?![-\p{{L}}\p{{M}}\p{{N}}_])")
