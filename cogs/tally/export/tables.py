"""Tables as CSV files that a spreadsheet opens as they are, finding no formula in them."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Sequence
from typing import Final

import regex

Cell = str | int | None

BOM: Final = b"\xef\xbb\xbf"
"""Tells a spreadsheet that the file is UTF-8."""

_STARTS: Final = frozenset("=+-@")
_CELL: Final = regex.compile(r"(^|[;,|\"'])(\s*)(?=(\S))")
"""Where a cell begins, or would if another sign parted the cells; and what it begins with."""
_CONTROL: Final = regex.compile(r"[\p{Cc}\p{Zl}\p{Zp}]")
_UNSEEN: Final = regex.compile(r"[^\P{Cf}\u200c\u200d]|\p{Cs}")
"""What nobody sees, but for what joins letters and emoji."""


class _Line:
    """Hands a written line back."""

    def write(self, line: str) -> str:
        return line


_WRITER: Final = csv.writer(_Line(), quoting=csv.QUOTE_ALL)


def line_of(cells: Sequence[Cell]) -> bytes:
    """Return one line of a table (RFC 4180), every cell quoted."""
    line: str = _WRITER.writerow([_harmless(one) if isinstance(one, str) else one for one in cells])
    return line.encode()


def id_cell(user_id: int) -> str:
    """Return an id as text: a spreadsheet would round a number of so many digits."""
    return f"'{user_id}"


def id_in(line: bytes) -> int:
    """Return the id that stands in the first cell of a line."""
    return int(line[2 : line.index(b'"', 2)])


def _harmless(text: str) -> str:
    """Return text in one line, in which no spreadsheet finds a formula."""
    seen = _UNSEEN.sub("", _CONTROL.sub(" ", text)).strip()
    return _CELL.sub(_begun, seen)


def _begun(cell: regex.Match[str]) -> str:
    """Return the beginning of a cell; a spreadsheet takes full-width and small signs alike."""
    start = unicodedata.normalize("NFKC", cell[3])[0]
    return f"{cell[0]}'" if start in _STARTS else cell[0]


class Table:
    """A table in as many files as Discord asks for; each begins with the headings.

    Attributes:
        rows: how many rows it has, without headings.
    """

    def __init__(self, headings: Sequence[str], *, largest: int) -> None:
        self._head = BOM + line_of(headings)
        self._largest = largest
        self._files: list[io.BytesIO] = []
        self.rows = 0

    def add(self, line: bytes) -> None:
        """Add a row."""
        if not self._files or self._files[-1].tell() + len(line) > self._largest:
            self._files.append(io.BytesIO())
            self._files[-1].write(self._head)
        self._files[-1].write(line)
        self.rows += 1

    @property
    def files(self) -> list[io.BytesIO]:
        """The files, in order; none where there is no row."""
        return self._files
