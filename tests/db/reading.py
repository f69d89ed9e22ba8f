"""Reads from a store what tests compare and no use case asks for."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from bot.db import Database
from bot.db.maintenance.inspect import inspect_store
from bot.db.repositories.dictionary import campaign_number
from bot.db.schema import CAMPAIGN_WIDE, metadata
from bot.db.sql import run
from bot.domain.tallies import Counts


async def problems_of(url: str) -> list[str]:
    """Return what the doctor finds wrong with a database of this release."""
    found = await inspect_store(url)
    assert found is not None
    assert found.current
    return [*found.damage, *found.wrong_numbers, *found.schema_differences]


_LIVE = "SELECT counted, held FROM numbers WHERE campaign = $1 AND scope = $2"


def live_counts_of(connection: Connection, campaign_id: str, server: bytes | None) -> Counts:
    """Return the numbers of a scope as they are now, which no use case reads."""
    campaign = campaign_number(connection, campaign_id)
    rows = run(connection, _LIVE, [campaign or 0, CAMPAIGN_WIDE if server is None else server])
    return Counts(*rows[0]) if rows else Counts()


async def live_counts(database: Database, *, campaign_id: str, server: bytes | None) -> Counts:
    """Return the numbers of a scope as they are now."""
    return await database.reader.read(
        lambda connection: live_counts_of(connection, campaign_id, server)
    )


def everything(connection: Connection) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table."""
    return {
        name: [tuple(row) for row in connection.execute(select(table))]
        for name, table in metadata.tables.items()
    }
