"""What a thief reads from a SQLite file or its write-ahead log, without SQLite in the way.

SQLite gives rows by their keys. A thief sees where each row lies in its page as well, and a page
is filled from its end: what was written last lies first, until SQLite orders the page anew.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_LOG_HEADER, _FRAME_HEADER = 32, 24
_INTERIOR, _LEAF = 2, 10  # kinds of pages of a table WITHOUT ROWID
_SIZES = {0: 0, 1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8, 8: 0, 9: 0}  # of whole numbers, by their kind


@dataclass(frozen=True, slots=True)
class Found:
    """A row where it lies: its page, its place there, its columns as the file keeps them."""

    page: int
    offset: int
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class StolenFile:
    """The bytes of a database file."""

    content: bytes
    roots: dict[str, int]

    @classmethod
    def of(cls, path: Path) -> StolenFile:
        """Take a copy of a file, with or without its log."""
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as opened:
            found = opened.execute("SELECT name, rootpage FROM sqlite_schema WHERE rootpage > 0")
            return cls(path.read_bytes(), dict(found.fetchall()))

    @property
    def page_size(self) -> int:
        """Bytes of a page."""
        return int.from_bytes(self.content[16:18], "big")

    def newest_first(self, table: str) -> list[tuple[Any, ...]]:
        """Return a table's rows in the order in which their pages suggest they were written."""
        rows = sorted(self._rows(self.roots[table]), key=lambda row: (row.offset, row.page))
        return [row.values for row in rows]

    def _rows(self, number: int) -> Iterator[Found]:
        page = self.content[(number - 1) * self.page_size : number * self.page_size]
        kind, cells = page[0], int.from_bytes(page[3:5], "big")
        pointers = 12 if kind == _INTERIOR else 8
        assert kind in (_INTERIOR, _LEAF)
        for cell in range(cells):
            at = pointers + 2 * cell
            offset = int.from_bytes(page[at : at + 2], "big")
            start = offset
            if kind == _INTERIOR:
                yield from self._rows(int.from_bytes(page[offset : offset + 4], "big"))
                start += 4
            yield Found(number, offset, _record(page, start))
        if kind == _INTERIOR:
            yield from self._rows(int.from_bytes(page[8:12], "big"))


@dataclass(frozen=True, slots=True)
class StolenLog:
    """The bytes of a write-ahead log."""

    content: bytes

    def commits(self) -> list[set[int]]:
        """Return which pages each commit wrote, in the order of the commits."""
        size = int.from_bytes(self.content[8:12], "big") if self.content else 0
        salt = self.content[16:24]
        commits: list[set[int]] = []
        pages: set[int] = set()
        step = size + _FRAME_HEADER
        for at in range(_LOG_HEADER, len(self.content) - step + 1, step):
            head = self.content[at : at + _FRAME_HEADER]
            if head[8:16] != salt:
                break
            pages.add(int.from_bytes(head[:4], "big"))
            if int.from_bytes(head[4:8], "big"):
                commits.append(pages)
                pages = set()
        return commits


def _number(page: bytes, at: int) -> tuple[int, int]:
    """Return a number of SQLite's variable length, and where the next one begins."""
    value = 0
    for place in range(9):
        byte = page[at + place]
        if place == 8:
            return value << 8 | byte, at + 9
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + place + 1
    raise AssertionError


def _record(page: bytes, at: int) -> tuple[Any, ...]:
    _, at = _number(page, at)
    length, place = _number(page, at)
    end = at + length
    kinds: list[int] = []
    while place < end:
        kind, place = _number(page, place)
        kinds.append(kind)
    values: list[Any] = []
    for kind in kinds:
        size = _SIZES[kind] if kind < 12 else (kind - 12) // 2
        raw = page[place : place + size]
        place += size
        values.append(raw if kind >= 12 else 1 if kind == 9 else int.from_bytes(raw, "big"))
    return tuple(values)
