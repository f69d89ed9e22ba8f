"""What is chosen on the card, as a custom_id carries it: groups, and never a person."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final, TypeVar

from bot.domain.moderation.cases import MOST_CELLS, Cell, Group, covered
from bot.domain.moderation.holding import AgeBand, HoldReason
from bot.domain.refusals import OutdatedControl

R = TypeVar("R", bound=IntEnum)

_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
_CELL: Final = re.compile(r"[0-9a-z]{4}[0-9][0-9]")
_KINDS: Final = frozenset(
    {(0, 0), *((int(why), int(age)) for why in HoldReason for age in AgeBand)}
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen, and what of it is there now.

    Attributes:
        at_least: how many people the groups of five or more have together, in steps of five.
        groups: how many such groups there are.
    """

    cells: tuple[Cell, ...]
    at_least: int = 0
    groups: int = 0

    @property
    def held(self) -> bool:
        """Whether any of it is held, and can be released."""
        return any(one.reason for one in self.cells)

    @classmethod
    def among(cls, cells: tuple[Cell, ...], there: Iterable[Group]) -> Chosen:
        """Return what of a choice is there."""
        by_cell = {one.cell: one for one in there}
        found = [by_cell[one] for one in covered(cells, by_cell)]
        return cls(cells, sum(one.at_least for one in found), len(found))


def written(cells: Sequence[Cell]) -> str:
    """Return groups as a custom_id carries them: six characters each."""
    return "".join(f"{_hour(one.hour)}{one.reason}{one.age_band}" for one in cells)


def read(text: str) -> tuple[Cell, ...]:
    """Return the groups that a custom_id, or a menu, names; it is untrusted.

    Raises:
        OutdatedControl: when it names none, or more than one choice can have.
    """
    parts = [text[start : start + 6] for start in range(0, len(text), 6)]
    if not 0 < len(parts) <= MOST_CELLS or not all(map(_CELL.fullmatch, parts)):
        raise OutdatedControl
    cells = {Cell(int(one[:4], 36), int(one[4]), int(one[5])) for one in parts}
    if any((one.reason, one.age_band) not in _KINDS for one in cells):
        raise OutdatedControl
    return tuple(sorted(cells))


def named(kind: type[R], number: str) -> R:
    """Return the reason that is named; it is untrusted.

    Raises:
        OutdatedControl: there is none of this number.
    """
    reasons = {str(int(one)): one for one in kind}
    if number not in reasons:
        raise OutdatedControl
    return reasons[number]


def _hour(hour: int) -> str:
    digits = ""
    for _ in range(4):
        hour, digit = divmod(hour, 36)
        digits = _DIGITS[digit] + digits
    return digits
