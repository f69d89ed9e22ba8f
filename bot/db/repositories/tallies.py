"""Reads numbers from counters, at the same cost however many pledges there are."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Connection, Executable, String, and_, bindparam, func, literal, select

from bot.db.repositories.statements import AnyRow
from bot.db.schema import CAMPAIGN_WIDE, counter_days, counters
from bot.db.transactions.reader import Reader
from bot.domain.tallies import Counts, DayCounts

_COUNTS = select(counters.c.counted, counters.c.held).where(
    counters.c.campaign_id == bindparam("campaign_id"),
    counters.c.guild_id == bindparam("guild_id"),
)


def _snapshot() -> Executable:
    one = select(literal(1).label("one")).subquery("one")
    total, here, day = counters.alias("total"), counters.alias("here"), counter_days.alias("day")
    campaign_id = bindparam("campaign_id", type_=String())
    return select(
        func.coalesce(total.c.counted, 0).label("counted"),
        func.coalesce(total.c.held, 0).label("held"),
        func.coalesce(here.c.counted, 0).label("here_counted"),
        func.coalesce(here.c.held, 0).label("here_held"),
        func.coalesce(day.c.signed, 0).label("signed"),
        func.coalesce(day.c.withdrawn, 0).label("withdrawn"),
        func.coalesce(day.c.net, 0).label("net"),
    ).select_from(
        one.outerjoin(
            total, and_(total.c.campaign_id == campaign_id, total.c.guild_id == CAMPAIGN_WIDE)
        )
        .outerjoin(
            here,
            and_(here.c.campaign_id == campaign_id, here.c.guild_id == bindparam("guild_id")),
        )
        .outerjoin(
            day,
            and_(
                day.c.campaign_id == campaign_id,
                day.c.guild_id == CAMPAIGN_WIDE,
                day.c.day == bindparam("day"),
            ),
        )
    )


_SNAPSHOT = _snapshot()


class TallyRepository:
    """Totals and days, of the campaign (`guild_id=None`) or of one server.

    Every call may raise `StoreUnreadable`.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    async def counts(self, *, campaign_id: str, guild_id: int | None) -> Counts:
        """Return the totals of a scope; a scope nobody signed in has zeros."""
        row = await self._first(_COUNTS, _scope(campaign_id, guild_id))
        return Counts(row.counted, row.held) if row else Counts()

    async def snapshot(
        self, *, campaign_id: str, guild_id: int | None, day: date
    ) -> tuple[Counts, Counts | None, DayCounts]:
        """Return the campaign's totals, the server's, and the campaign's day, as of one instant."""
        row = await self._first(_SNAPSHOT, _scope(campaign_id, guild_id) | {"day": day})
        if row is None:
            return Counts(), None, DayCounts(day)
        return (
            Counts(row.counted, row.held),
            None if guild_id is None else Counts(row.here_counted, row.here_held),
            DayCounts(day, row.signed, row.withdrawn, row.net),
        )

    async def _first(self, statement: Executable, values: dict[str, Any]) -> AnyRow | None:
        def query(connection: Connection) -> AnyRow | None:
            return connection.execute(statement, values).first()

        return await self._reader.read(query)


def _scope(campaign_id: str, guild_id: int | None) -> dict[str, Any]:
    scope = CAMPAIGN_WIDE if guild_id is None else guild_id
    return {"campaign_id": campaign_id, "guild_id": scope}
