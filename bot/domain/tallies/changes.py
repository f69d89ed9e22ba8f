"""Why a published number moved, with no kind told of which there were only a few."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.domain.tallies import SMALLEST_SHOWN, SignatureChange
from bot.domain.tallies.history import History

OTHER: Final = "signed_and_other_changes"
"""What is left of a day's published change: signatures, and all that is too little to be told."""

TOLD: Final = (
    SignatureChange.WITHDRAWN,
    SignatureChange.ERASED,
    SignatureChange.HELD,
    SignatureChange.RELEASED,
    SignatureChange.SET_ASIDE,
    SignatureChange.REINSTATED,
    SignatureChange.RECONCILED,
)
"""Kinds that can be told by themselves. Signatures never are: with them every sum would be known,
and the number as it was at midnight, beside the published one, would tell how many still wait."""


@dataclass(frozen=True, slots=True)
class Moved:
    """By how much one kind of change moved the campaign's number on a UTC day."""

    day: date
    kind: SignatureChange
    reason: int
    counted: int


@dataclass(frozen=True, slots=True)
class Cause:
    """A part of a day's published change; `reason` is 0 where none was given."""

    kind: str
    reason: int
    change: int


@dataclass(frozen=True, slots=True)
class Record:
    """Every day since the first number was published, and why it moved on those that are over.

    Attributes:
        campaign: the campaign's days.
        server: this server's days.
        causes: what a day's published change of the campaign is made of.
        fewest: how many of a kind there must be on a day for it to be told.
    """

    campaign: History
    server: History
    causes: Mapping[date, tuple[Cause, ...]]
    fewest: int = SMALLEST_SHOWN


def fewest_told(at_least: int) -> int:
    """Return how many there must be of a kind on one day: five, or what a number waits for."""
    return max(SMALLEST_SHOWN, at_least)


def causes_of(change: int | None, moved: Collection[Moved], *, at_least: int) -> tuple[Cause, ...]:
    """Return the parts of a day's published change; together they are that change.

    Nothing is told of a change that is not told itself. A kind is told only where the rest is
    nothing, or enough as well: else the rest would tell what is folded into it.
    """
    if change is None:
        return ()
    fewest = fewest_told(at_least)
    told = sorted(
        (one for one in moved if one.kind in TOLD and abs(one.counted) >= fewest),
        key=lambda one: (one.kind, one.reason),
    )
    rest = change - sum(one.counted for one in told)
    if 0 < abs(rest) < fewest:
        told, rest = [], change
    causes = [Cause(one.kind.name.lower(), one.reason, one.counted) for one in told]
    return (*causes, Cause(OTHER, 0, rest)) if rest else tuple(causes)


def by_day(moved: Iterable[Moved]) -> dict[date, list[Moved]]:
    """Return what moved the number, for each day that has something."""
    days: dict[date, list[Moved]] = {}
    for one in moved:
        days.setdefault(one.day, []).append(one)
    return days
