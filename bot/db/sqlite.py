"""The SQLite door: one writing thread, a few reading ones, and an eye on the file itself."""

from __future__ import annotations

import asyncio
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection

from bot.db.doors import Act, transact
from bot.db.failures import StoreFailure, Trouble, told_apart
from bot.db.migrate import HEAD, revision_of
from bot.db.sqlite_engines import BUSY_MS, READERS, reader_engine, writer_engine
from bot.db.target import SqliteFile
from bot.db.threads import Crew

T = TypeVar("T")

CLOSING = 1.0
"""Seconds that closing waits for a thread that may be stuck on its disk."""


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
        self._writing = Crew("store-writer", size=1)
        self._reading = Crew("store-reader", size=READERS)
        self._writer = writer_engine(target.path)
        self._readers = reader_engine(target.path)
        self._connection: Connection | None = None
        self._opened: _Identity | None = None
        self._log_opened: _Identity | None = None

    async def write(self, act: Act[T]) -> T:
        """Run one transaction in the writing thread."""
        return await self._writing.run(lambda: self._write(act))

    async def read(self, query: Act[T]) -> T:
        """Run one query in a reading thread; a replaced file is opened anew by the writer first."""
        try:
            return await self._reading.run(lambda: self._read(query))
        except _Replaced:
            await self._writing.run(self._open)
        return await self._reading.run(lambda: self._read(query))

    async def scrub(self) -> bool:
        """Fold the write-ahead log into the file and empty it (`secure_delete` does the file)."""
        return await self._writing.run(self._scrub)

    async def close(self) -> None:
        """Close every connection, the writer's last, so that the log is folded in.

        A thread that is stuck is left behind: the process ends without it.
        """
        await asyncio.wait({asyncio.ensure_future(self._close())}, timeout=CLOSING)
        self._reading.dismiss()
        self._writing.dismiss()

    async def _close(self) -> None:
        await self._reading.run(self._readers.dispose)
        await self._writing.run(self._drop)

    def _write(self, act: Act[T]) -> T:
        connection = self._open()
        try:
            return transact(connection, act)
        except StoreFailure:
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
            # By a reader first: a writer would leave its mark (WAL) on another program's file.
            with self._readers.connect() as reader:
                revision = revision_of(reader)
            if revision != HEAD:
                self._readers.dispose()
                raise StoreFailure(Trouble.FOREIGN)
            connection = self._writer.connect()
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
            driver.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
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


def _driver(connection: Connection) -> Any:
    return connection.connection.driver_connection
