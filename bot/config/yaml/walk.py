"""Turns the nodes of a text into plain values, with the place of each and what it may not be."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from bot.config.yaml.characters import CURLY, seen
from bot.config.yaml.faults import Fault, Location, key_of
from bot.config.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from bot.config.yaml.slips import BEGINS_ENTRY, GOES_ON

LINE_END = re.compile(r"\r\n|\r|\n")
_MERGE = "<<"
_NAMELESS = "has a key without a name; write one before the colon"
_FEW = 3
_WHOLE_TEXT = "begins the whole text once more; delete it from here on, or all that is above"


@dataclass(frozen=True, slots=True)
class Lines:
    """Turns character positions into lines and columns, counted as editors count them."""

    path: str
    starts: tuple[int, ...]

    @classmethod
    def of(cls, path: str, text: str) -> Lines:
        """Return the lines of a text."""
        return cls(path, (0, *(end.end() for end in LINE_END.finditer(text))))

    def number(self, index: int) -> int:
        """Return the line of a position."""
        return bisect_right(self.starts, index)

    def fault(self, index: int, where: Location, message: str) -> Fault:
        """Return a fault at a position."""
        line = self.number(index)
        column = index - self.starts[line - 1] + 1
        return Fault(self.path, line, column, key_of(where), message)


def _about_key(typed: str) -> str:
    """Return what a key has that its name does not: quotes of another kind, or an unseen sign."""
    first, last = typed[0], typed[-1]
    if first in CURLY and last in CURLY:
        return "has curly quotes around it; delete them"
    if first in CURLY:
        return f"has a curly quote ({first}) before it; delete it"
    if last in CURLY:
        return f"has a curly quote ({last}) after it; delete it"
    odd = next(sign for sign in typed if not seen(sign))
    return f"has the invisible U+{ord(odd):04X} in it; delete it"


class Walk:
    """Turns nodes into plain values; keeps their positions and the faults found on the way."""

    def __init__(self, text: str, lines: Lines) -> None:
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
            unseen = isinstance(found, str) and found.strip() and not seen(found).strip()
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
        again: list[tuple[Node, Location]] = []
        for key, value in node.pairs:
            typed = self._name(key, where)
            if typed is None:
                continue
            if typed == _MERGE:
                self._complain(key, (*where, typed), "takes over other keys; write them out here")
                continue
            name = seen(typed)
            if not name.strip():
                self._complain(key, where, _NAMELESS)
                continue
            if (bare := name.strip(CURLY)) != name:
                name = bare.strip() or name
            here = (*where, name)
            if name != typed:
                self._complain(key, here, _about_key(typed))
            if name in found:
                again.append((key, here))
                continue
            self.keys[here] = key.start
            found[name] = self.value(value, here)
        self._repeated(again, where)
        return found

    def _repeated(self, again: list[tuple[Node, Location]], where: Location) -> None:
        """Complain of keys that are there twice; in a list they may be an entry without its -."""
        first = next(iter(self.groups[where]), None)
        in_list = any(isinstance(part, int) for part in where[-1:])
        begins = bool(again) and again[0][1] == (*where, first)
        if begins and not where and len(again) > _FEW:
            self._complain(*again[0], _WHOLE_TEXT)
            return
        if in_list and len(again) > 1:
            self._complain(*again[0], BEGINS_ENTRY if begins else GOES_ON.format(key=first))
            return
        for key, here in again:
            line = self._lines.number(self.keys[here])
            self._complain(key, here, f"is there twice; the first is in line {line}")

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
