"""Reads from a store what tests compare and no use case asks for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from bot.db import Database
from bot.db.maintenance.inspect import inspect_store
from bot.db.schema import CAMPAIGN_WIDE, counter_days
from bot.db.transactions.work import Work
from bot.domain.tallies import DayCounts
from tests.db.people import CAMPAIGN


async def problems_of(url: str) -> list[str]:
    """Return what the doctor finds wrong with a database of this release."""
    found = await inspect_store(url)
    assert found is not None
    assert found.current
    return [*found.damage, *found.wrong_numbers]


@dataclass(frozen=True, slots=True)
class _ReadDay(Work[DayCounts]):
    guild_id: int
    day: date

    def perform(self, connection: Connection) -> DayCounts:
        found = connection.execute(
            select(counter_days.c.signed, counter_days.c.withdrawn, counter_days.c.net).where(
                counter_days.c.campaign_id == CAMPAIGN,
                counter_days.c.guild_id == self.guild_id,
                counter_days.c.day == self.day,
            )
        ).one_or_none()
        return DayCounts(self.day, *found) if found else DayCounts(self.day)


async def day_counts(database: Database, *, guild_id: int | None, day: date) -> DayCounts:
    """Return what happened in a server, or (None) in the campaign, on one UTC day."""
    scope = CAMPAIGN_WIDE if guild_id is None else guild_id
    return await database.writer.submit(_ReadDay(scope, day))
