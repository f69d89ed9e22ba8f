"""Opens a door: makes what is missing, checks what is there, says in a sentence what is wrong."""

from __future__ import annotations

import os
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from functools import partial

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from bot.database_url import PostgresServer, SqliteFile, Target
from bot.db.engine.connection import Lane
from bot.db.engine.lock import alone
from bot.db.engine.postgres import MIGRATING, PostgresDoor, migration_engine
from bot.db.engine.problems import DRIVER_ERRORS, StoreFailure, Trouble, told_apart, trouble_of
from bot.db.engine.protocol import Door, transact
from bot.db.engine.sqlite import SqliteDoor
from bot.db.migrate import HEAD, check_ours, check_revision, revision_of, upgrade
from bot.exits import CannotStart, Exit

_ADVICE = {
    Trouble.BUSY: "Another program holds the database: close it and start again.",
    Trouble.FULL: "The disk or the database is full: make room and start again.",
    Trouble.READ_ONLY: "The database takes no changes: check the owner and the mode of the file "
    "and of its folder, or the rights of the database's user.",
    Trouble.BROKEN: "The database is damaged, or DATABASE_URL names a file that is no database: "
    "look at it with python -m bot doctor, or restore a backup.",
    Trouble.UNREACHABLE: "The database cannot be opened: check DATABASE_URL, the owner and the "
    "mode of the file and of its folder, or the server's user and password.",
    Trouble.LOST: "The database server does not answer: check DATABASE_URL and that it runs.",
    Trouble.SLOW: "The database server does not answer in time: check that it runs.",
}


MIGRATING_ELSEWHERE = 60
"""Seconds that a start waits for another process that migrates the same database."""


@asynccontextmanager
async def open_door(target: Target, *, migrate: bool) -> AsyncGenerator[Door]:
    """Open a database for work and close it afterwards.

    Raises:
        CannotStart: DATABASE, SCHEMA or SECOND_COPY, as `open_database` says.
    """
    if isinstance(target, PostgresServer):
        with worded():
            await _prepare_postgres(target, migrate=migrate)
        door: Door = PostgresDoor(target)
        async with _closing(door):
            yield door
        return
    make_folder(target)
    with alone(target):
        _make_file(target)
        with worded():
            await _prepare_sqlite(target, migrate=migrate)
        door = SqliteDoor(target)
        async with _closing(door):
            yield door


@asynccontextmanager
async def _closing(door: Door) -> AsyncGenerator[None]:
    try:
        with worded():
            # Opens the writing connection now, so that trouble is met before Discord is.
            await door.write(lambda connection: connection.execute(text("SELECT 1")).scalar())
        yield
    finally:
        await door.close()


def make_folder(target: SqliteFile) -> None:
    """Make the folder of a file, for this user alone, if there is none.

    Raises:
        CannotStart: (DATABASE) if that cannot be.
    """
    try:
        target.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise _cannot_start(Trouble.UNREACHABLE) from error


def _make_file(target: SqliteFile) -> None:
    """Make an empty file that only this user can read, if there is none."""
    try:
        os.close(os.open(target.path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise _cannot_start(Trouble.UNREACHABLE) from error


async def _prepare_sqlite(target: SqliteFile, *, migrate: bool) -> None:
    with told_apart():
        async with Lane.reading(target.path) as lane:
            revision = await lane.run(partial(_checked, migrate=migrate))
        if revision != HEAD:
            async with Lane.migrating(target.path) as lane:
                await lane.run(lambda connection: transact(connection, upgrade))


def _checked(connection: Connection, *, migrate: bool) -> str | None:
    revision = revision_of(connection)
    check_revision(revision, migrate=migrate)
    if revision is None:
        check_ours(connection)
    return revision


async def _prepare_postgres(target: PostgresServer, *, migrate: bool) -> None:
    engine = migration_engine(target)
    try:
        with told_apart():
            async with engine.connect() as connection:
                await connection.run_sync(_alone_migrating)
                revision = await connection.run_sync(partial(_checked, migrate=migrate))
                await connection.commit()
                if revision != HEAD:
                    await connection.run_sync(transact, upgrade)
    finally:
        await engine.dispose()


def _alone_migrating(connection: Connection) -> None:
    """Wait for other processes that migrate, but not for ever.

    Raises:
        CannotStart: (DATABASE) if one goes on for too long.
    """
    limit = {"limit": f"{MIGRATING_ELSEWHERE}s"}
    connection.execute(text("SELECT set_config('lock_timeout', :limit, true)"), limit)
    try:
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": MIGRATING})
    except DBAPIError as error:
        if trouble_of(error) is not Trouble.BUSY:
            raise
        raise CannotStart(
            "Another process has been bringing this database to its schema for "
            f"{MIGRATING_ELSEWHERE} seconds: wait until it is done, or end it, and start again.",
            Exit.DATABASE,
        ) from None


@contextmanager
def worded() -> Generator[None]:
    """Turn a store that cannot be used into a sentence for whoever starts the bot."""
    try:
        yield
    except StoreFailure as failure:
        raise _cannot_start(failure.trouble) from failure
    except DRIVER_ERRORS as error:
        trouble = trouble_of(error)
        if trouble is None:
            raise  # not the store's state but a fault of ours: whoever reads it needs all of it
        raise _cannot_start(trouble) from error


def _cannot_start(trouble: Trouble) -> CannotStart:
    return CannotStart(_ADVICE.get(trouble, _ADVICE[Trouble.UNREACHABLE]), Exit.DATABASE)
