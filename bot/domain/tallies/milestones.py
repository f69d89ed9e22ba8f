"""When a milestone is announced: once in a server, ever, and never late."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

_A_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Milestone:
    """A milestone that a server is to be told of.

    Attributes:
        server: whether it is this server's own, not the campaign's.
        number: the number that was reached.
        before: up to which one the server was told before.
        counted: the published number now.
        as_of: when that was published.
        goal: whether it is the campaign's goal.
    """

    guild_id: int
    channel_id: int
    server: bool
    number: int
    before: int
    counted: int
    as_of: datetime
    goal: bool = False


def told(
    reached: Mapping[date, int], known: int | None, *, today: date, wanted: bool
) -> tuple[int, bool]:
    """Return up to which milestone a server counts as told now, and whether it is told of that one.

    Who wants to be told for the first time (`known` is None), or does not, is told of none: what
    was reached until then is behind them. So is what was reached before yesterday, while the bot
    was away. Of several that were passed at once, the highest is told.
    """
    highest = max(reached.values(), default=0)
    if known is None or highest <= known:
        return max(highest, known or 0), False
    day = min(day for day, number in reached.items() if number == highest)
    return highest, wanted and day >= today - _A_DAY
