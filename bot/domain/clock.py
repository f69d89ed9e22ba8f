"""One clock for the whole process, passed through constructors so that a test can move it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

Clock = Callable[[], datetime]

HOURS_A_DAY: Final = 24

_LONGEST_PAUSE: Final = 24 * 3_600.0


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


def hour_of(instant: datetime) -> int:
    """Return the hour an instant belongs to, counted from 1970 (UTC): no finer time is stored."""
    return int(instant.timestamp()) // 3600


def start_of(hour: int) -> datetime:
    """Return the instant at which a stored hour begins."""
    return datetime.fromtimestamp(hour * 3600, UTC)


_FIRST_DAY = date(1970, 1, 1)


def day_number(day: date) -> int:
    """Return a day as it is stored: counted from 1970."""
    return (day - _FIRST_DAY).days


def day_numbered(number: int) -> date:
    """Return the day of a stored number."""
    return _FIRST_DAY + timedelta(days=number)


def pause_in(header: str) -> float:
    """Read a `Retry-After` header, which holds seconds or a date (RFC 9110, 10.2.3).

    No header holds anybody for longer than a day; one that says nothing is 0.
    """
    try:
        seconds = float(int(header))
    except ValueError:
        try:
            seconds = (parsedate_to_datetime(header) - system_clock()).total_seconds()
        except (ValueError, TypeError):
            return 0.0
    return min(max(seconds, 0.0), _LONGEST_PAUSE)
