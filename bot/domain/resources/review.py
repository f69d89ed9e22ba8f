"""How far what was checked once can be trusted on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Condition(StrEnum):
    """How far a resource's details can be trusted on a day."""

    UNCHECKED = "unchecked"  # nobody of this campaign has tried it yet, and the page says so
    CURRENT = "current"
    OVERDUE = "overdue"  # the next check is late: shown, and marked
    LAPSED = "lapsed"  # twice as late: hidden, the directories stand in for it


@dataclass(frozen=True, slots=True)
class Review:
    """When a resource was last tried by this campaign, and how often it should be."""

    verified_on: date | None
    every_days: int

    def condition(self, today: date) -> Condition:
        """Return how far the details can be trusted on a day."""
        if self.verified_on is None:
            return Condition.UNCHECKED
        overdue, lapsed = self._turns(self.verified_on)
        if today >= lapsed:
            return Condition.LAPSED
        return Condition.OVERDUE if today >= overdue else Condition.CURRENT

    def next_turn(self, today: date) -> date:
        """Return the day on which the condition will change by itself; `date.max` for never."""
        turns = self._turns(self.verified_on) if self.verified_on else ()
        return min((turn for turn in turns if turn > today), default=date.max)

    def _turns(self, verified_on: date) -> tuple[date, date]:
        """Return the first day on which it is overdue, and the first on which it has lapsed."""
        every = timedelta(days=self.every_days)
        day = timedelta(days=1)
        return verified_on + every + day, verified_on + 2 * every + day
