"""Writes the numbers that the rows make, and the sums of days that agree with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa

from bot.db.migrations.from_0002 import new_tables as new
from bot.db.migrations.from_0002 import old_tables as old
from bot.db.migrations.from_0002.people import COUNTED, HELD, Numbers

_KINDS: Mapping[str, int] = {
    "signed": 1,
    "renewed": 2,
    "attributed": 3,
    "detached": 4,
    "withdrawn": 5,
    "erased": 6,
    "held": 7,
    "released": 8,
    "invalidated": 9,
    "reinstated": 10,
    "reconciled": 11,
}
_RECONCILED = 11
_CAMPAIGN_WIDE = 0
"""The guild id under which the old ledger had the campaign as a whole."""


def today() -> int:
    """Return the day (UTC) of the migration, counted from 1970."""
    return _day(datetime.now(UTC).date())


def write(connection: sa.Connection, *, campaign: int, campaign_id: str, numbers: Numbers) -> None:
    """Write one campaign's numbers, and its days; where the old ones disagree a day says so.

    The old release showed every number at once: all of them are published already, since yesterday.
    """
    minute = int(datetime.now(UTC).timestamp()) // 60
    published: list[dict[str, Any]] = []
    ends: list[dict[str, Any]] = []
    for scope in sorted({scope for scope, _ in numbers}):
        key = {"campaign": campaign, "scope": scope}
        counts = {"counted": numbers[scope, COUNTED], "held": numbers[scope, HELD]}
        shown = {f"published_{name}": count for name, count in counts.items()}
        published.append({**key, **counts, **shown, "published_minute": minute})
        ends.append({**key, **counts, "day": today() - 1})
    if published:
        connection.execute(sa.insert(new.numbers), published)
        connection.execute(sa.insert(new.published_days), ends)
    days = _days(connection, campaign_id)
    counted = numbers[b"", COUNTED] - sum(one["counted"] for one in days.values())
    held = numbers[b"", HELD] - sum(one["held"] for one in days.values())
    if counted or held:
        day = days.setdefault((today(), _RECONCILED), Counter())
        day.update({"acts": 1, "counted": counted, "held": held})
    if days:
        connection.execute(sa.insert(new.days), list(_rows(campaign, days)))


def _days(connection: sa.Connection, campaign_id: str) -> dict[tuple[int, int], Counter[str]]:
    """Return the ledger of a campaign as a whole, as sums of each day and kind."""
    ledger = old.ledger.c
    found = connection.execute(
        sa.select(
            ledger.day,
            ledger.kind,
            sa.func.count().label("acts"),
            sa.func.sum(ledger.counted_delta).label("counted"),
            sa.func.sum(ledger.held_delta).label("held"),
        )
        .where(ledger.campaign_id == campaign_id, ledger.guild_id == _CAMPAIGN_WIDE)
        .group_by(ledger.day, ledger.kind)
    )
    days: dict[tuple[int, int], Counter[str]] = {}
    for row in found:
        day = days.setdefault((_day(row.day), _KINDS.get(row.kind, _RECONCILED)), Counter())
        day.update({"acts": int(row.acts), "counted": int(row.counted), "held": int(row.held)})
    return days


def _rows(
    campaign: int, days: Mapping[tuple[int, int], Mapping[str, int]]
) -> Iterable[dict[str, Any]]:
    for day, kind in sorted(days):
        sums = days[day, kind]
        yield {
            "campaign": campaign,
            "day": day,
            "kind": kind,
            "reason": 0,
            "acts": sums["acts"],
            "counted": sums["counted"],
            "held": sums["held"],
        }


def _day(day: date) -> int:
    return (day - date(1970, 1, 1)).days
