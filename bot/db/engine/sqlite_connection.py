"""A SQLite connection through aiosqlite, in whose thread whole acts run."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any, TypeVar, cast

import aiosqlite
from sqlalchemy import Connection, Engine

from bot.db.engine import sqlite_engines
from bot.db.engine.problems import DRIVER_ERRORS, Problem, StoreFailure
from bot.db.engine.protocol import Act
from bot.db.engine.sqlite_engines import MIGRATING, READING, WRITING, querying, transactional

T = TypeVar("T")

CLOSING = 0.5
"""Seconds that closing waits for a thread that may be stuck on its disk."""

_ACT = "-- an act"
"""Given in place of a statement: the parameter is the act to run."""


class _ActConnection(sqlite3.Connection):
    """The driver's connection, which also runs an act where aiosqlite gives it a statement.

    aiosqlite (and SQLAlchemy's dialect for it) goes to its thread and back for each statement: a
    signature alone costs four times as much processor time that way. Handed to `execute` in place
    of a statement, an act goes there once, as a whole.
    """

    def execute(self, sql: str, parameters: Any = (), /) -> Any:
        """Run a statement, or an act."""
        if sql is _ACT:
            return _Outcome(parameters[0](self))
        return super().execute(sql, parameters)


class _Outcome:
    """What an act returned, in the place of a cursor."""

    def __init__(self, result: Any) -> None:
        self._result = result

    def fetchall(self) -> Any:
        return self._result


class SqliteConnection:
    """One connection, used by a thread of its own only.

    An act that has begun goes on if its caller is cancelled.
    """

    def __init__(
        self, path: Path, pragmas: str, make_engine: Callable[[sqlite_engines.Raw], Engine]
    ) -> None:
        connector = partial(_connect, path, pragmas)
        self._driver = _in_daemon_thread(partial(aiosqlite.Connection, connector, 64))
        self._make_engine = make_engine
        self._session: Connection | None = None
        self._closing = False

    @classmethod
    def writing(cls, path: Path) -> SqliteConnection:
        """Return the connection that writes: a commit is on disk, or is none."""
        return cls(path, WRITING, transactional)

    @classmethod
    def migrating(cls, path: Path) -> SqliteConnection:
        """Return a connection for migrations."""
        return cls(path, MIGRATING, transactional)

    @classmethod
    def reading(cls, path: Path) -> SqliteConnection:
        """Return a connection that cannot write and sees one statement at a time."""
        return cls(path, READING, querying)

    async def open(self) -> SqliteConnection:
        """Start the thread and connect in it."""
        await self._driver
        return self

    async def run(self, act: Act[T]) -> T:
        """Run an act in the thread, after those that were there before.

        Raises:
            StoreFailure: (LOST) if the connection is closed or closing.
        """
        if self._closing:
            raise StoreFailure(Problem.LOST)
        return await self._hop(partial(self._run, act))

    async def close(self, *, last: Act[object] | None = None) -> None:
        """Close once what is queued is done, and a last act; a stuck thread is left behind."""
        self._closing = True
        closing = asyncio.ensure_future(self._close(last))
        await asyncio.wait({closing}, timeout=CLOSING)
        while not closing.done():
            closing.cancel()  # each of its waits, in turn
            await asyncio.sleep(0)
        if not closing.cancelled():
            closing.exception()  # of a connection that is gone either way

    async def __aenter__(self) -> SqliteConnection:
        return await self.open()

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def _close(self, last: Act[object] | None) -> None:
        try:
            if last is not None:
                with suppress(*DRIVER_ERRORS, StoreFailure):
                    await self._hop(partial(self._run, last))
            await self._hop(self._end)
        finally:
            await self._driver.close()

    async def _hop(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Go to the thread, do a work there, and come back with what it returned."""
        found: Iterable[Any] = await self._driver.execute_fetchall(_ACT, (work,))
        return cast("T", found)

    def _run(self, act: Act[T], raw: sqlite3.Connection) -> T:
        if self._session is None:
            self._session = self._make_engine(_once(raw)).connect()
        try:
            return act(self._session)
        finally:
            # A query begins a transaction, too, as SQLAlchemy sees it.
            self._session.rollback()

    def _end(self, _: sqlite3.Connection) -> None:
        if self._session is not None:
            self._session.close()


def _connect(path: Path, pragmas: str) -> sqlite3.Connection:
    try:
        return sqlite_engines.connect(path, pragmas, factory=_ActConnection)
    except sqlite3.OperationalError:
        if path.exists():
            raise
        raise StoreFailure(Problem.MISSING) from None


def _once(raw: sqlite3.Connection) -> sqlite_engines.Raw:
    """Hand SQLAlchemy the connection once: asked again, it has thrown the first one away."""
    left = [raw]

    def hand_out() -> sqlite3.Connection:
        if not left:
            raise StoreFailure(Problem.LOST)
        return left.pop()

    return hand_out


def _in_daemon_thread(make: Callable[[], T]) -> T:
    """Make something in a daemon thread, so that a thread which it makes is a daemon as well.

    A disk that does not answer must not hold up the end of the process: aiosqlite's thread is
    left behind then, and a transaction that is cut off there is undone by the database.
    """
    made: list[T] = []
    maker = Thread(target=lambda: made.append(make()), daemon=True)
    maker.start()
    maker.join()
    return made[0]
