"""How a published number went from day to day, with nothing told that the numbers would not."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from bot.domain.tallies import SMALLEST_SHOWN, next_milestone, shown_change, told

SHORTEST: Final = 1
LONGEST: Final = 730
"""Days that a chart shows, at least and at most."""

_A_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Day:
    """A UTC day of a published number, as its end found it; today, as it is now.

    Attributes:
        total: the published number, or None where it is not shown: nothing was published yet, it
            is under five, or a server's could be told from the rest of the campaign.
        change: by how much it differs from the day before, or None where that would tell too much.
        milestone: the highest milestone that was reached on this day for the first time, or None.
    """

    day: date
    total: int | None
    change: int | None
    milestone: int | None = None


@dataclass(frozen=True, slots=True)
class History:
    """A published number, day by day without a gap; there is always one day at least.

    Attributes:
        server: whether it is one server's number, not the whole campaign's.
        days: from the first day to today, in UTC.
        as_of: when today's number was published; None where nothing was yet.
        recounting: whether the numbers may be wrong, and are being recounted.
    """

    server: bool
    days: tuple[Day, ...]
    as_of: datetime | None = None
    recounting: bool = False

    @property
    def shown(self) -> tuple[Day, ...]:
        """The days whose number is shown."""
        return tuple(one for one in self.days if one.total is not None)


class Series:
    """A number that was published on some days, and stood on all days after each."""

    def __init__(self, published: Mapping[date, int]) -> None:
        self.days: Final = sorted(published)
        self._published = published

    def on(self, day: date) -> int:
        """Return what stood at the end of a day; before the first publication that is 0."""
        place = bisect_right(self.days, day)
        return self._published[self.days[place - 1]] if place else 0


def of_campaign(
    whole: Series,
    *,
    first: date,
    last: date,
    at_least: int,
    goal: int,
    steps: Sequence[int] | None,
) -> History:
    """Return the campaign's number for some days; milestones are those of its goal."""
    started = whole.days[0] if whole.days else date.max
    reached = reached_by_campaign(whole, goal=goal, steps=steps)

    def shown(day: date) -> Day:
        before, now = day - _A_DAY, told(whole.on(day))
        if now is None:
            return Day(day, None, None, reached.get(day))
        earlier = None if before < started else whole.on(before)
        return Day(day, now, shown_change(earlier, now, at_least=at_least), reached.get(day))

    return History(server=False, days=tuple(map(shown, _days(first, last))))


def reached_by_campaign(
    whole: Series, *, goal: int, steps: Sequence[int] | None
) -> Mapping[date, int]:
    """Return the highest milestone that the campaign reached on each day for the first time."""
    return _milestones(whole.days, whole.on, goal=goal, steps=steps)


def reached_by_server(whole: Series, here: Series) -> Mapping[date, int]:
    """Return the highest milestone that a server reached on each day for the first time.

    Milestones are the automatic ones, of the number where it is shown: a goal is the campaign's.
    """
    published = sorted({*whole.days, *here.days})
    return _milestones(published, lambda day: shown_on(whole, here, day) or 0, goal=0, steps=None)


def shown_on(whole: Series, here: Series, day: date) -> int | None:
    """Return a server's number at the end of a day, or None where it would tell too much."""
    total = here.on(day)
    return total if min(total, whole.on(day) - total) >= SMALLEST_SHOWN else None


def of_server(whole: Series, here: Series, *, first: date, last: date, at_least: int) -> History:
    """Return a server's number for some days.

    It is left out wherever the server or the rest of the campaign was under five people: else one
    could be told from the other.
    """

    def shown(day: date) -> int | None:
        return shown_on(whole, here, day)

    def change(day: date) -> int | None:
        before, now = shown(day - _A_DAY), shown(day)
        if before is None or now is None:
            return None
        return shown_change(before, now, at_least=at_least)

    reached = reached_by_server(whole, here)
    return History(
        server=True,
        days=tuple(
            Day(day, shown(day), change(day), reached.get(day)) for day in _days(first, last)
        ),
    )


def _days(first: date, last: date) -> list[date]:
    return [first + number * _A_DAY for number in range((last - first).days + 1)]


def _milestones(
    days: Sequence[date],
    total: Callable[[date], int],
    *,
    goal: int,
    steps: Sequence[int] | None,
) -> Mapping[date, int]:
    """Return the milestones that were reached, each on the first day that had it."""
    reached: dict[date, int] = {}
    following = next_milestone(0, goal=goal, steps=steps)
    for day in days:
        while total(day) >= following:
            reached[day] = following
            following = next_milestone(following, goal=goal, steps=steps)
    return reached
