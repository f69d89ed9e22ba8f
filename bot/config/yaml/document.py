"""Reads one file: its values, their positions, and the faults that no model is needed to find."""

from __future__ import annotations

import glob
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.config.yaml.faults import Fault, Location, nearest
from bot.config.yaml.nodes import MappingNode, NotYaml, ScalarNode, compose
from bot.config.yaml.plain_text import not_plain_text
from bot.config.yaml.slips import slip_at
from bot.config.yaml.walk import LINE_END, Lines, Walk

MAX_BYTES = 256 * 1024
"""How large a file may be. A person who edits by hand never comes near it."""

_BOM = "\ufeff"
_COMMENTS = ": every line begins with #, so nothing is read; take the # before each key away"
_UTF_8 = "save the file as UTF-8 (in Notepad: “Save as”, and choose it as the encoding)"
_TOO_LARGE = "delete what is no text of the campaign, such as a picture that was pasted into it"
_NOT_FOR_IT = ("schema", "messages")
DOCUMENTS = (".docx", ".doc", ".odt", ".rtf", ".pages")
"""How the files of word processors end."""


class Unusable(Exception):
    """A file of which nothing can be used, for one fault."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


class Empty(Unusable):
    """A file that holds nothing, or nothing but notes."""


@dataclass(frozen=True, slots=True)
class Document:
    """The values of a file and where each stands.

    Attributes:
        values: every value by its location; lists are tuples.
        groups: those of the values that are keys with values.
        faulty: locations that have a fault already, so that a model's error there is not told too.
        faults: what is wrong whatever the file is for: repeated keys, aliases and the like.
    """

    path: str
    text: str
    values: Mapping[Location, object]
    groups: Mapping[Location, Mapping[str, object]]
    faulty: frozenset[Location]
    faults: tuple[Fault, ...]
    _lines: Lines
    _spans: Mapping[Location, tuple[int, int]]
    _keys: Mapping[Location, int]

    @property
    def value(self) -> Mapping[str, object]:
        """The whole content of the file."""
        return self.groups[()]

    def holds(self, where: Location) -> bool:
        """Whether the file has a value at a location."""
        return where in self.values

    def source(self, where: Location) -> str:
        """Return a value as the file has it, with its quotes, escapes and indentation."""
        start, end = self._spans[where]
        return self.text[start:end]

    def line_from(self, where: Location) -> str:
        """Return the rest of the line on which a value begins."""
        start = self._spans[where][0]
        end = LINE_END.search(self.text, start)
        return self.text[start : end.start() if end else None]

    def line_before(self, where: Location) -> str:
        """Return the line above the one on which a value begins, whatever it holds."""
        begins = self._lines.number(self._spans[where][0])
        return "" if begins == 1 else self.text[slice(*self._lines.starts[begins - 2 : begins])]

    def at_value(self, where: Location, message: str, *, offset: int = 0) -> Fault:
        """Return a fault at the first character of a value, or `offset` characters into it."""
        return self._fault(self._spans[where][0] + offset, where, message)

    def at_key(self, where: Location, message: str, *, key: Location | None = None) -> Fault:
        """Return a fault at a key; at an entry of a list, its value; at the top, line 1.

        `key` names another location in the message: what is missing stands nowhere itself.
        """
        top = 0 if not where else self._spans[where][0]
        return self._fault(self._keys.get(where, top), key or where, message)

    def _fault(self, index: int, where: Location, message: str) -> Fault:
        return self._lines.fault(index, where, message)


def displayed(path: Path) -> str:
    """Return a path as faults show it: from the working directory where it is below it."""
    whole = path.absolute()
    here = Path.cwd()
    return (whole.relative_to(here) if whole.is_relative_to(here) else whole).as_posix()


def about_file(path: Path, sentence: str) -> Fault:
    """Return what is wrong with a file or a folder as a whole."""
    return Fault(displayed(path), 1, 1, "", sentence)


def read_document(path: Path) -> Document:
    """Return the values of a YAML file.

    Raises:
        Unusable: when it cannot be read, is not UTF-8, not YAML, empty, or not keys and values.
    """
    shown = displayed(path)
    data = _bytes(path)
    if sentence := not_plain_text(data, path.name):
        raise Unusable(about_file(path, sentence))
    text = _decoded(shown, data)
    lines = Lines.of(shown, text)
    try:
        root = compose(text)
    except NotYaml as failure:
        raise Unusable(lines.fault(failure.index, (), failure.sentence)) from failure
    if root is None or (isinstance(root, ScalarNode) and root.value is None and not root.complaint):
        notes = _COMMENTS if text.lstrip().startswith("#") else ""
        empty = f"the file is empty{notes}"
        raise Empty(about_file(path, empty))
    if not isinstance(root, MappingNode):
        sentence = "the file should hold keys, such as “name: …”"
        at, sentence = slip_at(text, root.start) or (root.start, sentence)
        raise Unusable(lines.fault(at, (), sentence))
    walk = Walk(text, lines)
    walk.value(root, ())
    return Document(
        path=shown,
        text=text,
        values=walk.values,
        groups=walk.groups,
        faulty=frozenset(walk.faulty),
        faults=tuple(walk.faults),
        _lines=lines,
        _spans=walk.spans,
        _keys=walk.keys,
    )


def _bytes(path: Path) -> bytes:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise Unusable(about_file(path, "is not a file"))
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError as failure:
        sentence = f"the file is missing{_resembling(path)}"
        raise Unusable(about_file(path, sentence)) from failure
    except OSError as failure:
        reason = (failure.strerror or "unknown reason").lower()
        raise Unusable(about_file(path, f"the file cannot be read: {reason}")) from failure
    if len(data) > MAX_BYTES:
        sentence = f"the file is larger than {MAX_BYTES // 1024} KiB; {_TOO_LARGE}"
        raise Unusable(about_file(path, sentence))
    return data


def _resembling(path: Path) -> str:
    """Return a hint at a file that may have been meant; `es.yaml` is never meant for `en.yaml`."""
    for one in sorted(path.parent.glob(f"{glob.escape(path.stem)}*")):
        if one.name.casefold().startswith(f"{path.name}."):
            return f"; rename “{one.name}”, whose ending your computer may hide, to {path.name}"
        if one.stem == path.stem and one.suffix.casefold() in (*DOCUMENTS, ".pdf", ".txt"):
            return f"; “{one.name}” is a document: save its text as plain text named {path.name}"
    there = sorted(one for one in path.parent.glob("*") if not one.name.startswith("."))
    beside = {one.stem: one.name for one in there if one.suffix.casefold() in (".yaml", ".yml")}
    beside |= {path.stem: path.stem} if path.with_suffix("").is_file() else {}
    if meant := nearest(path.stem, beside):
        return f"; is “{beside[meant]}” meant for it?"
    inner = next((one.name for one in there if (one / path.name).is_file()), None)
    mend = "move it out of there" if inner in _NOT_FOR_IT else "name that folder"
    return f"; there is one in “{inner}”: {mend}" if inner else ""


def _decoded(shown: str, data: bytes) -> str:
    try:
        text = data.decode()
    except UnicodeDecodeError as failure:
        before = data[: failure.start].decode().removeprefix(_BOM)
        sentence = f"is not UTF-8 (byte 0x{data[failure.start]:02X}); {_UTF_8}"
        raise Unusable(Lines.of(shown, before).fault(len(before), (), sentence)) from failure
    return text.removeprefix(_BOM)
