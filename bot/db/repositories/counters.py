"""Changes of numbers: counter, day and ledger change in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Insert, bindparam, update

from bot.db.repositories.prepared import PreparedInsert
from bot.db.repositories.statements import insert_into
from bot.db.schema import CAMPAIGN_WIDE, counter_days, counters, ledger
from bot.domain.clock import day_of
from bot.domain.pledges import Status
from bot.domain.tallies import ChangeKind

# A server's own scope knows only "attributed" and "detached": nothing in it tells whether the
# person signed, or withdrew, elsewhere too.
_JOINED = {ChangeKind.SIGNED, ChangeKind.ATTRIBUTED}
_LEFT = {ChangeKind.WITHDRAWN, ChangeKind.DETACHED, ChangeKind.ERASED}


@dataclass(frozen=True, slots=True)
class Delta:
    """By how much a scope's totals change."""

    counted: int = 0
    held: int = 0

    def __neg__(self) -> Delta:
        return Delta(-self.counted, -self.held)


NOTHING = Delta()


def weight_of(status: Status | None) -> Delta:
    """Return what one pledge of a status adds to the totals."""
    return Delta(int(status is Status.COUNTED), int(status is Status.HELD))


class CounterChanges:
    """Gathers the changes of a batch and writes them in four statements, however many."""

    def __init__(self) -> None:
        self._ledger: list[dict[str, Any]] = []
        self._totals: dict[tuple[str, int], dict[str, Any]] = {}
        self._days: dict[tuple[str, int, Any], dict[str, Any]] = {}

    def add(
        self, kind: ChangeKind, delta: Delta, *, campaign_id: str, guild_id: int, at: datetime
    ) -> None:
        """Note one change in one scope (`CAMPAIGN_WIDE`, or one server)."""
        day = day_of(at)
        scope: dict[str, Any] = {"campaign_id": campaign_id, "guild_id": guild_id}
        self._ledger.append(
            scope
            | {
                "day": day,
                "kind": kind.value,
                "counted_delta": delta.counted,
                "held_delta": delta.held,
            }
        )
        if delta == NOTHING:
            return
        total = self._totals.setdefault((campaign_id, guild_id), scope | {"counted": 0, "held": 0})
        total["counted"] += delta.counted
        total["held"] += delta.held
        of_day = self._days.setdefault(
            (campaign_id, guild_id, day),
            scope | {"day": day, "signed": 0, "withdrawn": 0, "net": 0, "held": 0},
        )
        of_day["signed"] += delta.counted if kind in _JOINED else 0
        of_day["withdrawn"] -= delta.counted if kind in _LEFT else 0
        of_day["net"] += delta.counted
        of_day["held"] += delta.held

    def add_everywhere(
        self,
        kind: ChangeKind,
        delta: Delta,
        *,
        campaign_id: str,
        guild_ids: list[int],
        at: datetime,
    ) -> None:
        """Note a pledge that leaves the campaign's total, and each server's with it."""
        self.add(kind, delta, campaign_id=campaign_id, guild_id=CAMPAIGN_WIDE, at=at)
        for guild_id in guild_ids:
            self.add(ChangeKind.DETACHED, delta, campaign_id=campaign_id, guild_id=guild_id, at=at)

    def write(self, connection: Connection) -> None:
        """Write all changes; rows are touched in one order, whoever writes."""
        if not self._ledger:
            return
        totals = [self._totals[key] for key in sorted(self._totals)]
        growing = [row for row in totals if row["counted"] >= 0 and row["held"] >= 0]
        falling = [row for row in totals if row["counted"] < 0 or row["held"] < 0]
        if growing:
            _GROW.run(connection, growing)
        if falling:
            _fall(connection, falling)
        if self._days:
            _ADD_TO_DAYS.run(connection, [self._days[key] for key in sorted(self._days)])
        _ENTER.run(connection, self._ledger)


def _grow(connection: Connection) -> Insert:
    new = insert_into(connection, counters)
    return new.on_conflict_do_update(
        index_elements=[counters.c.campaign_id, counters.c.guild_id],
        set_={
            "counted": counters.c.counted + new.excluded.counted,
            "held": counters.c.held + new.excluded.held,
        },
    )


_GROW = PreparedInsert(_grow, "campaign_id", "guild_id", "counted", "held")
_FALL = (
    update(counters)
    .where(
        counters.c.campaign_id == bindparam("of_campaign"),
        counters.c.guild_id == bindparam("of_guild"),
    )
    .values(
        counted=counters.c.counted + bindparam("by_counted"),
        held=counters.c.held + bindparam("by_held"),
    )
)


def _fall(connection: Connection, rows: list[dict[str, Any]]) -> None:
    # An upsert would offer the negative number as a new row first, which the CHECK refuses.
    for row in rows:
        changed = connection.execute(
            _FALL,
            {
                "of_campaign": row["campaign_id"],
                "of_guild": row["guild_id"],
                "by_counted": row["counted"],
                "by_held": row["held"],
            },
        )
        if changed.rowcount != 1:
            raise LookupError("a pledge was counted in a scope that has no counter")


def _add_to_days(connection: Connection) -> Insert:
    new = insert_into(connection, counter_days)
    day = counter_days.c
    return new.on_conflict_do_update(
        index_elements=[day.campaign_id, day.guild_id, day.day],
        set_={
            name: day[name] + new.excluded[name] for name in ("signed", "withdrawn", "net", "held")
        },
    )


_ADD_TO_DAYS = PreparedInsert(
    _add_to_days, "campaign_id", "guild_id", "day", "signed", "withdrawn", "net", "held"
)
_ENTER = PreparedInsert(
    lambda connection: insert_into(connection, ledger),
    "day",
    "campaign_id",
    "guild_id",
    "kind",
    "counted_delta",
    "held_delta",
)
