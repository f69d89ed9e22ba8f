"""Numbers that are right or say so: totals, steps, goals, and what is too small to show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum
from typing import Final

from bot.domain.refusals import Refusal

SMALLEST_SHOWN = 5
"""So many people are told exactly, and not fewer; the rule of every total, step and goal too."""


def told(people: int) -> int | None:
    """Return a published total as everybody reads it: None is "fewer than 5".

    Nothing is one of them, or whoever saw a number fall would know of the last who are gone.
    """
    return people if people >= SMALLEST_SHOWN else None


class SignatureChange(IntEnum):
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

LATE: Final = 2
"""Minutes after a point of the clock grid at which what was due there is still published."""


@dataclass(frozen=True, slots=True)
class Publishing:
    """When the number of a scope is published: by how much it must differ, and on which clock grid.

    With `at_least` 1 and `every_minutes` 0 it is live: published whenever it is read.
    """

    at_least: int
    every_minutes: int

    @property
    def live(self) -> bool:
        """Whether the number is published whenever it is read."""
        return self.every_minutes == 0

    @property
    def together(self) -> bool:
        """Whether a change waits for others."""
        return self.at_least > 1

    def slot(self, minute: int) -> int:
        """Return the minute (counted from 1970) at which the current slot of the grid began."""
        return minute - minute % self.every_minutes if self.every_minutes else minute

    def strikes(self, minute: int) -> bool:
        """Return whether a minute is at a point of the grid, or so near that a busy bot is late."""
        return minute - self.slot(minute) <= LATE


@dataclass(frozen=True, slots=True)
class Published:
    """What was published of one scope, and when; `as_of` is None where nothing was yet.

    A publication looks at both counts and moves what differs enough: `as_of` is the moment of the
    last one that moved either, at which the other differed from the true one by less. While it is
    being recounted it may be wrong, and does not move.
    """

    counts: Counts = NOTHING
    as_of: datetime | None = None
    recounting: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """Where the campaign and one server stand, as published: everybody reads the same numbers.

    Attributes:
        campaign: the campaign's published numbers.
        server: what was published of the server, or None where it is not shown.
        since_yesterday: by how much the published total changed since the end of the last UTC day;
            None where it would tell too much.
        weeks: by how much it changed in the 7 days before the last 7, and in the last 7; None where
            either would tell too much, or the campaign is younger.
        milestone: the next number to reach; `goal` is the campaign's.
        as_of: when the campaign's numbers were published; None where nothing was yet.
        together: whether newer signatures wait until several appear at once, here and everywhere.
        refusal: why no signatures are taken today, or None where they are.
        recounting: whether the numbers may be wrong, and are being recounted.
    """

    campaign: Counts
    server: Published | None
    since_yesterday: int | None
    weeks: tuple[int, int] | None
    milestone: int
    goal: int
    as_of: datetime | None
    together: bool = True
    refusal: Refusal | None = None
    recounting: bool = False


@dataclass(frozen=True, slots=True)
class Quoted:
    """A published number that was quoted on a UTC day."""

    day: date
    counted: int


@dataclass(frozen=True, slots=True)
class Brief:
    """What an organiser can quote: the published number, and what belongs to it.

    Attributes:
        campaign: the campaign's published numbers.
        as_of: when they were published; None where nothing was yet, and nothing can be quoted.
        servers: in how many servers at least five people signed; None where it is under five.
        last: what this server quoted last on an earlier day, or None.
        change: by how much the number changed since; None where that would tell too much.
    """

    campaign: Counts
    as_of: datetime | None
    servers: int | None = None
    last: Quoted | None = None
    change: int | None = None


def shown_of_server(campaign: Published, server: Published) -> Published | None:
    """Return what was published of a server where it gives nobody away, or None.

    Both the server and the rest of the campaign must be at least five people: else one of the two
    could be told from the other.
    """
    here = server.counts.counted
    rest = campaign.counts.counted - here
    return None if here < SMALLEST_SHOWN or rest < SMALLEST_SHOWN else server


def shown_change(before: int | None, now: int, *, at_least: int) -> int | None:
    """Return the change of a campaign's published number, or None where it would tell too much.

    `before` is None where nothing had been published: then all of `now` is new. Where one of the
    two is "fewer than 5", their difference would tell it exactly; so would one that the rule of
    today would not have published.
    """
    if now == before:
        return 0
    if told(now) is None or (before is not None and told(before) is None):
        return None
    change = now - (before or 0)
    return None if abs(change) < at_least else change


_MANTISSAS = (1, 2.5, 5)


def next_milestone(counted: int, *, goal: int, steps: Sequence[int] | None = None) -> int:
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
