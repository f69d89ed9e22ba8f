"""Which way each sign of a line reads, and in which order signs then stand (Unicode Annex 9)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

_HASHTAG: Final = re.compile(r"[#@][A-Za-z0-9_]+")
"""Reads as one word: its sign stands before it also where the line reads from right to left."""

_STRONG: Final = ("L", "R", "AL")
_NUMBERS: Final = ("EN", "AN")
_WEAK: Final = ("ES", "ET", "CS")
_SEPARATORS: Final = {"ES": ("EN",), "CS": ("EN", "AN")}
_OPENING: Final = {"(": ")", "[": "]", "{": "}"}
_CLOSING: Final = {close: opened for opened, close in _OPENING.items()}
_OTHER: Final = {"L": "R", "R": "L"}


def reads_right_to_left(text: str) -> bool:
    """Return whether the first letter with a direction reads from right to left."""
    for one in text:
        direction = unicodedata.bidirectional(one)
        if direction in _STRONG:
            return direction != "L"
    return False


def levels(line: str, *, backwards: bool) -> list[int]:
    """Return the level of each sign: odd ones read from right to left.

    `backwards` says that the line as a whole does. Signs that only set directions set none here.
    """
    base = "R" if backwards else "L"
    kinds = [unicodedata.bidirectional(one) or "L" for one in line]
    for found in _HASHTAG.finditer(line):
        kinds[found.start() : found.end()] = "L" * len(found.group())
    _resolve_marks(kinds, base)
    _resolve_signs_of_numbers(kinds)
    _resolve_numbers(kinds, base)
    _resolve_brackets(kinds, line, base)
    _resolve_neutral(kinds, base)
    if backwards:
        return [1 if one == "R" else 2 for one in kinds]
    return [{"L": 0, "R": 1}.get(one, 2) for one in kinds]


def visual_order(levels_: Sequence[int]) -> list[int]:
    """Return the places of what has these levels, from the left edge to the right one."""
    order = list(range(len(levels_)))
    for level in range(max(levels_, default=0), 0, -1):
        grouped = groupby(order, key=lambda at: levels_[at] >= level)
        order = [at for high, some in grouped for at in ([*some][::-1] if high else some)]
    return order


def _resolve_marks(kinds: list[str], base: str) -> None:
    """Give a mark, and what is not seen, the kind of the sign before it; tell Arabic numbers."""
    last = base
    for at, kind in enumerate(kinds):
        if kind not in (*_STRONG, *_NUMBERS, *_WEAK, "B", "S", "WS", "ON"):
            kinds[at] = kinds[at - 1] if at else base
        elif kind in _STRONG:
            last = kind
        elif kind == "EN" and last == "AL":
            kinds[at] = "AN"


def _resolve_numbers(kinds: list[str], base: str) -> None:
    """Let numbers read as the text they stand in does; what remains of their signs is neutral."""
    last = base
    for at, kind in enumerate(kinds):
        last = kind if kind in _STRONG else last
        if kind == "EN" and last == "L":
            kinds[at] = "L"
        elif kind == "AL":
            kinds[at] = "R"
        elif kind not in (*_STRONG, *_NUMBERS):
            kinds[at] = "ON"


def _resolve_signs_of_numbers(kinds: list[str]) -> None:
    """Let a sign between two numbers, or one like % beside one, belong to them."""
    for at in range(1, len(kinds) - 1):
        before, kind, after = kinds[at - 1 : at + 2]
        if before == after and before in _SEPARATORS.get(kind, ()):
            kinds[at] = before
    for start, past in _stretches(kinds, "ET"):
        if "EN" in (*kinds[max(0, start - 1) : start], *kinds[past : past + 1]):
            kinds[start:past] = ["EN"] * (past - start)


def _resolve_brackets(kinds: list[str], line: str, base: str) -> None:
    """Let both brackets of a pair read as what is inside them does."""
    for opened, closed in _bracket_pairs(line):
        inside = {_direction(one) for one in kinds[opened + 1 : closed]} & _OTHER.keys()
        if base in inside:
            kinds[opened] = kinds[closed] = base
        elif inside:
            before = (_direction(one) for one in reversed(kinds[:opened]))
            context = next((one for one in before if one in _OTHER), base)
            kinds[opened] = kinds[closed] = context


def _bracket_pairs(line: str) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    waiting: list[int] = []
    for at, one in enumerate(line):
        if one in _OPENING:
            waiting.append(at)
        elif one in _CLOSING and any(line[place] == _CLOSING[one] for place in waiting):
            while line[waiting[-1]] != _CLOSING[one]:
                waiting.pop()
            pairs.append((waiting.pop(), at))
    return sorted(pairs)


def _resolve_neutral(kinds: list[str], base: str) -> None:
    """Let what has no direction read as both its sides do, else as the line does."""
    for start, past in _stretches(kinds, "ON"):
        before = _direction(kinds[start - 1]) if start else base
        after = _direction(kinds[past]) if past < len(kinds) else base
        kinds[start:past] = [before if before == after else base] * (past - start)


def _direction(kind: str) -> str:
    return "R" if kind in _NUMBERS else kind


def _stretches(kinds: Sequence[str], wanted: str) -> Iterator[tuple[int, int]]:
    for kind, places in groupby(range(len(kinds)), key=lambda at: kinds[at]):
        if kind == wanted:
            start, *rest = places
            yield start, start + len(rest) + 1
