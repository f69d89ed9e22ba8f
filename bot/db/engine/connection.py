"""A SQLite connection through aiosqlite, with a thread in which whole acts run."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TypeVar, cast

import aiosqlite
from sqlalchemy import Connection, Engine

from bot.db.engine import sqlite_engines
from bot.db.engine.problems import DRIVER_ERRORS, Problem, StoreFailure
from bot.db.engine.protocol import Act
from bot.db.engine.sqlite_engines import MIGRATING, READING, WRITING, querying, transactional

T = TypeVar("T")

CLOSING = 0.5
"""Seconds that closing waits for a thread that may be stuck on its disk."""


class SqliteConnection(aiosqlite.Connection):
    """One connection, used by its own thread only.

    An act is one hop to that thread, not one a statement, and goes on if its caller is cancelled.
    The thread is a daemon: a disk that does not answer must not hold up the end of the process,
    and a transaction that is cut off there is undone by the database.
    """

    def __init__(
        self,
        connector: Callable[[], sqlite3.Connection],
        make_engine: Callable[[Callable[[], sqlite3.Connection]], Engine],
    ) -> None:
        super().__init__(connector, iter_chunk_size=64)
        self._engine = make_engine(self._hand_out)
        self._session: Connection | None = None
        self._handed_out = False
        self._thread.daemon = True
        self._thread.run = _until_loop_closes(self._thread.run)

    @classmethod
    def writing(cls, path: Path) -> SqliteConnection:
        """Return the connection that writes: a commit is on disk, or is none."""
        return cls(partial(_connect, path, WRITING), transactional)

    @classmethod
    def migrating(cls, path: Path) -> SqliteConnection:
        """Return a connection for migrations."""
        return cls(partial(_connect, path, MIGRATING), transactional)

    @classmethod
    def reading(cls, path: Path) -> SqliteConnection:
        """Return a connection that cannot write and sees one statement at a time."""
        return cls(partial(_connect, path, READING), querying)

    async def open(self) -> SqliteConnection:
        """Start the thread and connect in it."""
        await self
        return self

    async def run(self, act: Act[T]) -> T:
        """Run an act in the thread, after those that were there before."""
        return cast("T", await self._execute(self._run, act))  # pyright: ignore[reportUnknownMemberType]

    async def disconnect(self, *, last: Act[object] | None = None) -> None:
        """Close once what is queued is done, and a last act; a stuck thread is left behind."""
        closing = asyncio.ensure_future(self._disconnect(last))
        await asyncio.wait({closing}, timeout=CLOSING)
        while not closing.done():
            closing.cancel()  # each of its waits, in turn
            await asyncio.sleep(0)
        if not closing.cancelled():
            closing.exception()  # of a connection that is gone either way

    async def __aenter__(self) -> SqliteConnection:
        return await self.open()

    async def __aexit__(self, *_: object) -> None:
        await self.disconnect()

    async def _disconnect(self, last: Act[object] | None) -> None:
        try:
            if last is not None:
                with suppress(*DRIVER_ERRORS, StoreFailure):
                    await self.run(last)
            await self._execute(self._end)  # pyright: ignore[reportUnknownMemberType]
        finally:
            await self.close()

    def _run(self, act: Act[T]) -> T:
        if self._session is None:
            self._session = self._engine.connect()
        try:
            return act(self._session)
        finally:
            # A query begins a transaction, too, as SQLAlchemy sees it.
            self._session.rollback()

    def _end(self) -> None:
        if self._session is not None:
            self._session.close()

    def _hand_out(self) -> sqlite3.Connection:
        """Give SQLAlchemy the raw connection, once: asked again, it has thrown it away."""
        if self._handed_out:
            raise StoreFailure(Problem.LOST)
        self._handed_out = True
        return self._conn


def _connect(path: Path, pragmas: str) -> sqlite3.Connection:
    try:
        return sqlite_engines.connect(path, pragmas)
    except sqlite3.OperationalError:
        if path.exists():
            raise
        raise StoreFailure(Problem.MISSING) from None


def _until_loop_closes(work: Callable[[], None]) -> Callable[[], None]:
    def run() -> None:
        # It tells the event loop of each outcome; one that is closed has nobody to tell.
        with suppress(RuntimeError):
            work()

    return run
