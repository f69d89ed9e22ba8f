"""Opens a database for work: makes what is missing and checks what is there."""

from __future__ import annotations

import logging
import os
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from functools import partial

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from bot.database_url import PostgresServer, SqliteFile, Target
from bot.db.engine.lock import hold_lock
from bot.db.engine.postgres import MIGRATING, PostgresEngine
from bot.db.engine.postgres_connections import behind_pooler, migration_engine
from bot.db.engine.problems import (
    DRIVER_ERRORS,
    Problem,
    StoreFailure,
    as_store_failure,
    problem_of,
)
from bot.db.engine.protocol import StoreEngine, transact
from bot.db.engine.rights import check_rights
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

log = logging.getLogger(__name__)

_ADVICE = {
    Problem.BUSY: "Another program holds the database: close it and start again.",
    Problem.FULL: "The disk or the database is full: make room and start again.",
    Problem.READ_ONLY: "The database takes no changes: check the owner and the mode of the file "
    "and of its folder, or the rights of the database's user.",
    Problem.BROKEN: "The database is damaged, or DATABASE_URL names a file that is no database: "
    "look at it with python -m bot doctor, or restore a backup.",
    Problem.UNREACHABLE: "The database cannot be opened: check DATABASE_URL, the owner and the "
    "mode of the file and of its folder, or the server's user and password.",
    Problem.LOST: "The database server does not answer: check DATABASE_URL and that it runs.",
    Problem.UNTRUSTED: "The certificate of the database server cannot be verified: it is made out "
    "to another name, has expired, or no authority known here signed it. Give the host's own "
    "authority in DATABASE_URL (sslmode=verify-full&sslrootcert=/path/to/its.crt), or encrypt "
    "without knowing with whom (sslmode=no-verify).",
    Problem.NO_TLS: "The database server takes no encrypted connection as DATABASE_URL wants it: "
    "check that its port is PostgreSQL's; only on a private network use sslmode=disable.",
    Problem.CERTIFICATE_FILE: "A file that DATABASE_URL names (sslrootcert, sslcert, sslkey or "
    "sslcrl) is not there, or this user may not read it.",
    Problem.REFUSED: "The database server, or a pooler before it, refuses the connection: check "
    "the name, the user, the password and options= in DATABASE_URL.",
    Problem.SETTING: "The database server does not know a setting that DATABASE_URL asks for, or "
    "not that value: check its words after the question mark, options= above all.",
    Problem.FORBIDDEN: "The user in DATABASE_URL lacks a right: as the owner of the database run "
    "GRANT USAGE, CREATE ON SCHEMA public TO that user, or, where another user made the bot's "
    "tables, let that one be in DATABASE_URL.",
    Problem.NO_SCHEMA: "The user in DATABASE_URL has no schema to keep tables in: as the owner of "
    "the database run GRANT USAGE, CREATE ON SCHEMA public TO that user, and, if that is not "
    "enough, ALTER ROLE that user SET search_path = public.",
    Problem.SLOW: "The database server does not answer in time: check that it runs.",
}


MIGRATING_ELSEWHERE = 60
"""Seconds that a start waits for another process that migrates the same database."""


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
            log.warning("DATABASE_URL: %s is not known here and is left out", word)
        with as_cannot_start():
            pooled = await _prepare_postgres(target, migrate=migrate, secret=secret)
        engine: StoreEngine = PostgresEngine(target, pooled=pooled)
        async with _closing(engine):
            yield engine
        return
    make_folder(target)
    with hold_lock(target):
        _make_file(target)
        with as_cannot_start():
            await _prepare_sqlite(target, migrate=migrate, secret=secret)
        engine = SqliteEngine(target)
        async with _closing(engine):
            yield engine


@asynccontextmanager
async def _closing(engine: StoreEngine) -> AsyncGenerator[None]:
    try:
        with as_cannot_start():
            # Opens the writing connection now, so that problem is met before Discord is.
            await engine.write(lambda connection: connection.execute(text("SELECT 1")).scalar())
        yield
    finally:
        await engine.close()


def make_folder(target: SqliteFile) -> None:
    """Make the folder of a file, for this user alone, if there is none.

    Raises:
        CannotStart: (DATABASE) if that cannot be.
    """
    try:
        target.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise _cannot_start(Problem.UNREACHABLE) from error


def _make_file(target: SqliteFile) -> None:
    """Make an empty file that only this user can read, if there is none."""
    try:
        os.close(os.open(target.path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise _cannot_start(Problem.UNREACHABLE) from error


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


@contextmanager
def as_cannot_start() -> Generator[None]:
    """Turn the error of a store that cannot be used into `CannotStart`, with what to do."""
    try:
        yield
    except StoreFailure as failure:
        raise _cannot_start(failure.problem) from failure
    except DRIVER_ERRORS as error:
        problem = problem_of(error)
        if problem is None:
            raise  # not the store's state but a fault of ours: whoever reads it needs all of it
        raise _cannot_start(problem) from error


def _cannot_start(problem: Problem) -> CannotStart:
    return CannotStart(_ADVICE.get(problem, _ADVICE[Problem.UNREACHABLE]), Exit.DATABASE)
