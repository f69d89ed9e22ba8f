"""One clock for the whole process, passed through constructors so that a test can move it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Soon:
    """A moment so near that one is told how long it takes, not which time it is."""

    moment: datetime


def system_clock() -> datetime:
    """Return the current instant, aware and in UTC."""
    return datetime.now(UTC)


def day_of(instant: datetime) -> date:
    """Return the UTC day an instant belongs to; tallies are kept by UTC days."""
    return instant.astimezone(UTC).date()
