"""Finds which errors of a file one slip made, so that it is told once and as what it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import takewhile
from typing import Final

from bot.config.errors.known_keys import KnownKeys
from bot.config.locales import is_language
from bot.config.yaml.document import Document
from bot.config.yaml.faults import Fault, Location, shown
from bot.config.yaml.slips import TORN, UNDER_COMMENT

_ANOTHER_FILE: Final = (
    "holds what belongs in {file}; move that text there, and put this file’s own here"
)
_HEAD: Final = "is no part of the campaign, nor are the lines below it; delete all above “{key}:”"
_NOT_INDENTED: Final = "belongs under “{key}”; begin it with two spaces more than that"
_NO_GROUP: Final = (
    "belongs under “{key}:”, which is missing or still a comment; write “{key}:” above it"
)
_COMMENT: Final = re.compile(r"(?P<indent> *)#\s?(?P<key>[^\W\d][\w-]*):\s*(?:#.*)?\s*\Z")
_FEW: Final = 3

Explained = tuple[Fault, frozenset[int]]
"""The fault that a slip is, and the positions of the errors that it made."""


@dataclass(frozen=True, slots=True)
class ErrorAt:
    """One error of a file; `where` is where a missing key should stand."""

    kind: str
    where: Location

    @property
    def missing(self) -> bool:
        """Whether a key is missing."""
        return self.kind == "missing"

    @property
    def unknown(self) -> bool:
        """Whether a key is there that is none."""
        return self.kind == "extra_forbidden"


@dataclass(frozen=True, slots=True)
class OneSlip:
    """The errors of one file, and what they may have in common.

    `elsewhere` names the top-level keys of the other files, each with its file.
    """

    document: Document
    known: KnownKeys
    errors: Sequence[ErrorAt]
    elsewhere: Mapping[str, str]

    def found(self) -> Iterator[Explained]:
        """Yield each slip that made several errors."""
        if another := self._another_file():
            yield another
            return
        yield from self._head()
        yield from self._commented()
        yield from self._torn()
        yield from self._not_indented()
        yield from self._without_group()
        yield from self._moved()

    def _another_file(self) -> Explained | None:
        unknown = [one.where[0] for one in self.errors if one.unknown and len(one.where) == 1]
        files = [self.elsewhere.get(str(name), "") for name in unknown]
        for file in filter(None, dict.fromkeys(files)):
            if files.count(file) > _FEW:
                fault = self.document.at_key((), _ANOTHER_FILE.format(file=file))
                return fault, frozenset(range(len(self.errors)))
        return None

    def _head(self) -> Iterator[Explained]:
        """Yield what stands above the first key, such as the head of a mail."""
        names = self.known.names(())
        above = list(takewhile(lambda one: one not in names, self.document.value))
        first = next((one for one in self.document.value if one in names), None)
        odd = [(one,) for one in above if not self._hinted(one)]
        if first and len(odd) == len(above) > 1:
            fault = self.document.at_key(odd[0], _HEAD.format(key=first))
            yield fault, self._at(lambda one: one.unknown and one.where in odd)

    def _hinted(self, name: str) -> bool:
        known = name in self.elsewhere or any(key[-1] == name for key in self.known.keys)
        meant = self.known.meant((name,), taken=self.document.value)
        return known or meant is not None or is_language(name)

    def _commented(self) -> Iterator[Explained]:
        """Yield entries of a list that follow a key beside it which is still a comment."""
        unfit = {one.where[:-1] for one in self.errors if one.missing or one.unknown}
        for where in self._entries():
            *group, _, at = where
            comment = _COMMENT.match(self.document.line_before(where))
            if not at or comment is None or where not in unfit:
                continue
            gone = (*group, comment["key"])
            if comment["key"] not in self.known.names(gone[:-1]) or self.document.holds(gone):
                continue
            fault = self.document.at_key(where, UNDER_COMMENT.format(key=comment["key"]))
            yield fault, self._at(partial(_made_below, gone, where))

    def _torn(self) -> Iterator[Explained]:
        """Yield entries that lack what begins the one before, which lacks what they have."""
        for where in self._entries():
            *group, at = where
            before = (*group, at - 1) if isinstance(at, int) else ()
            here, above = self.document.groups.get(where), self.document.groups.get(before)
            if not here or not above or here.keys() & above.keys():
                continue
            missed = [one.where for one in self.errors if one.missing]
            if any(one[:-1] == before and one[-1] in here for one in missed):
                first = next(iter(above))
                fault = self.document.at_key(where, TORN.format(key=shown(first)))
                both = (before, where)
                yield fault, self._at(lambda one, b=both: one.missing and one.where[:-1] in b)

    def _not_indented(self) -> Iterator[Explained]:
        """Yield keys that stand beside the empty one that they belong under: told there alone."""
        values = self.document.values
        for one in self.errors:
            owner = self._above(one.where) if one.unknown else None
            if owner and owner in values and values[owner] is None:
                fault = self.document.at_key(one.where, _NOT_INDENTED.format(key=owner[-1]))
                yield fault, self._at(lambda each, o=owner, w=one.where: each.where in (o, w))

    def _without_group(self) -> Iterator[Explained]:
        """Yield the first of the keys that stand below another group, for theirs is missing."""
        for gone in (one.where for one in self.errors if one.missing and len(one.where) == 1):
            below = [one.where for one in self.errors if self._is_of(gone, one)]
            if below:
                fault = self.document.at_key(below[0], _NO_GROUP.format(key=gone[0]))
                yield fault, self._at(lambda one, g=gone, b=below: one.where in (g, *b))

    def _is_of(self, group: Location, error: ErrorAt) -> bool:
        """Whether an error is a key that belongs under a group, and stands elsewhere."""
        return not error.missing and bool(error.where) and self.known.owner(error.where) == group

    def _moved(self) -> Iterator[Explained]:
        """Yield keys at the top that an entry or a group lacks, which is not told too."""
        missing = [one.where for one in self.errors if one.missing and len(one.where) > 1]
        for one in self.errors:
            lacking = [where for where in missing if where[-1:] == one.where]
            if one.unknown and len(lacking) == 1:
                hint = self.known.instead_of(one.where, taken=self.document.value)
                fault = self.document.at_key(one.where, f"is no key here{hint}")
                yield fault, self._at(lambda each, w=one.where, g=lacking[0]: each.where in (w, g))

    def _above(self, where: Location) -> Location | None:
        """Return the key that an unknown one belongs under, such as a language's under a text's."""
        if not is_language(str(where[-1])):
            return self.known.owner(where)
        values = self.document.values
        empty = [
            one.where for one in self.errors if one.where in values and values[one.where] is None
        ]
        return empty[0] if len(empty) == 1 else None

    def _entries(self) -> list[Location]:
        """Return the entries of lists that have errors, in the order of the file."""
        found: set[Location] = set()
        for one in self.errors:
            ends = [at for at, part in enumerate(one.where, 1) if isinstance(part, int)]
            found |= {one.where[:end] for end in ends}
        return [where for where in self.document.values if where in found]

    def _at(self, made: Callable[[ErrorAt], bool]) -> frozenset[int]:
        return frozenset(at for at, one in enumerate(self.errors) if made(one))


def _made_below(commented: Location, entry: Location, error: ErrorAt) -> bool:
    """Whether an error is one of a key that is a comment still, with the entries below it.

    What names such an entry elsewhere is found by checks of a whole list.
    """
    whole = error.kind == "invalid" and len(error.where) <= 1
    return whole or error.where == commented or _from(entry, error.where)


def _from(entry: Location, where: Location) -> bool:
    """Whether a place is in an entry of a list, or in one that follows it there."""
    *group, first = entry
    at = where[len(group)] if where[: len(group)] == tuple(group) != where else None
    return isinstance(first, int) and isinstance(at, int) and at >= first
