"""The SQLite door: one writing thread, a few reading ones, and an eye on the file itself."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, NullPool, QueuePool, create_engine, event

from bot.db.doors import Act, transact
from bot.db.failures import CommitUnknown, StoreFailure, Trouble, told_apart
from bot.db.migrate import HEAD, revision_of
from bot.db.target import SqliteFile

T = TypeVar("T")

_READERS = 3
_BUSY_MS = 5_000


@dataclass(frozen=True, slots=True)
class _Identity:
    """Which file a path leads to: a deleted or replaced file changes it, a write does not."""

    device: int
    inode: int

    @classmethod
    def of(cls, path: Path) -> _Identity | None:
        try:
            found = path.stat()
        except OSError:
            return None
        return cls(found.st_dev, found.st_ino)


class SqliteDoor:
    """Works on one SQLite file.

    An open connection would go on saying "OK" to a deleted file, so each use looks first whether
    the path still leads to the file that was opened.
    """

    def __init__(self, target: SqliteFile) -> None:
        self._target = target
        self._writing = ThreadPoolExecutor(1, thread_name_prefix="store-writer")
        self._reading = ThreadPoolExecutor(_READERS, thread_name_prefix="store-reader")
        self._writer = writer_engine(target)
        self._readers = reader_engine(target)
        self._connection: Connection | None = None
        self._opened: _Identity | None = None
        self._log_opened: _Identity | None = None

    async def write(self, act: Act[T]) -> T:
        """Run one transaction in the writing thread."""
        return await asyncio.get_running_loop().run_in_executor(self._writing, self._write, act)

    async def read(self, query: Act[T]) -> T:
        """Run one query in a reading thread; a replaced file is opened anew by the writer first."""
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._reading, self._read, query)
        except _Replaced:
            await loop.run_in_executor(self._writing, self._open)
        return await loop.run_in_executor(self._reading, self._read, query)

    async def scrub(self) -> bool:
        """Fold the write-ahead log into the file and empty it (`secure_delete` does the file)."""
        return await asyncio.get_running_loop().run_in_executor(self._writing, self._scrub)

    async def close(self) -> None:
        """Close every connection, the writer's last, so that the log is folded in."""
        await asyncio.get_running_loop().run_in_executor(self._reading, self._readers.dispose)
        await asyncio.get_running_loop().run_in_executor(self._writing, self._drop)
        self._reading.shutdown(wait=False, cancel_futures=True)
        self._writing.shutdown(wait=False, cancel_futures=True)

    def _write(self, act: Act[T]) -> T:
        connection = self._open()
        try:
            return transact(connection, act)
        except (StoreFailure, CommitUnknown):
            self._drop()
            raise

    def _read(self, query: Act[T]) -> T:
        found = _Identity.of(self._target.path)
        if found is None:
            raise StoreFailure(Trouble.MISSING)
        if found != self._opened:
            raise _Replaced
        with told_apart(), self._readers.connect() as connection:
            return query(connection)

    def _open(self) -> Connection:
        """Return the writing connection, opened anew if the path leads to another file now."""
        found = _Identity.of(self._target.path)
        if found is None:
            raise StoreFailure(Trouble.MISSING)
        if self._connection is not None and found == self._opened:
            return self._connection
        self._drop()
        self._readers.dispose()
        if self._opened is not None and found != self._opened:
            self._remove_log_of_the_old_file()
        with told_apart():
            connection = self._writer.connect()
            revision = revision_of(connection)
            connection.rollback()
        if revision != HEAD:
            connection.close()
            raise StoreFailure(Trouble.FOREIGN)
        self._connection, self._opened = connection, found
        self._log_opened = _Identity.of(self._target.companions[0])
        return connection

    def _remove_log_of_the_old_file(self) -> None:
        # SQLite would play the old file's log into the new one: nothing in it names its file.
        log, index = self._target.companions
        if self._log_opened is not None and _Identity.of(log) == self._log_opened:
            log.unlink(missing_ok=True)
            index.unlink(missing_ok=True)

    def _scrub(self) -> bool:
        if self._connection is None:
            return False
        driver = _driver(self._connection)
        # A reader in the middle of a query is not waited for: the next write tries again.
        try:
            driver.execute("PRAGMA busy_timeout = 50")
            blocked = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            driver.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
        except sqlite3.Error:
            self._drop()
            return False
        return not blocked

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


class _Replaced(Exception):
    """The path leads to another file than the one that is open."""


def writer_engine(target: SqliteFile) -> Engine:
    """Return an engine for the one connection that writes."""
    return _transactional(target, f"journal_mode = WAL; {_SAFE}")


def _transactional(target: SqliteFile, pragmas: str) -> Engine:
    engine = create_engine(
        "sqlite://",
        creator=lambda: _connect(target, pragmas),
        poolclass=NullPool,
        hide_parameters=True,
    )

    # Taking the write lock at once is what keeps a read-then-write from failing half-way.
    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:  # pyright: ignore[reportUnusedFunction]
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


@contextmanager
def migrating(target: SqliteFile) -> Generator[Connection]:
    """Open a connection for migrations, and check afterwards that no row lost its other half."""
    # Building a table anew drops the old one, and with foreign keys on its dependants' rows.
    engine = _transactional(target, "journal_mode = WAL; synchronous = FULL; secure_delete = ON")
    with told_apart(), engine.connect() as connection:
        yield connection


def reader_engine(target: SqliteFile) -> Engine:
    """Return an engine whose connections cannot write and see one statement at a time."""
    return create_engine(
        "sqlite://",
        creator=lambda: _connect(target, "query_only = ON"),
        poolclass=QueuePool,
        pool_size=_READERS,
        max_overflow=0,
        pool_reset_on_return=None,
        isolation_level="AUTOCOMMIT",
        hide_parameters=True,
    )


_SAFE = "synchronous = FULL; foreign_keys = ON; secure_delete = ON"


def _connect(target: SqliteFile, pragmas: str) -> sqlite3.Connection:
    # mode=rw: a file that is gone must never be made anew, empty, behind everybody's back.
    connection = sqlite3.connect(
        f"{target.path.as_uri()}?mode=rw",
        uri=True,
        timeout=_BUSY_MS / 1_000,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        for pragma in pragmas.split("; "):
            connection.execute(f"PRAGMA {pragma}").fetchall()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _driver(connection: Connection) -> Any:
    return connection.connection.driver_connection
