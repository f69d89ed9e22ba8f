"""A command's name in sentences: as the campaign calls it, also in those that it did not write."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import regex

from bot.config.catalogue import Catalogue, CatalogueEntry, place_of
from bot.config.yaml.document import Document
from bot.config.yaml.faults import Fault, shown
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


def renamed(words: Catalogue, before: Typed, now: Typed) -> Catalogue:
    """Return words that call commands by their other names of now; the names themselves stay."""
    if not now:
        return words
    other = {before[key]: typed for key, typed in now.items()}
    finder = _finder(other)

    def put(text: str) -> str:
        return finder.sub(lambda found: other[found.group()], text)

    def put_in(entry: CatalogueEntry) -> CatalogueEntry:
        if isinstance(entry, str):
            return put(entry)
        return {form: put(text) for form, text in entry.items()}

    return {key: put_in(entry) for key, entry in words.items()}


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
