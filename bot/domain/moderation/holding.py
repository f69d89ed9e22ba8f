"""When a signature is held in a server until it is looked at, and what is kept of why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from typing import Final

UNDECIDED_DAYS: Final = 7
"""Days after which a held signature counts if nobody decided."""
UNDONE_DAYS: Final = 30
"""Days for which a case can be undone; then what was kept for that goes."""

_SNOWFLAKE_EPOCH: Final = 1_420_070_400_000
_SNOWFLAKE_SHIFT: Final = 22


class HoldReason(IntEnum):
    """Why a signature is held; the numbers are stored, and never change."""

    NEW_ACCOUNT = 1
    JUST_JOINED = 2
    MANY_AT_ONCE = 3


class AsideReason(IntEnum):
    """Why moderators set a group aside; the numbers are stored, and never change."""

    RAID = 11
    SEVERAL_ACCOUNTS = 12
    AUTOMATED = 13
    OTHER = 14


class AgeBand(IntEnum):
    """How old an account was when it signed: so coarse that many have the same.

    The numbers are stored, and never change.
    """

    UNDER_A_DAY = 1
    UNDER_A_WEEK = 2
    UNDER_A_MONTH = 3
    OLDER = 4


REASONS: Final = {int(one): one.name.lower() for one in (*HoldReason, *AsideReason)}
AGES: Final = {int(one): one.name.lower() for one in AgeBand}
"""What files for people say for a stored number."""

_BANDS: Final = (
    (timedelta(days=1), AgeBand.UNDER_A_DAY),
    (timedelta(days=7), AgeBand.UNDER_A_WEEK),
    (timedelta(days=30), AgeBand.UNDER_A_MONTH),
)


@dataclass(frozen=True, slots=True)
class HoldRules:
    """What holds in one server; 0 switches a rule off.

    Attributes:
        age_days: accounts younger than so many days are held.
        joined_seconds: who signs within so many seconds of joining is held.
        per_hour: after so many signatures within an hour of the clock, further ones are held.
    """

    age_days: int = 0
    joined_seconds: int = 0
    per_hour: int = 0


@dataclass(frozen=True, slots=True)
class Arrival:
    """What an interaction tells of who signs, as of now; nothing of it is kept."""

    age: timedelta
    joined: timedelta | None

    @classmethod
    def of(cls, user_id: int, joined_at: datetime | None, *, now: datetime) -> Arrival:
        """Return how long ago an account was made, by its id, and when it joined."""
        return cls(now - made_at(user_id), None if joined_at is None else now - joined_at)


@dataclass(frozen=True, slots=True)
class Hold:
    """Why a signature is held, and how old the account was."""

    reason: HoldReason
    age_band: AgeBand


def made_at(user_id: int) -> datetime:
    """Return when an account was made: its id says so (Discord's snowflakes)."""
    milliseconds = (user_id >> _SNOWFLAKE_SHIFT) + _SNOWFLAKE_EPOCH
    return datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=milliseconds)


def band_of(age: timedelta) -> AgeBand:
    """Return the band of an account's age."""
    return next((band for limit, band in _BANDS if age < limit), AgeBand.OLDER)


def hold_of(arrival: Arrival, rules: HoldRules, *, signed_this_hour: int) -> Hold | None:
    """Return why a signature is held, or None where it counts at once.

    `signed_this_hour` is how many signed in this server within the hour before this one.
    """
    reason = _reason(arrival, rules, signed_this_hour)
    return None if reason is None else Hold(reason, band_of(arrival.age))


def _reason(arrival: Arrival, rules: HoldRules, signed_this_hour: int) -> HoldReason | None:
    if arrival.age < timedelta(days=rules.age_days):
        return HoldReason.NEW_ACCOUNT
    if arrival.joined is not None and arrival.joined < timedelta(seconds=rules.joined_seconds):
        return HoldReason.JUST_JOINED
    if rules.per_hour and signed_this_hour >= rules.per_hour:
        return HoldReason.MANY_AT_ONCE
    return None
