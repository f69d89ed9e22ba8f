"""The SQLite engine: one connection writes, a few read, and each use checks the files."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import Connection

from bot.database_url import SqliteFile
from bot.db.engine import sqlite_connection, sqlite_engines
from bot.db.engine.problems import CommitUnknown, Problem, StoreFailure, as_store_failure
from bot.db.engine.protocol import Act, transact
from bot.db.engine.sqlite_connection import SqliteConnection
from bot.db.engine.sqlite_files import Files, Identity, identity
from bot.db.migrate import HEAD, revision_of

T = TypeVar("T")

CLOSING = 2 * sqlite_connection.CLOSING
"""Seconds that closing waits for threads that may be stuck on their disk: readers, then writer."""


SMALL = 16 * 1024 * 1024
"""Bytes of a file that is written anew when it is tidied: a tenth of a second, 100,000 pledges."""


class SqliteEngine:
    """Works on one SQLite file.

    An open connection would go on saying "OK" to a deleted file or log, so each use looks first
    whether the paths still lead to what was opened, and a write looks once more before it is kept.
    """

    def __init__(self, target: SqliteFile) -> None:
        self._target = target
        self._writer: SqliteConnection | None = None
        self._readers: list[SqliteConnection] = []
        self._idle: list[SqliteConnection] = []
        self._opening = asyncio.Lock()
        self._files: Files | None = None
        self._closed = False

    async def write(self, act: Act[T]) -> T:
        """Run one transaction on the writing connection, or a new one if files were replaced."""
        for _ in range(2):
            files, connection = await self._opened()
            try:
                return await connection.run(partial(self._transact, files, act))
            except _Replaced:
                await self._forget(files)
            except StoreFailure:
                await self._disconnect(connection)
                raise
        raise StoreFailure(Problem.MISSING)

    async def read(self, query: Act[T]) -> T:
        """Run one query on a reading connection, or a new one if files were replaced."""
        for _ in range(2):
            files = self._files or (await self._opened())[0]
            try:
                return await self._read(files, query)
            except _Replaced:
                await self._forget(files)
        raise StoreFailure(Problem.MISSING)

    async def scrub(self) -> bool:
        """Fold the write-ahead log into the file and empty it (`secure_delete` does the file)."""
        return await self._run_between(_fold)

    async def vacuum(self) -> bool:
        """Scrub, and put the rows of a small file in the order of their keys."""
        return await self._run_between(_vacuum)

    async def _run_between(self, act: Act[bool]) -> bool:
        """Run an act between transactions on the writing connection, if there is one."""
        connection = self._writer
        if connection is None:
            return False
        try:
            return await connection.run(act)
        except (StoreFailure, sqlite3.Error):
            return False

    async def close(self) -> None:
        """Close every connection, the writer's last, so that the log is folded in.

        A thread that is stuck is left behind: the process ends without it.
        """
        self._closed = True
        await self._disconnect_all()

    async def _read(self, files: Files, query: Act[T]) -> T:
        connection = self._idle.pop() if self._idle else await self._new_reader(files)
        try:
            return await connection.run(partial(self._query, files, query))
        except StoreFailure:
            await self._disconnect(connection)
            raise
        finally:
            if connection in self._readers:
                self._idle.append(connection)

    def _transact(self, files: Files, act: Act[T], connection: Connection) -> T:
        self._check(files)
        result = transact(connection, act)
        if not files.still_there():
            # Kept under a name that is gone: it may come back, or be lost with it.
            raise CommitUnknown(Problem.MISSING)
        return result

    def _query(self, files: Files, query: Act[T], connection: Connection) -> T:
        self._check(files)
        with as_store_failure():
            return query(connection)

    def _check(self, files: Files) -> None:
        if not files.still_there():
            if self._target.path.exists():
                raise _Replaced
            raise StoreFailure(Problem.MISSING)

    async def _opened(self) -> tuple[Files, SqliteConnection]:
        """Return what is open for writing, opened anew if need be."""
        async with self._opening:
            if self._files is None or self._writer is None:
                with as_store_failure():
                    self._files, self._writer = await self._open()
            return self._files, self._writer

    async def _open(self) -> tuple[Files, SqliteConnection]:
        if self._closed:
            raise StoreFailure(Problem.CLOSING)
        if self._files is not None and not self._files.still_there():
            await self._disconnect_all()
        # By a reader first: a writer would leave its mark (WAL) on another program's file.
        async with SqliteConnection.reading(self._target.path) as probe:
            main = await probe.run(self._usable)
        connection = await SqliteConnection.writing(self._target.path).open()
        log = await connection.run(lambda _: identity(self._target.companions[0]))
        return Files(self._target, main, log), connection

    def _usable(self, connection: Connection) -> Identity:
        """Return which file is there, before it is opened for work."""
        if revision_of(connection) != HEAD:
            raise StoreFailure(Problem.FOREIGN)
        found = identity(self._target.path)
        if found is None:
            raise StoreFailure(Problem.MISSING)
        return found

    async def _new_reader(self, files: Files) -> SqliteConnection:
        with as_store_failure():
            connection = await SqliteConnection.reading(self._target.path).open()
        if self._closed or files is not self._files:
            await connection.close()
            raise StoreFailure(Problem.CLOSING) if self._closed else _Replaced
        self._readers.append(connection)
        return connection

    async def _forget(self, files: Files) -> None:
        """Let go of files that have lost their names, unless someone else has done so."""
        async with self._opening:
            if self._files is files:
                await self._disconnect_all()

    async def _disconnect(self, connection: SqliteConnection) -> None:
        if connection is self._writer:
            # The last connection takes the log along, and the next one makes another.
            self._writer = None
            self._files = self._files and replace(self._files, log=None)
        elif connection in self._readers:
            self._readers.remove(connection)
        await connection.close()

    async def _disconnect_all(self) -> None:
        readers, self._readers, self._idle = self._readers, [], []
        writer, self._writer = self._writer, None
        files, self._files = self._files, None
        await asyncio.gather(*(reader.close() for reader in readers))
        if writer is not None:
            # A log that was deleted is still there for those who had opened it, and for no one
            # after them: what it holds is saved now or never.
            await writer.close(last=partial(_vacuum, wait_ms=50))
        if files is not None:
            files.remove_orphaned_log()


def _vacuum(connection: Connection, *, wait_ms: int = 0) -> bool:
    """Write a small file anew in key order, then fold; the log shows the last commits until then.

    SQLite fills a page from its end, so the place of a row tells what was written before and after
    it. In a large file hardly two rows of one hour share a page.
    """
    driver: Any = connection.connection.driver_connection
    pages, size = (
        driver.execute(f"PRAGMA {of}").fetchone()[0] for of in ("page_count", "page_size")
    )
    if pages * size <= SMALL:
        with suppress(sqlite3.Error):  # a full disk: the next write asks again
            driver.execute("VACUUM")
    return _fold(connection, wait_ms=wait_ms)


def _fold(connection: Connection, *, wait_ms: int = 0) -> bool:
    """Fold the log in and empty it; return whether no reader was in the way.

    One in the middle of a query is waited for at most `wait_ms` milliseconds.
    """
    driver: Any = connection.connection.driver_connection
    driver.execute(f"PRAGMA busy_timeout = {wait_ms}")
    try:
        blocked = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    finally:
        driver.execute(f"PRAGMA busy_timeout = {sqlite_engines.BUSY_MS}")
    return not blocked


class _Replaced(Exception):
    """The path leads to another file, or to another log, than those that are open."""
