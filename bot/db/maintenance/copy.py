"""Copies all rows between databases, also from one engine to the other."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, Table, insert, select, text

from bot.db.engine.protocol import transact
from bot.db.migrate import upgrade
from bot.db.schema import metadata

_CHUNK = 2_000
"""Rows that are in memory at once."""


def make_schema(engine: Engine) -> None:
    """Make the tables of this release in an empty SQLite file."""
    with engine.connect() as connection:
        transact(connection, upgrade)


def copy_rows(source: Connection, target: Connection) -> None:
    """Copy every row of every table into empty tables of the same schema.

    Numbers keep their values. The caller's transactions make the copy one moment, whole or not.
    """
    for table in metadata.sorted_tables:
        _copy(table, source, target)


def empty(connection: Connection) -> None:
    """Remove the whole schema from a PostgreSQL database, inside the caller's transaction."""
    metadata.drop_all(connection)
    connection.execute(text("DROP TABLE IF EXISTS alembic_version"))
    connection.execute(text("DROP FUNCTION IF EXISTS ledger_is_append_only()"))


def count_on(connection: Connection) -> None:
    """Let PostgreSQL's sequences go on after the numbers that were copied."""
    for table in metadata.sorted_tables:
        if "id" in table.c:
            connection.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), "  # noqa: S608
                    f"(SELECT coalesce(max(id), 0) + 1 FROM {table.name}), false)"
                )
            )


def _copy(table: Table, source: Connection, target: Connection) -> None:
    rows = source.execution_options(stream_results=True, yield_per=_CHUNK).execute(
        select(table).order_by(*table.primary_key.columns)
    )
    for part in rows.mappings().partitions():
        chunk: list[dict[str, Any]] = [dict(row) for row in part]
        target.execute(insert(table), chunk)
