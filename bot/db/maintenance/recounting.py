"""Counts every number anew when the operator asks for it, and says what was wrong."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.database_url import target_of
from bot.db.engine.open import as_cannot_start, open_engine
from bot.db.maintenance.integrity import wrong_numbers
from bot.db.maintenance.mending import mend_numbers
from bot.domain.clock import Clock, day_number, day_of


async def recount(url: str, *, clock: Clock) -> list[str]:
    """Set every number to what its rows come to; return in words where they differed before.

    What somebody signs on PostgreSQL meanwhile waits, and counts on top.

    Raises:
        CannotStart: DATABASE, SCHEMA or SECOND_COPY, as `open_database` says.
    """
    day = day_number(day_of(clock()))

    def act(connection: Connection) -> list[str]:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
            connection.exec_driver_sql("LOCK TABLE numbers IN EXCLUSIVE MODE")
        found = wrong_numbers(connection)
        mend_numbers(connection, day=day)
        return found

    with as_cannot_start():
        async with open_engine(target_of(url), migrate=False) as engine:
            return await engine.write(act)
