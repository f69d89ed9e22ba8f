"""One clock for the whole process, passed through constructors so that a test can move it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Return the current instant, aware and in UTC."""
    return datetime.now(UTC)


def day_of(instant: datetime) -> date:
    """Return the UTC day an instant belongs to; tallies are kept by UTC days."""
    return instant.astimezone(UTC).date()
