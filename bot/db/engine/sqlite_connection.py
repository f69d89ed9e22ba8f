"""A SQLite connection through aiosqlite, to whose thread acts go as a whole."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any, Generic, TypeVar, cast

import aiosqlite
from sqlalchemy import Connection, Engine

from bot.db.engine import sqlite_engines
from bot.db.engine.problems import DRIVER_ERRORS, Problem, StoreFailure
from bot.db.engine.protocol import Act
from bot.db.engine.sqlite_engines import MIGRATING, READING, WRITING, Raw, querying, transactional

T = TypeVar("T")

CLOSING = 0.5
"""Seconds that closing waits for a thread that may be stuck on its disk."""


class SqliteConnection:
    """One connection, used by aiosqlite's thread only.

    An act goes there as a whole, and goes on if its caller is cancelled. SQLite undoes a
    transaction that is cut off there.
    """

    def __init__(self, path: Path, pragmas: str, make_engine: Callable[[Raw], Engine]) -> None:
        self._path = path
        self._pragmas = pragmas
        self._make_engine = make_engine
        self._connection: aiosqlite.Connection | None = None
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
        """Return a connection that cannot write and sees one moment an act."""
        return cls(path, READING, querying)

    async def open(self) -> SqliteConnection:
        """Start the thread and connect in it."""
        self._connection = await _in_a_daemon(partial(_connect, self._path))
        try:
            await self._in_thread(self._begin)
        except BaseException:
            await self.close()
            raise
        return self

    async def run(self, act: Act[T]) -> T:
        """Run an act in the thread, after those that were there before.

        Raises:
            StoreFailure: (LOST) if the connection is closed or closing.
        """
        if self._closing:
            raise StoreFailure(Problem.LOST)
        return await self._in_thread(lambda _: self._run(act))

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

    async def _in_thread(self, work: Callable[[_ActConnection], T]) -> T:
        if self._connection is None:
            raise StoreFailure(Problem.LOST)
        handed = (_Handed(work),)
        try:
            (outcome,) = cast(
                "list[_Outcome[T]]", await self._connection.execute_fetchall("", handed)
            )
        except ValueError as error:  # aiosqlite is closed; what the work raised comes back below
            raise StoreFailure(Problem.LOST) from error
        if outcome.error is not None:
            raise outcome.error
        return cast("T", outcome.result)

    async def _close(self, last: Act[object] | None) -> None:
        if self._connection is None:
            return
        try:
            await self._in_thread(lambda _: self._end(last))
        finally:
            await self._connection.close()

    def _begin(self, raw: _ActConnection) -> None:
        if raw.refused is not None:
            if isinstance(raw.refused, sqlite3.OperationalError) and not self._path.exists():
                raise StoreFailure(Problem.MISSING)
            raise raw.refused
        sqlite_engines.apply_pragmas(raw, self._pragmas)
        handing_out = iter([raw])  # asked again, SQLAlchemy has thrown the connection away

        def hand_out() -> sqlite3.Connection:
            for one in handing_out:
                return one
            raise StoreFailure(Problem.LOST)

        self._session = self._make_engine(hand_out).connect()

    def _run(self, act: Act[T]) -> T:
        if self._session is None:
            raise StoreFailure(Problem.LOST)
        try:
            return act(self._session)
        finally:
            # A query begins a transaction, too, as SQLAlchemy sees it.
            self._session.rollback()

    def _end(self, last: Act[object] | None) -> None:
        try:
            if last is not None:
                with suppress(*DRIVER_ERRORS, StoreFailure):
                    self._run(last)
        finally:
            if self._session is not None:
                self._session.close()


@dataclass(frozen=True, slots=True)
class _Handed(Generic[T]):
    """Work for the thread, handed over as the one value of a statement without words."""

    work: Callable[[_ActConnection], T]


@dataclass(frozen=True, slots=True)
class _Outcome(Generic[T]):
    """What work came to, as aiosqlite fetches the rows of a statement."""

    result: T | None = None
    error: BaseException | None = None

    def fetchall(self) -> list[_Outcome[T]]:
        return [self]


class _ActConnection(sqlite3.Connection):
    """SQLite's connection as aiosqlite uses it, which also runs work that it is handed.

    aiosqlite takes one statement a trip to its thread, and SQLAlchemy's dialect for it three or
    four trips a statement: a signature alone took three and a half times the processor time of one
    trip with the whole act (912 against 229 microseconds; a row of `make bench` measures a
    look-up). aiosqlite has no call for that, and documents of `execute_fetchall` what it does and
    not how: it calls `execute` of the connection that `factory` made, in its thread, with the
    values it is given, and fetches from what that returns. Nothing else of it would do, so that
    without this no store opens.

    A file that cannot be opened leaves an empty connection that says why (`refused`): an aiosqlite
    that failed to open ends its thread without being waited for.
    """

    refused: sqlite3.Error | None = None

    def __init__(self, database: str, **options: Any) -> None:
        try:
            super().__init__(database, **options)
        except sqlite3.Error as error:
            super().__init__(":memory:", check_same_thread=False)
            self.refused = error

    def execute(self, sql: str, values: Any = (), /) -> Any:
        if (handed := _handed_in(values)) is not None:
            try:
                return _Outcome(handed.work(self))
            except BaseException as error:  # noqa: BLE001 - it is raised again where it is awaited
                failed: _Outcome[Any] = _Outcome(error=error)
                return failed
        return super().execute(sql, values)


def _handed_in(values: Any) -> _Handed[Any] | None:
    """Return the work among the values of a statement, or None."""
    if not isinstance(values, tuple):
        return None
    found = next(iter(cast("tuple[object, ...]", values)), None)
    return cast("_Handed[Any]", found) if isinstance(found, _Handed) else None


def _connect(path: Path) -> aiosqlite.Connection:
    options: dict[str, Any] = {**sqlite_engines.options(), "factory": _ActConnection}
    return aiosqlite.connect(sqlite_engines.address(path), iter_chunk_size=64, loop=None, **options)


async def _in_a_daemon(make: Callable[[], aiosqlite.Connection]) -> aiosqlite.Connection:
    """Return an open connection whose thread does not hold up the end of the process.

    A thread is a daemon if the one that made it is; aiosqlite's would wait for a disk that does not
    answer.
    """
    made: list[aiosqlite.Connection] = []
    maker = Thread(target=lambda: made.append(make()), daemon=True)
    maker.start()
    maker.join()
    return await made[0]
