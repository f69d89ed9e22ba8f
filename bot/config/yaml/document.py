"""Reads one file: its values, their positions, and the faults that no model is needed to find."""

from __future__ import annotations

import glob
import re
import stat
import unicodedata
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.config.yaml.faults import Fault, Location, key_of, nearest
from bot.config.yaml.nodes import MappingNode, Node, NotYaml, ScalarNode, SequenceNode, compose
from bot.config.yaml.plain_text import not_plain_text
from bot.config.yaml.slips import slip_at

MAX_BYTES = 256 * 1024
"""How large a file may be. A person who edits by hand never comes near it."""

_LINE_END = re.compile(r"\r\n|\r|\n")
_BOM = "\ufeff"
_MERGE = "<<"
_CURLY = "“”„«»‘’‚"
_ODD = frozenset("\u00a0\u2007\u202f\u3000")
DOCUMENTS = (".docx", ".doc", ".odt", ".rtf", ".pages")
"""How the files of word processors end."""


class Unusable(Exception):
    """A file of which nothing can be used, for one fault."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


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
    _lines: _Lines
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
        end = _LINE_END.search(self.text, start)
        return self.text[start : end.start() if end else None]

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


@dataclass(frozen=True, slots=True)
class _Lines:
    """Turns character positions into lines and columns, counted as editors count them."""

    path: str
    starts: tuple[int, ...]

    @classmethod
    def of(cls, path: str, text: str) -> _Lines:
        return cls(path, (0, *(end.end() for end in _LINE_END.finditer(text))))

    def number(self, index: int) -> int:
        return bisect_right(self.starts, index)

    def fault(self, index: int, where: Location, message: str) -> Fault:
        line = self.number(index)
        column = index - self.starts[line - 1] + 1
        return Fault(self.path, line, column, key_of(where), message)


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
    lines = _Lines.of(shown, text)
    try:
        root = compose(text)
    except NotYaml as failure:
        raise Unusable(lines.fault(failure.index, (), failure.sentence)) from failure
    if root is None or (isinstance(root, ScalarNode) and root.value is None and not root.complaint):
        raise Unusable(about_file(path, "the file is empty"))
    if not isinstance(root, MappingNode):
        sentence = "the file should hold keys, such as “name: …”"
        at, sentence = slip_at(text, root.start) or (root.start, sentence)
        raise Unusable(lines.fault(at, (), sentence))
    walk = _Walk(text, lines)
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
        sentence = f"the file is larger than {MAX_BYTES // 1024} KiB"
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
    return f"; there is one in “{inner}”: name that folder" if inner else ""


def _decoded(shown: str, data: bytes) -> str:
    try:
        text = data.decode()
    except UnicodeDecodeError as failure:
        before = data[: failure.start].decode().removeprefix(_BOM)
        sentence = f"is not UTF-8 (byte 0x{data[failure.start]:02X}); save the file as UTF-8"
        raise Unusable(_Lines.of(shown, before).fault(len(before), (), sentence)) from failure
    return text.removeprefix(_BOM)


def _seen(text: str) -> str:
    """Return a text without what nobody sees in it: joiners, marks of direction, other spaces."""
    return "".join(one for one in text if unicodedata.category(one) != "Cf" and one not in _ODD)


def _about_key(typed: str) -> str:
    """Return what a key has that its name does not: quotes of another kind, or an unseen sign."""
    if typed[0] in _CURLY:
        return "has curly quotes around it; delete them"
    odd = next(sign for sign in typed if not _seen(sign))
    return f"has the invisible U+{ord(odd):04X} in it; delete it"


class _Walk:
    """Turns nodes into plain values; keeps their positions and the faults found on the way."""

    def __init__(self, text: str, lines: _Lines) -> None:
        self._text = text
        self._lines = lines
        self.values: dict[Location, object] = {}
        self.groups: dict[Location, dict[str, object]] = {}
        self.spans: dict[Location, tuple[int, int]] = {}
        self.keys: dict[Location, int] = {}
        self.faulty: set[Location] = set()
        self.faults: list[Fault] = []

    def value(self, node: Node, where: Location) -> object:
        """Return what a node holds, and remember it by its location."""
        self.spans[where] = (node.start, node.end)
        if node.complaint:
            self._complain(node, where, node.complaint)
        if isinstance(node, MappingNode):
            found: object = self._group(node, where)
        elif isinstance(node, SequenceNode):
            found = tuple(self.value(item, (*where, at)) for at, item in enumerate(node.items))
        else:
            found = node.value
            unseen = isinstance(found, str) and found.strip() and not _seen(found).strip()
            if unseen and not node.complaint:
                self._complain(node, where, "is empty: it has only signs that nobody sees")
            if unseen or node.complaint:
                self.faulty.add(where)
        self.values[where] = found
        return found

    def _group(self, node: MappingNode, where: Location) -> dict[str, object]:
        """Return the keys and values of a group; of a repeated key, the first."""
        found: dict[str, object] = {}
        self.groups[where] = found
        for key, value in node.pairs:
            typed = self._name(key, where)
            if typed is None:
                continue
            if typed == _MERGE:
                self._complain(key, (*where, typed), "takes over other keys; write them out here")
                continue
            name = _seen(typed)
            name = name.strip(_CURLY) or name
            here = (*where, name)
            if name != typed:
                self._complain(key, here, _about_key(typed))
            if name in found:
                first = self._lines.number(self.keys[here])
                self._complain(key, here, f"is there twice; the first is in line {first}")
                continue
            self.keys[here] = key.start
            found[name] = self.value(value, here)
        return found

    def _name(self, key: Node, where: Location) -> str | None:
        """Return a key's name, or None where it is no text, which is a fault."""
        named = (*where, self._text[key.start : key.end])
        if key.complaint:
            self._complain(key, named, key.complaint)
        elif not isinstance(key, ScalarNode) or not isinstance(key.value, str):
            self._complain(key, named, "should be text to be a key; put it in quotes")
        return key.value if isinstance(key, ScalarNode) and isinstance(key.value, str) else None

    def _complain(self, node: Node, where: Location, message: str) -> None:
        self.faults.append(self._lines.fault(node.start, where, message))
