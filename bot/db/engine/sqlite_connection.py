"""A SQLite connection in a thread of its own, in which whole acts run."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Engine

from bot.db.engine import sqlite_engines
from bot.db.engine.problems import DRIVER_ERRORS, Problem, StoreFailure
from bot.db.engine.protocol import Act
from bot.db.engine.sqlite_engines import MIGRATING, READING, WRITING, Raw, querying, transactional

T = TypeVar("T")

CLOSING = 0.5
"""Seconds that closing waits for a thread that may be stuck on its disk."""


class SqliteConnection:
    """One connection, used by its own thread only.

    An act goes there as a whole, and goes on if its caller is cancelled: SQLAlchemy's own
    `sqlite+aiosqlite` goes there and back for every statement, and a signature alone took three
    and a half times the processor time. The thread is a daemon, which neither aiosqlite's nor an
    executor's is: a disk that does not answer must not hold up the end of the process. SQLite
    undoes a transaction that is cut off there.
    """

    def __init__(self, path: Path, pragmas: str, make_engine: Callable[[Raw], Engine]) -> None:
        self._path = path
        self._pragmas = pragmas
        self._make_engine = make_engine
        self._connected = False
        self._session: Connection | None = None
        self._closing = False
        self._jobs = SimpleQueue[_Job[Any] | None]()

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
        Thread(target=_work_off, args=(self._jobs,), name="store", daemon=True).start()
        try:
            await self._submit(self._open)
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
        return await self._submit(partial(self._run, act))

    async def close(self, *, last: Act[object] | None = None) -> None:
        """Close once what is queued is done, and a last act; a stuck thread is left behind."""
        self._closing = True
        closed = self._submit(partial(self._close, last))
        self._jobs.put(None)
        await asyncio.wait({closed}, timeout=CLOSING)
        if not closed.cancel():
            closed.exception()  # of a connection that is gone either way

    async def __aenter__(self) -> SqliteConnection:
        return await self.open()

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    def _submit(self, work: Callable[[], T]) -> asyncio.Future[T]:
        loop = asyncio.get_running_loop()
        job = _Job(work, loop, loop.create_future())
        self._jobs.put(job)
        return job.answer

    def _open(self) -> None:
        self._session = self._make_engine(self._connect).connect()

    def _connect(self) -> sqlite3.Connection:
        if self._connected:  # asked again, SQLAlchemy has thrown the connection away
            raise StoreFailure(Problem.LOST)
        self._connected = True
        try:
            return sqlite_engines.connect(self._path, self._pragmas)
        except sqlite3.OperationalError:
            if self._path.exists():
                raise
            raise StoreFailure(Problem.MISSING) from None

    def _run(self, act: Act[T]) -> T:
        if self._session is None:
            raise StoreFailure(Problem.LOST)
        try:
            return act(self._session)
        finally:
            # A query begins a transaction, too, as SQLAlchemy sees it.
            self._session.rollback()

    def _close(self, last: Act[object] | None) -> None:
        try:
            if last is not None:
                with suppress(*DRIVER_ERRORS, StoreFailure):
                    self._run(last)
        finally:
            if self._session is not None:
                self._session.close()


@dataclass(frozen=True, slots=True)
class _Job(Generic[T]):
    """Work for the thread, and the future of the event loop that takes its outcome."""

    work: Callable[[], T]
    loop: asyncio.AbstractEventLoop
    answer: asyncio.Future[T]

    def do(self) -> None:
        try:
            tell = partial(_resolve, self.answer, self.work())
        except BaseException as error:  # noqa: BLE001 (whatever a work raises is its caller's)
            tell = partial(_refuse, self.answer, error)
        with suppress(RuntimeError):  # the event loop is closed: there is nobody to tell
            self.loop.call_soon_threadsafe(tell)


def _work_off(jobs: SimpleQueue[_Job[Any] | None]) -> None:
    while (job := jobs.get()) is not None:
        job.do()
        del job  # whatever it found is not held until the next one comes


def _resolve(answer: asyncio.Future[T], result: T) -> None:
    if not answer.done():
        answer.set_result(result)


def _refuse(answer: asyncio.Future[Any], error: BaseException) -> None:
    if not answer.done():
        answer.set_exception(error)
