"""Groups of signatures as moderators see and choose them: by whole hours, and never one person."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Final, NamedTuple

from bot.domain.moderation.holding import UNDONE_DAYS
from bot.domain.pledges import State
from bot.domain.refusals import TooFewChosen, TooFewLeft
from bot.domain.tallies import SMALLEST_SHOWN

ANY_HOUR: Final = 0
"""Stands in a choice for every hour that is over."""
MOST_CELLS: Final = 10
"""Groups of one choice: what a custom_id carries."""


class Cell(NamedTuple):
    """Signatures of one server that nothing tells apart: of one hour, one reason and one age band.

    The hour is counted from 1970. Counted signatures have neither reason nor band: both are 0.
    """

    hour: int
    reason: int = 0
    age_band: int = 0

    @property
    def state(self) -> State:
        """Whether they are held or counted."""
        return State.HELD if self.reason else State.COUNTED

    def covers(self, other: Cell) -> bool:
        """Return whether this cell of a choice means another one."""
        kind = (self.reason, self.age_band) == (other.reason, other.age_band)
        return kind and self.hour in (ANY_HOUR, other.hour)


Sizes = Mapping[Cell, int]
"""How many signatures there are of each cell: true numbers, which nobody is shown."""


@dataclass(frozen=True, slots=True)
class Group:
    """A cell as it is shown: its size in steps of five.

    Steps of five, and whole hours that are over: two looks, however near each other, do not show
    that one person came or went between them.
    """

    cell: Cell
    at_least: int


class CaseState(IntEnum):
    """Where a case stands; the numbers are stored, and never change."""

    WORKING = 0
    DONE = 1
    STOPPED = 2
    UNDOING = 3
    UNDONE = 4


@dataclass(frozen=True, slots=True)
class Case:
    """A decision to set groups aside in one server.

    Attributes:
        number: counted in the server.
        day: the day (from 1970) on which it was decided.
        people: how many it set aside so far; nobody is shown it but in steps.
        sizes: how large its groups were said to be, in steps of five.
    """

    number: int
    day: int
    state: CaseState
    reason: int
    people: int
    cells: tuple[Cell, ...] = ()
    sizes: tuple[int, ...] = ()

    @property
    def at_least(self) -> int:
        """How many people it set aside, in steps of five, and no more than was said before.

        The steps of a sum are not the sum of steps: with groups of one's own, whose true sizes one
        knows, they would tell the true size of another.
        """
        people = in_steps(self.people)
        return min(people, sum(self.sizes)) if self.sizes else people

    @property
    def ends(self) -> int:
        """The first day on which it cannot be undone any more."""
        return self.day + UNDONE_DAYS


def in_steps(people: int) -> int:
    """Return a number of people as it is shown: in steps of five, 0 for fewer than five."""
    return people - people % SMALLEST_SHOWN


def shown(sizes: Sizes) -> tuple[Group, ...]:
    """Return groups as they are shown, the oldest first: none under five.

    That there is one would say of a new member whom everyone saw coming that they signed.
    """
    found = ((cell, in_steps(size)) for cell, size in sorted(sizes.items()))
    return tuple(Group(cell, at_least) for cell, at_least in found if at_least)


def small(sizes: Sizes) -> tuple[Cell, ...]:
    """Return the cells that are not shown, in order: they are released together."""
    return tuple(cell for cell, size in sorted(sizes.items()) if 0 < size < SMALLEST_SHOWN)


def covered(choice: Collection[Cell], cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """Return which cells a choice means, in order."""
    return tuple(sorted(one for one in cells if any(cell.covers(one) for cell in choice)))


def to_set_aside(choice: Collection[Cell], held: Sizes, counted: Sizes) -> tuple[Cell, ...]:
    """Return the cells of a choice that can be set aside: none of them is under five.

    `held` and `counted` are all of the server, by hours that are over.

    Raises:
        TooFewChosen: no group of the choice has five or more.
        TooFewLeft: of those held, or of those counted, one to four would be left.
    """
    chosen: list[Cell] = []
    for sizes in (held, counted):
        big = [one for one in covered(choice, sizes) if sizes[one] >= SMALLEST_SHOWN]
        left = sum(sizes.values()) - sum(sizes[one] for one in big)
        if big and 0 < left < SMALLEST_SHOWN:
            raise TooFewLeft
        chosen += big
    if not chosen:
        raise TooFewChosen
    return tuple(sorted(chosen))
