"""Looks at a store that may be in use, or broken, and changes nothing about it."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, Engine, select

from bot.db.migrate import HEAD, revision_of
from bot.db.opening import worded
from bot.db.postgres import reader_engine as postgres_engine
from bot.db.reckoning import differences
from bot.db.schema import meta
from bot.db.sqlite_engines import reader_engine as sqlite_engine
from bot.db.target import PostgresServer, SqliteFile, target_of

SAFE_FOR_TWO_WRITERS = (3, 51, 3)
"""Before this release SQLite could, rarely, damage a log that two connections write to."""


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a store says of itself.

    Attributes:
        engine: the database and its release, for example "SQLite 3.53.1".
        revision: the schema it has, or None for an empty database.
        needed: the schema that this release works with.
        facts: what the bot remembers about itself, by key; empty on another schema.
        differences: where counters and rows differ, in words; empty when every number is right.
    """

    engine: str
    revision: str | None = None
    needed: str = HEAD
    facts: Mapping[str, str] = field(default_factory=dict[str, str])
    differences: tuple[str, ...] = ()

    @property
    def current(self) -> bool:
        """Whether this release can work with it as it is."""
        return self.revision == self.needed


def sqlite_is_old() -> bool:
    """Whether this SQLite has the fault that two writing programs can meet."""
    return sqlite3.sqlite_version_info < SAFE_FOR_TWO_WRITERS


async def inspect_store(url: str, *, campaign_id: str | None) -> Inspection | None:
    """Return what a store says, without its lock, or None if there is no such file yet.

    `campaign_id` is the campaign whose numbers are counted anew; None leaves that out.

    Raises:
        CannotStart: (DATABASE) when the store cannot be read.
    """
    target = target_of(url)
    with worded():
        if isinstance(target, PostgresServer):
            return await _inspect_postgres(target, campaign_id)
        if not target.path.exists():
            return None
        return await asyncio.to_thread(_inspect_sqlite, target, campaign_id)


async def _inspect_postgres(target: PostgresServer, campaign_id: str | None) -> Inspection:
    engine = postgres_engine(target)
    try:
        async with engine.connect() as plain:
            connection = await plain.execution_options(isolation_level="REPEATABLE READ")
            return await connection.run_sync(_look, campaign_id)
    finally:
        await engine.dispose()


def _inspect_sqlite(target: SqliteFile, campaign_id: str | None) -> Inspection:
    engine: Engine = sqlite_engine(target.path)
    try:
        with engine.connect() as connection:
            # one moment for every number, while the bot goes on writing
            connection.exec_driver_sql("BEGIN")
            try:
                return _look(connection, campaign_id)
            finally:
                connection.exec_driver_sql("ROLLBACK")
    finally:
        engine.dispose()


def _look(connection: Connection, campaign_id: str | None) -> Inspection:
    found = Inspection(engine=_engine_of(connection), revision=revision_of(connection))
    if not found.current:
        return found
    rows = connection.execute(select(meta.c.key, meta.c.value)).all()
    counted = differences(connection, campaign_id=campaign_id) if campaign_id else []
    return Inspection(
        engine=found.engine,
        revision=found.revision,
        facts={row.key: row.value for row in rows},
        differences=tuple(counted),
    )


def _engine_of(connection: Connection) -> str:
    name = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[connection.dialect.name]
    release = connection.dialect.server_version_info or ()
    return f"{name} {'.'.join(str(part) for part in release)}"
