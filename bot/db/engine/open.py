"""Opens a database for work: makes what is missing and checks what is there."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from bot.database_url import PostgresServer, SqliteFile, Target
from bot.db.engine.lock import hold_lock
from bot.db.engine.postgres import MIGRATING, PostgresEngine
from bot.db.engine.postgres_connections import behind_pooler, migration_engine
from bot.db.engine.problems import (
    Problem,
    StoreFailure,
    as_cannot_start,
    as_store_failure,
    cannot_start,
    problem_of,
    problem_of_files,
)
from bot.db.engine.protocol import StoreEngine, transact
from bot.db.engine.rights import check_rights, is_read_only
from bot.db.engine.sqlite import SqliteEngine
from bot.db.engine.sqlite_connection import SqliteConnection
from bot.db.engine.sqlite_migration import migrate_file, remove_unfinished
from bot.db.migrate import (
    HEAD,
    check_ours,
    check_revision,
    check_schema,
    check_secret,
    remembered,
    revision_of,
    upgrade,
)
from bot.exits import CannotStart, Exit

_log = logging.getLogger(__name__)

MIGRATING_ELSEWHERE = 60
"""Seconds that a start waits for another process that migrates the same database."""
SECOND_CONNECTION = 15.0
"""Seconds that a pooler may take to find one; its own patience is two minutes."""


@asynccontextmanager
async def open_engine(
    target: Target, *, migrate: bool, secret: bytes | None = None
) -> AsyncGenerator[StoreEngine]:
    """Open a database for work and close it afterwards.

    Raises:
        CannotStart: DATABASE, SCHEMA, SECRET or SECOND_COPY, as `open_database` says.
    """
    if isinstance(target, PostgresServer):
        for word in target.left_out:
            _log.warning(
                "DATABASE_URL has a word that is not known here and is left out",
                extra={"word": word},
            )
        with as_cannot_start():
            pooled = await _prepare_postgres(target, migrate=migrate, secret=secret)
        engine: StoreEngine = PostgresEngine(target, pooled=pooled)
        async with _closing(engine):
            await _try_a_second_connection(engine)
            yield engine
        return
    make_folder(target)
    with hold_lock(target):
        _make_file(target)
        with as_cannot_start(target.path):
            await _prepare_sqlite(target, migrate=migrate, secret=secret)
        engine = SqliteEngine(target)
        async with _closing(engine, target.path):
            yield engine


@asynccontextmanager
async def _closing(engine: StoreEngine, file: Path | None = None) -> AsyncGenerator[None]:
    try:
        with as_cannot_start(file):
            # Opens the writing connection now, so that problem is met before Discord is.
            await engine.write(lambda connection: connection.execute(text("SELECT 1")).scalar())
        yield
    finally:
        await engine.close()


async def _try_a_second_connection(engine: StoreEngine) -> None:
    """Read once, so that a server with too few connections is met before Discord is.

    Raises:
        CannotStart: (DATABASE) the first connection works, and there is no other to be had.
    """
    question = text("SELECT 1")
    try:
        async with asyncio.timeout(SECOND_CONNECTION):
            await engine.read(lambda connection: connection.execute(question).scalar())
    except (StoreFailure, TimeoutError) as failure:
        raise cannot_start(Problem.CROWDED) from failure


def make_folder(target: SqliteFile) -> None:
    """Make the folder of a file, for this user alone, if there is none.

    Raises:
        CannotStart: (DATABASE) if that cannot be.
    """
    try:
        target.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise cannot_start(problem_of_files(error)) from error


def _make_file(target: SqliteFile) -> None:
    """Make an empty file that only this user can read, if there is none."""
    try:
        os.close(os.open(target.path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise cannot_start(problem_of_files(error)) from error


async def _prepare_sqlite(target: SqliteFile, *, migrate: bool, secret: bytes | None) -> None:
    with as_store_failure():
        remove_unfinished(target.path)
        async with SqliteConnection.reading(target.path) as connection:
            revision = await connection.run(partial(_checked, migrate=migrate, secret=secret))
        if revision != HEAD:
            await migrate_file(target.path, partial(_upgrade, secret=secret))


def _checked(connection: Connection, *, migrate: bool, secret: bytes | None) -> str | None:
    """Return the revision of a database that may be worked with, before anything is changed."""
    revision = revision_of(connection)
    check_revision(revision, migrate=migrate)
    if revision is None:
        check_ours(connection)
        return None
    check_schema(connection, revision)
    if revision != HEAD:
        check_secret(remembered(connection), secret)
    return revision


def _upgrade(connection: Connection, *, secret: bytes | None) -> None:
    upgrade(connection, secret=secret)
    check_schema(connection, HEAD)


async def _prepare_postgres(target: PostgresServer, *, migrate: bool, secret: bytes | None) -> bool:
    """Bring a server's database to the schema, and return whether it is met through a pooler."""

    def prepare(connection: Connection) -> bool:
        if is_read_only(connection):
            raise StoreFailure(Problem.READ_ONLY)
        _lock_migration(connection)
        check_rights(connection)
        revision = _checked(connection, migrate=migrate, secret=secret)
        if revision != HEAD:
            _upgrade(connection, secret=secret)
        return behind_pooler(connection)

    engine = migration_engine(target)
    try:
        with as_store_failure():
            async with engine.connect() as connection:
                return await connection.run_sync(transact, prepare)
    finally:
        await engine.dispose()


def _lock_migration(connection: Connection) -> None:
    """Wait for other processes that migrate, but not for ever.

    Raises:
        CannotStart: (DATABASE) if one goes on for too long.
    """
    limit = {"limit": f"{MIGRATING_ELSEWHERE}s"}
    connection.execute(text("SELECT set_config('lock_timeout', :limit, true)"), limit)
    try:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATING})
        connection.execute(text("SELECT set_config('lock_timeout', '0', true)"))
    except DBAPIError as error:
        if problem_of(error) is not Problem.BUSY:
            raise
        raise CannotStart(
            "Another process has been bringing this database to its schema for "
            f"{MIGRATING_ELSEWHERE} seconds: wait until it is done, or end it, and start again.",
            Exit.DATABASE,
        ) from None
