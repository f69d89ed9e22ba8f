"""Numbers that are right or say so: totals, steps, goals, and what is too small to show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Final

SMALLEST_SHOWN = 5
"""A breakdown (one server, one day of it) below this many people says "fewer than 5"."""


class ChangeKind(IntEnum):
    """What happened to a signature; the day's sums are kept by these. The numbers are stored."""

    SIGNED = 1
    RENEWED = 2
    ATTRIBUTED = 3
    DETACHED = 4
    WITHDRAWN = 5
    ERASED = 6
    HELD = 7
    RELEASED = 8
    SET_ASIDE = 9
    REINSTATED = 10
    RECONCILED = 11


@dataclass(frozen=True, slots=True)
class Counts:
    """How many pledges a scope (the campaign, or one server) counts and holds, or a change."""

    counted: int = 0
    held: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.counted + other.counted, self.held + other.held)

    def __sub__(self, other: Counts) -> Counts:
        return Counts(self.counted - other.counted, self.held - other.held)


NOTHING: Final = Counts()


@dataclass(frozen=True, slots=True)
class Tally:
    """Where the campaign and one server stand at one instant.

    `since_yesterday` is the change of the campaign's total since the end of the last UTC day.
    """

    campaign: Counts
    server: Counts | None
    since_yesterday: int
    step: int
    goal: int
    as_of: datetime

    @property
    def server_shown(self) -> int | None:
        """The server's counted pledges, or None where the number is too small to show."""
        if self.server is None or self.server.counted < SMALLEST_SHOWN:
            return None
        return self.server.counted


_MANTISSAS = (1, 2.5, 5)


def next_step(counted: int, *, goal: int, steps: Sequence[int] | None = None) -> int:
    """Return the next number to reach: never past the goal until the goal itself is passed.

    With `steps` it is the first declared step above `counted`; without, 10, 25, 50, 100, 250 …
    Beyond the goal the automatic series goes on, so there is always a next step.
    """
    declared = [step for step in steps or () if step > counted]
    if declared:
        return min(declared)
    if steps and counted < goal:
        return goal
    step = _automatic(counted)
    return min(step, goal) if counted < goal else step


def _automatic(counted: int) -> int:
    power = 10
    while True:
        for mantissa in _MANTISSAS:
            step = int(power * mantissa)
            if step > counted:
                return step
        power *= 10
