"""Finds damage in the file, between tables and in the numbers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection, text

from bot.database_url import PostgresServer, SqliteFile
from bot.db.engine.postgres_connections import reader_engine as postgres_engine
from bot.db.engine.problems import as_cannot_start
from bot.db.engine.rights import check_rights
from bot.db.engine.sqlite_engines import reader_engine as sqlite_engine
from bot.db.maintenance.reconcile import differences
from bot.db.repositories.dictionary import campaign_ids
from bot.db.schema import CAMPAIGN_WIDE
from bot.db.sql import run

T = TypeVar("T")

_COUNTED = "SELECT coalesce(sum(counted), 0) FROM numbers WHERE scope = $1"


async def query_database(
    target: PostgresServer | SqliteFile, query: Callable[[Connection], T]
) -> T:
    """Return what a query finds in a database that may be in use; it writes nothing.

    Raises:
        CannotStart: (DATABASE) when it cannot be read.
    """
    with as_cannot_start(target.path if isinstance(target, SqliteFile) else None):
        if isinstance(target, PostgresServer):
            return await _in_postgres(target, query)
        return await asyncio.to_thread(_in_sqlite, target, query)


async def _in_postgres(target: PostgresServer, query: Callable[[Connection], T]) -> T:
    engine = postgres_engine(target)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(check_rights)
            return await connection.run_sync(query)
    finally:
        await engine.dispose()


def _in_sqlite(target: SqliteFile, query: Callable[[Connection], T]) -> T:
    engine = sqlite_engine(target.path)
    try:
        with engine.connect() as connection:
            return query(connection)
    finally:
        engine.dispose()


def damage(connection: Connection) -> list[str]:
    """Return what is broken in the file itself and between its tables."""
    if connection.dialect.name == "postgresql":
        return []
    # At most a few lines: a damaged page is reported once for each cell in it.
    lines = [row[0] for row in connection.execute(text("PRAGMA integrity_check(5)"))]
    found = [f"the file is damaged: {line}" for line in lines if line != "ok"]
    if connection.execute(text("PRAGMA foreign_key_check")).first():
        found.append("an attribution has lost its pledge")
    return found


def wrong_numbers(connection: Connection) -> list[str]:
    """Return where numbers differ from rows, over every campaign that is stored."""
    return [
        sentence
        for campaign_id in campaign_ids(connection)
        for sentence in differences(connection, campaign_id=campaign_id)
    ]


def counted_pledges(connection: Connection) -> int:
    """Return how many pledges count, over all campaigns, as the numbers say."""
    return int(run(connection, _COUNTED, [CAMPAIGN_WIDE])[0][0])
