"""Parses a text into nodes with positions, or fails with one sentence at one position."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol, cast

import yaml
from yaml.events import (
    CollectionStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)
from yamlcore import CCoreLoader, CoreLoader  # pyright: ignore[reportMissingTypeStubs]

from bot.config.yaml.characters import forbidden
from bot.config.yaml.faults import shown
from bot.config.yaml.slips import odd_space, takes_in_keys
from bot.config.yaml.syntax import OPEN_OVER_KEYS, advice_for

MAX_LEVELS = 20
"""How deep lists and groups may stand in each other; deeper is a mistake or an attack."""

ScalarValue = str | int | float | bool | None

_NOT_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_UNUSED_SIGN = (
    "begins with {sign}, which has a meaning in YAML that is not used here; put the text in quotes"
)
_HALVES = re.compile("[\ud800-\udfff]+")
_TAKEN_OTHERWISE_IN_C = re.compile("\t|[|>][-+0-9]{0,2}#")
"""The parser in C permits tabs in more places, and drops the words of a text such as `|# words`."""


@dataclass(frozen=True, slots=True)
class _Positioned:
    """A value between two character positions; `complaint` says what it may not be."""

    start: int
    end: int
    complaint: str | None


@dataclass(frozen=True, slots=True)
class ScalarNode(_Positioned):
    """A text, a number, true, false or nothing."""

    value: ScalarValue


@dataclass(frozen=True, slots=True)
class SequenceNode(_Positioned):
    """A list of values."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class MappingNode(_Positioned):
    """Keys, each with its value, in the order of the file and with every repetition."""

    pairs: tuple[tuple[Node, Node], ...]


Node = ScalarNode | SequenceNode | MappingNode


class NotYaml(Exception):
    """The text stops being YAML, or the YAML that is used here, at one character."""

    def __init__(self, index: int, sentence: str) -> None:
        super().__init__(sentence)
        self.index = index
        self.sentence = sentence


class _Parser(Protocol):
    """What is used of PyYAML's loader, which has no types of its own for it."""

    index: int

    def get_event(self) -> Event: ...
    def resolve(
        self, kind: type[yaml.ScalarNode], value: str, implicit: tuple[bool, bool]
    ) -> str: ...
    def construct_object(self, node: yaml.ScalarNode) -> ScalarValue: ...


def compose(text: str) -> Node | None:
    """Return the tree of a YAML 1.2 text (core schema), or None where it holds no value.

    The parser in C takes a twentieth of the time of the one in Python (a row of `make bench` says
    it); that one is asked for its reasons, known to `advice_for`, when a text cannot be read.

    Raises:
        NotYaml: at the first character that cannot be read on from.
    """
    if odd := forbidden(text):
        instead = " and press Enter in its place" if odd.group() in "\x85\u2028\u2029" else ""
        sentence = f"holds the invisible character U+{ord(odd.group()):04X}; delete it{instead}"
        raise NotYaml(odd.start(), sentence)
    if _TAKEN_OTHERWISE_IN_C.search(text) is None:
        with suppress(yaml.YAMLError, ValueError, OverflowError):
            return _Composer(cast("_Parser", CCoreLoader(text)), text).document()
    loader = cast("_Parser", CoreLoader(text))
    try:
        return _Composer(loader, text).document()
    except yaml.MarkedYAMLError as failure:
        raise NotYaml(*advice_for(failure, text)) from failure
    except (ValueError, OverflowError) as failure:  # a number or \\U escape beyond Python's bounds
        raise NotYaml(loader.index, "holds a number that is too large") from failure


class _Composer:
    """Turns the parser's events into nodes."""

    def __init__(self, loader: _Parser, text: str) -> None:
        self._loader = loader
        self._text = text

    def document(self) -> Node | None:
        self._next()  # the stream begins
        if isinstance(self._next(), StreamEndEvent):
            return None
        root = self._node(1)
        self._next()  # the document ends
        after = self._next()
        if not isinstance(after, StreamEndEvent):
            raise NotYaml(_start(after), "begins a second document (---); keep only one")
        return root

    def _next(self) -> Event:
        return self._loader.get_event()

    def _node(self, level: int) -> Node:
        return self._begun(self._next(), level)

    def _begun(self, event: Event, level: int) -> Node:
        """Return the node that an event begins."""
        if isinstance(event, ScalarEvent):
            return self._scalar(event)
        if not isinstance(event, CollectionStartEvent):
            return ScalarNode(_start(event), _end(event), _UNUSED_SIGN.format(sign="*"), None)
        if level > MAX_LEVELS:
            raise NotYaml(_start(event), f"stands more than {MAX_LEVELS} levels deep")
        if isinstance(event, MappingStartEvent):
            return self._mapping(event, level)
        return self._sequence(event, level)

    def _mapping(self, event: MappingStartEvent, level: int) -> MappingNode:
        pairs: list[tuple[Node, Node]] = []
        while not isinstance(following := self._next(), MappingEndEvent):
            if odd := odd_space(self._text, _start(following)):
                raise NotYaml(_start(following), odd)
            pairs.append((self._begun(following, level + 1), self._node(level + 1)))
        return MappingNode(_start(event), _end(following), _complaint(event), tuple(pairs))

    def _sequence(self, event: CollectionStartEvent, level: int) -> SequenceNode:
        items: list[Node] = []
        while not isinstance(following := self._next(), SequenceEndEvent):
            items.append(self._begun(following, level + 1))
        return SequenceNode(_start(event), _end(following), _complaint(event), tuple(items))

    def _scalar(self, event: ScalarEvent) -> ScalarNode:
        complaint = _complaint(event)
        if event.style in ("'", '"') and takes_in_keys(self._text, _start(event), _end(event)):
            raise NotYaml(_start(event), OPEN_OVER_KEYS)
        if complaint is None and _HALVES.search(event.value):
            complaint = _of_halves(event.value)
        if complaint is None and _NOT_TEXT.search(event.value):
            complaint = "holds a control character (a backslash code such as \\0); take it out"
        value: ScalarValue = event.value
        if complaint is None:
            tag = self._loader.resolve(yaml.ScalarNode, event.value, event.implicit)
            value = self._loader.construct_object(yaml.ScalarNode(tag, event.value))
        return ScalarNode(_start(event), _end(event), complaint, value)


def _of_halves(text: str) -> str:
    """Return how to write a sign that stands as the two halves that JSON has for it."""
    halves = "".join(_HALVES.findall(text))
    written = "".join(f"\\u{ord(one):04x}" for one in halves[:4])
    sign = halves.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")
    meant = f" ({shown(sign)})" if sign else ""
    return f"has {written}, halves of a sign; type the sign itself{meant} in their place"


def _complaint(event: ScalarEvent | CollectionStartEvent) -> str | None:
    if event.anchor is not None:
        return _UNUSED_SIGN.format(sign="&")
    if event.tag is not None:
        return _UNUSED_SIGN.format(sign="!")
    return None


def _start(event: Event) -> int:
    return event.start_mark.index if event.start_mark else 0


def _end(event: Event) -> int:
    return event.end_mark.index if event.end_mark else 0
