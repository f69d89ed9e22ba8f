"""The database that a restore replaces; nobody may work with it meanwhile."""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
from collections.abc import AsyncGenerator
from contextlib import aclosing, asynccontextmanager, closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import Event
from typing import Protocol, TypeVar

from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.database_url import PostgresServer, SqliteFile, Target
from bot.db.engine.lock import hold_lock
from bot.db.engine.open import make_folder
from bot.db.engine.postgres import RUNNING, WRITING
from bot.db.engine.postgres_connections import migration_engine
from bot.db.engine.problems import (
    DRIVER_ERRORS,
    Problem,
    StoreFailure,
    as_cannot_start,
    as_store_failure,
)
from bot.db.engine.protocol import Act, complete
from bot.db.engine.sqlite_engines import connect, reader_engine
from bot.db.engine.sqlite_migration import remove_unfinished
from bot.db.engine.threads import run_in_thread
from bot.db.maintenance.copies.building import build
from bot.db.maintenance.copies.files import remove_leftovers, replace, unfinished_beside
from bot.db.migrate import upgrade
from bot.db.schema import metadata
from bot.exits import CannotStart, Exit

T = TypeVar("T")

_ALONE = text("SELECT pg_try_advisory_xact_lock(:key)")
_NO_WRITING = text("SELECT pg_advisory_xact_lock(:key)")

_EARLIER_TABLES = ("ledger", "counters", "counter_days", "alembic_version")
"""Tables that are not, or no longer, of this release's metadata."""


class Destination(Protocol):
    """Where a database is, or could be."""

    @property
    def build_path(self) -> Path:
        """A path beside which a copy may be built."""
        ...

    async def read(self, query: Act[T]) -> T | None:
        """Run a query on the database that is there; None if there is none that can be read."""
        ...

    async def replace(self, act: Act[T], *, at: datetime, stop: Event) -> tuple[T, Path | None]:
        """Put new tables, which an act fills, in the place of what is there, whole or not at all.

        Returns what the act returned, and where what was there is kept. Who is cancelled before
        sets `stop`, and nothing is replaced.
        """
        ...


@asynccontextmanager
async def open_destination(target: Target) -> AsyncGenerator[Destination]:
    """Open the database that will be replaced, and keep every bot from it.

    Raises:
        CannotStart: SECOND_COPY while a bot works with it; DATABASE if it cannot be reached.
    """
    if isinstance(target, PostgresServer):
        async with _open_postgres(target) as destination:
            yield destination
        return
    make_folder(target)
    with hold_lock(target):
        remove_leftovers(target.path.parent)
        remove_unfinished(target.path)
        yield _SqliteDestination(target)


class _SqliteDestination:
    """A SQLite file, or the place where one will be."""

    def __init__(self, target: SqliteFile) -> None:
        self._path = target.path
        self._companions = target.companions

    @property
    def build_path(self) -> Path:
        return self._path

    async def read(self, query: Act[T]) -> T | None:
        return await asyncio.to_thread(self._read, query)

    async def replace(self, act: Act[T], *, at: datetime, stop: Event) -> tuple[T, Path | None]:
        return await run_in_thread(partial(self._replace, act, at, stop), stop)

    def _read(self, query: Act[T]) -> T | None:
        if not self._path.exists():
            return None
        engine = reader_engine(self._path)
        try:
            with engine.connect() as connection:
                return query(connection)
        except DRIVER_ERRORS:
            return None
        finally:
            engine.dispose()

    def _replace(self, act: Act[T], at: datetime, stop: Event) -> tuple[T, Path | None]:
        with unfinished_beside(self._path) as unfinished:
            result = build(unfinished, act, stop=stop)
            if stop.is_set():
                raise StoreFailure(Problem.CLOSING)
            return result, self._swap(unfinished, at)

    def _swap(self, finished: Path, at: datetime) -> Path | None:
        there = self._path.exists()
        keep = self._path.with_name(
            f"{self._path.name}.before-restore-{at.astimezone(UTC):%Y%m%dT%H%M%S.%fZ}"
        )
        if there:
            self._fold_log()
        # Were they left, SQLite would play the old file's log into the new one.
        for companion in self._companions:
            if companion.exists():
                companion.rename(keep.with_name(companion.name.replace(self._path.name, keep.name)))
        replace(finished, self._path, keep=keep)
        return keep if there else None

    def _fold_log(self) -> None:
        """Fold the log into the file that goes, so that what is kept of it is whole."""
        try:
            with closing(connect(self._path)) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        except sqlite3.Error:
            # Too damaged to fold: file and log are kept side by side.
            return


@asynccontextmanager
async def _open_postgres(target: PostgresServer) -> AsyncGenerator[Destination]:
    engine = migration_engine(target)
    try:
        with as_cannot_start(), as_store_failure():
            connection = await engine.connect()
        async with aclosing(connection):
            with as_cannot_start(), as_store_failure():
                free = await connection.scalar(_ALONE, {"key": RUNNING})
                if free:
                    await connection.execute(_NO_WRITING, {"key": WRITING})
            if not free:
                raise CannotStart(
                    "A bot works with this database: stop every copy of it first.",
                    Exit.SECOND_COPY,
                )
            remove_leftovers(Path(tempfile.gettempdir()))
            yield _PostgresDestination(connection)
    finally:
        await engine.dispose()


class _PostgresDestination:
    """A PostgreSQL database; what is put there replaces everything in one transaction.

    It is the transaction that keeps others away, from before the first look: nothing is written
    meanwhile, and nobody is erased between what is read of erasures and what is put there.
    """

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    @property
    def build_path(self) -> Path:
        return Path(tempfile.gettempdir()) / "campaign-bot"

    async def read(self, query: Act[T]) -> T | None:
        try:
            async with self._connection.begin_nested():
                return await self._connection.run_sync(query)
        except DRIVER_ERRORS:
            return None

    async def replace(self, act: Act[T], *, at: datetime, stop: Event) -> tuple[T, Path | None]:
        del at, stop  # nothing is kept that would need a name, and no thread is at work

        def replaced(connection: Connection) -> T:
            _empty(connection)
            upgrade(connection)
            return act(connection)

        with as_cannot_start():
            return await self._connection.run_sync(complete, replaced), None


def _empty(connection: Connection) -> None:
    """Remove the whole schema, of whichever revision, inside the caller's transaction."""
    metadata.drop_all(connection)
    for table in _EARLIER_TABLES:
        connection.execute(text(f"DROP TABLE IF EXISTS {table}"))
    connection.execute(text("DROP FUNCTION IF EXISTS ledger_is_append_only()"))
