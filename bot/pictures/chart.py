"""What a chart shows, as it travels to the process that draws: places and words, no numbers."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any, Final, Self

KIND: Final = "chart"
"""What a request of this kind begins with."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on an axis, from 0 to 1, and what is written there."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Panel:
    """One of the two parts of a chart.

    Attributes:
        heading: what it shows, in words.
        values: a place for each day, from 0 (the bottom) to 1, or None where nothing is shown.
        ticks: what stands at its left edge, from the bottom to the top.
        base: where the value nothing is, for bars.
    """

    heading: str
    values: tuple[float | None, ...]
    ticks: tuple[Tick, ...]
    base: float = 0.0


@dataclass(frozen=True, slots=True)
class Mark:
    """A number that the line reached.

    Attributes:
        day: when it did, counted from 0.
        at: where the number itself is, from 0 (the bottom) to 1; that day's total may be higher.
        label: what is written there.
    """

    day: int
    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A line above, bars below, over the same days.

    Attributes:
        title: what the chart is about.
        as_of: a line under the title: of which moment it is.
        note: a line under that.
        total: the line.
        change: the bars.
        days: what stands under them; 0 is the first day, 1 the last.
        marks: numbers that the line reached.
    """

    title: str
    as_of: str
    note: str
    total: Panel
    change: Panel
    days: tuple[Tick, ...]
    marks: tuple[Mark, ...] = ()

    def to_bytes(self) -> bytes:
        """Return it as JSON."""
        found = {"kind": KIND, **asdict(self)}
        return json.dumps(found, ensure_ascii=False).encode("utf-8", "replace")

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Read it back."""
        found = json.loads(data)
        return cls(
            title=found["title"],
            as_of=found["as_of"],
            note=found["note"],
            total=_panel(found["total"]),
            change=_panel(found["change"]),
            days=tuple(Tick(**one) for one in found["days"]),
            marks=tuple(Mark(**one) for one in found["marks"]),
        )


def _panel(found: Any) -> Panel:
    return Panel(
        heading=found["heading"],
        values=tuple(found["values"]),
        ticks=tuple(Tick(**one) for one in found["ticks"]),
        base=found["base"],
    )
