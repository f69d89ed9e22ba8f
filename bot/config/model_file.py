"""One file of the folder, checked against its model; each error of it is placed in the file."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.config.errors.known_keys import KnownKeys
from bot.config.errors.one_slip import ErrorAt, OneSlip
from bot.config.models.values import ConfigModel, codes_in
from bot.config.yaml.characters import CURLY, unseen
from bot.config.yaml.document import Document, Unusable, read_document
from bot.config.yaml.faults import Fault, Location
from bot.config.yaml.mismatch import instead
from bot.domain.languages import ENGLISH

R = TypeVar("R", bound=ConfigModel)


@dataclass(frozen=True, slots=True)
class ParsedFile(Generic[R]):
    """A file that fits its model; `document` places what a later check finds wrong with it."""

    value: R
    document: Document


@dataclass(frozen=True, slots=True)
class ModelFile(Generic[R]):
    """One kind of file that a folder may hold.

    Attributes:
        name: its name in the folder, without `.yaml`.
        model: what it must fit.
        required: whether a folder without it is refused. A kind that a release adds never is:
            folders that were right before it stay right.
    """

    name: str
    model: type[R]
    required: bool = False

    def read(
        self,
        folder: Path,
        faults: list[Fault],
        *,
        language: str | None = ENGLISH,
        beside: Iterable[ModelFile[Any]] = (),
    ) -> ParsedFile[R] | None:
        """Return the file's content, or None: after adding what is wrong with it to `faults`.

        A file that is not there is no fault unless the folder must have it. In `language`, the
        campaign's own, every text must be; None where a fault keeps it from being known. `beside`
        are the kinds of files that a key may be meant for which is unknown here.
        """
        path = folder / f"{self.name}.yaml"
        # One that ends in .yml was meant: then the fault says so.
        if not self.required and not any(map(os.path.lexists, (path, path.with_suffix(".yml")))):
            return None
        try:
            document = read_document(path)
        except Unusable as failure:
            faults.append(failure.fault)
            return None
        faults += document.faults
        try:
            value = self.model.model_validate(document.value, context={"language": language})
        except ValidationError as failure:
            known_keys = KnownKeys.of(self.model)
            elsewhere = {
                name: f"{file.name}.yaml"
                for file in beside
                for name in KnownKeys.of(file.model).names(())
                if name not in known_keys.names(())
            }
            errors = [
                _ModelError(document, known_keys, elsewhere, one)
                for one in failure.errors(include_url=False)
            ]
            told: set[int] = set()
            at = [ErrorAt(one.error["type"], one.place) for one in errors]
            for fault, explained in OneSlip(document, known_keys, at, elsewhere).found():
                faults.append(fault)
                told |= explained
            # What is there under another spelling is told once, and not missed too.
            meant = {one.meant for one in errors}
            for number, error in enumerate(errors):
                if number not in told and error.key not in meant:
                    faults += error.faults()
            return None
        return ParsedFile(value, document)


_SENTENCES: Mapping[str, str] = {
    "string_type": "should be text, {but}",
    "int_type": "should be a whole number, {but}",
    "bool_type": "should be true or false, {but}",
    "literal_error": "should be {choices}",
    "tuple_type": "should be a list, each entry after a dash, {but}",
    "dict_type": "should be texts by language code, such as “en: …”, {but}",
    "model_type": "should hold the keys {keys}, {but}",
    "string_too_short": "is empty",
    "string_too_long": "is {count} characters long; at most {max_length} fit",
    "greater_than_equal": "should be {ge} or more",
    "less_than_equal": "should be {le} or less",
    "too_short": "should have an entry",
    "too_long": "has {actual_length} entries; at most {max_length} fit",
}
_WANTED: Mapping[str, type[str | int | bool]] = {
    "string_type": str,
    "int_type": int,
    "bool_type": bool,
}
_GOES_ON = "; if it goes on with the text above, begin it in the column of that"
_KEY_ITSELF = "[key]"  # how pydantic ends the location of a key that does not fit


@dataclass(frozen=True, slots=True)
class _ModelError:
    """One error of pydantic, turned into faults with positions and plain sentences."""

    document: Document
    known_keys: KnownKeys
    elsewhere: Mapping[str, str]
    error: ErrorDetails

    @property
    def place(self) -> Location:
        """Where it stands, or where the key should that is missing."""
        return self.key or self._standing(self.error["loc"])

    @property
    def key(self) -> Location | None:
        """The key that is missing, if that is the error."""
        path = self.error["loc"]
        return (*self._standing(path), path[-1]) if self.error["type"] == "missing" else None

    @property
    def meant(self) -> Location:
        """The key that an unknown one was probably meant to be; none for another error."""
        where = self._standing(self.error["loc"])
        if self.error["type"] != "extra_forbidden":
            return ()
        found = self.known_keys.meant(where, taken=self.document.groups[where[:-1]])
        return (*where[:-1], found) if found else ()

    def faults(self) -> Iterator[Fault]:
        """Yield the faults; none for a value that has a fault already."""
        kind, path = self.error["type"], self.error["loc"]
        where = self._standing(path)
        if kind == "missing":
            yield self._missing((*where, path[-1]))
        elif kind == "extra_forbidden":
            yield self.document.at_key(where, f"is no key here{self._instead(where)}")
        elif where in self.document.faulty:
            return
        elif kind == "invalid":
            found: list[tuple[Location, str]] = self._context["found"]
            for at, sentence in found:
                yield self._at(where, at, sentence)
        else:
            yield self.document.at_value(where, self._sentence(kind))

    def _instead(self, where: Location) -> str:
        """Return the end of a sentence about an unknown key."""
        if len(where) == 1 and (file := self.elsewhere.get(str(where[0]))):
            return f"; it belongs in {file}"
        return self.known_keys.instead_of(where, taken=self.document.groups[where[:-1]])

    @property
    def _context(self) -> dict[str, Any]:
        return self.error.get("ctx", {})

    def _standing(self, path: Location) -> Location:
        """Return the part of pydantic's location that stands in the file.

        The names of union members, and of keys that are missing, do not.
        """
        where: Location = ()
        for part in path:
            if self.document.holds((*where, part)):
                where = (*where, part)
        return where

    def _at(self, where: Location, at: Location, sentence: str) -> Fault:
        """Return a fault of our own validators, at a key, a value, or what should stand there."""
        if self.error["loc"][-1:] == (_KEY_ITSELF,):
            goes_on = " " in str(where[-1]) and "did you mean" not in sentence
            return self.document.at_key(where, sentence + (_GOES_ON if goes_on else ""))
        if self.document.holds((*where, *at)):
            odd = _oddly_typed(self.document.values[(*where, *at)])
            return self.document.at_value((*where, *at), sentence + odd)
        return self.document.at_key(where, sentence, key=(*where, *at))

    def _missing(self, key: Location) -> Fault:
        purpose = self.known_keys.described(key).split(". ")[0].removesuffix(".")
        sentence = f"is missing ({purpose})" if purpose else "is missing"
        return self.document.at_key(key[:-1], " ".join(sentence.split()), key=key)

    def _sentence(self, kind: str) -> str:
        given: object = self.error["input"]
        where = self._standing(self.error["loc"])
        sentence = _SENTENCES.get(kind, "does not fit: {msg}").format(
            **self._context,
            msg=self.error["msg"],
            choices=str(self._context.get("expected", "")).replace("'", ""),
            keys=", ".join(self.known_keys.names(where)),
            count=len(given) if isinstance(given, str) else 0,
            but=instead(given, self.document.line_from(where), wanted=_WANTED.get(kind)),
        )
        if kind == "tuple_type" and isinstance(given, str) and (codes := codes_in(given)):
            return f"should be a list; write [{', '.join(codes)}]"
        names = self.known_keys.names(where) if kind == "model_type" else ()
        return sentence + _hint(kind, given, names) + _oddly_typed(given)


def _hint(kind: str, given: object, names: Iterable[str]) -> str:
    """Return how a text was probably meant that stands where keys or a list should."""
    if kind in ("dict_type", "model_type") and isinstance(given, tuple):
        return "; delete the hyphen before each"
    if not isinstance(given, str):
        return ""
    if kind == "tuple_type" and "," in given:
        return "; put it in square brackets"
    if kind == "tuple_type" and re.match(r"-\w", given):
        return "; a space is missing after each hyphen"
    if kind == "tuple_type" and re.match(r"\d+[.)]\s", given):
        return "; begin each entry with a hyphen and a space (- ), without numbers"
    first = given.split(maxsplit=1)[:1]
    return f"; a colon is missing after “{first[0]}”" if first and first[0] in names else ""


def _oddly_typed(given: object) -> str:
    """Return the end of a sentence about a text with signs that word processors put there."""
    if isinstance(given, str) and (sign := unseen(given)):
        return f"; it has the invisible U+{ord(sign):04X} in it, which has to be deleted"
    if not isinstance(given, str) or not {*given[:1], *given[-1:]} & {*CURLY}:
        return ""
    return '; “ ” and their like are curly quotes, signs of the text: type straight ones (")'
