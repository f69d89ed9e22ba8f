"""One aligned table: what was measured, against what, and whether the aim was met."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

_HEADINGS: Final = ("what", "measured", "baseline", "ratio", "aim", "verdict")
_MEETS: Final[dict[str, Callable[[float, float], bool]]] = {
    ">=": operator.ge,
    "<=": operator.le,
}


@dataclass(frozen=True, slots=True)
class Aim:
    """What a ratio should be: at least (`>=`) or at most (`<=`) a bound."""

    relation: str
    bound: float

    def met_by(self, ratio: float) -> bool:
        """Return whether a ratio meets it."""
        return _MEETS[self.relation](ratio, self.bound)

    def __str__(self) -> str:
        return f"{self.relation} {self.bound:g}x"


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement beside its baseline, both in `unit`; `digits` is how they are rounded."""

    what: str
    measured: float
    baseline: float
    unit: str
    aim: Aim | None = None
    digits: int = 1

    @property
    def ratio(self) -> float:
        """The measurement as a multiple of its baseline; NaN where that was too short to measure.

        A system counts processor time in hundredths of a second, and few presses may take none.
        """
        return self.measured / self.baseline if self.baseline else math.nan

    @property
    def verdict(self) -> str:
        """`ok`, `missed`, or nothing where no aim was set or too little was measured."""
        if self.aim is None or math.isnan(self.ratio):
            return ""
        return "ok" if self.aim.met_by(self.ratio) else "missed"

    def cells(self) -> tuple[str, ...]:
        """Return the row as text, in the order of the headings."""
        measured, baseline = (
            f"{one:,.{self.digits}f} {self.unit}" for one in (self.measured, self.baseline)
        )
        ratio = "too short" if math.isnan(self.ratio) else f"{self.ratio:.2f}x"
        aim = "" if self.aim is None else str(self.aim)
        return (self.what, measured, baseline, ratio, aim, self.verdict)


def rendered(rows: Iterable[Row]) -> str:
    """Return the rows as one aligned table; numbers stand at the right of their column."""
    lines = [_HEADINGS, *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(_HEADINGS))]
    lines.insert(1, tuple("-" * width for width in widths))
    return "\n".join(_line(cells, widths) for cells in lines)


def _line(cells: tuple[str, ...], widths: list[int]) -> str:
    left = {0, len(widths) - 1}
    padded = [
        cell.ljust(width) if column in left else cell.rjust(width)
        for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return "  ".join(padded).rstrip()
