"""The PostgreSQL engine: one writing connection, a few reading ones, and writers in a queue."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Generic, TypeVar
from weakref import WeakSet

import asyncpg
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.database_url import PostgresServer
from bot.db.engine.postgres_connections import reader_engine, writer_engine
from bot.db.engine.problems import (
    DRIVER_ERRORS,
    CommitUnknown,
    Problem,
    StoreFailure,
    as_store_failure,
)
from bot.db.engine.protocol import Act, transact

T = TypeVar("T")

WRITING = 0x43_41_4D_01
"""Advisory lock: one write transaction at a time, over all processes. Every change moves the
campaign's counter, so writers wait for each other anyway; here they do so before they hold
anything, and no order of works can make a deadlock."""
RUNNING = 0x43_41_4D_02
"""Advisory lock: shared by every process at work, taken alone by `restore`.

A pooler would hand it on with the connection, or keep it after the process has ended: through one
it is only looked at, and a restore cannot tell that the process is there. Its writes wait in the
queue until the restore is done, and are then made to what was restored."""
MIGRATING = 0x43_41_4D_03
"""Advisory lock: one process migrates, the others wait and find it done."""

CLOSING = 0.8
"""Seconds that closing waits for the server's answer."""
TERMINATING = 0.2
"""Further seconds until connections that were cut are left behind."""

_ASK_AGAIN = (0, 0.5, 1.5)
"""Seconds before each question to a server that broke off in COMMIT: it may be starting anew."""

_FREE_AND_KEPT = text("SELECT pg_try_advisory_lock_shared(:key)")
_FREE_NOW = text("SELECT pg_try_advisory_xact_lock_shared(:key)")
_QUEUE_UP = text("SELECT pg_advisory_xact_lock(:queue), pg_current_xact_id()::text")
_STATUS = text("SELECT pg_xact_status(CAST(CAST(:transaction AS text) AS xid8))")
_STARTED = text("SELECT pg_postmaster_start_time(), pg_stat_get_bgwriter_stat_reset_time()")
"""When the server started, and when its statistics began: they do so anew after a crash, also one
that its first process outlived, and are each server's own where another one takes over."""


class PostgresEngine:
    """Works on one PostgreSQL database; a lost connection is made anew at the next use.

    `pooled` says that a pooler is in between: then nothing is left with a connection to the server
    from one transaction to the next, for another client may have it by then.
    """

    def __init__(self, target: PostgresServer, *, pooled: bool) -> None:
        self._connections: WeakSet[asyncpg.Connection] = WeakSet()
        self._writer = writer_engine(target, pooled=pooled, connections=self._connections)
        self._readers = reader_engine(target, pooled=pooled, connections=self._connections)
        self._free = _FREE_NOW if pooled else _FREE_AND_KEPT
        self._connection: AsyncConnection | None = None
        self._started: tuple[object, ...] = ()
        self._closed = False

    async def write(self, act: Act[T]) -> T:
        """Run one transaction on the writing connection.

        If the connection breaks in COMMIT, the server is asked on a new one what became of it.
        """
        connection = await self._open()
        attempt, started = _Attempt(act), self._started
        try:
            return await connection.run_sync(transact, attempt)
        except CommitUnknown as unknown:
            await self._drop()
            if await self._was_kept(attempt.transaction, started, unknown):
                return attempt.result()
            raise StoreFailure(Problem.LOST) from unknown
        except (StoreFailure, asyncio.CancelledError):
            await self._drop()
            raise

    async def read(self, query: Act[T]) -> T:
        """Run one query, once more on a new connection if the old one turns out to be dead."""
        try:
            return await self._read(query)
        except StoreFailure as failure:
            if failure.problem is not Problem.LOST:
                raise
        return await self._read(query)

    async def scrub(self) -> bool:
        """Do nothing: PostgreSQL clears erased rows by its own vacuum."""
        return True

    async def vacuum(self) -> bool:
        """Do nothing: PostgreSQL alone decides where a row lies."""
        return True

    async def close(self) -> None:
        """Close every connection; cut those on which the server does not answer."""
        self._closed = True
        closing = asyncio.ensure_future(self._close())
        await asyncio.wait({closing}, timeout=CLOSING)
        if closing.done():
            return
        for connection in list(self._connections):
            connection.terminate()
        await asyncio.wait({closing}, timeout=TERMINATING)
        closing.cancel()

    async def _close(self) -> None:
        await self._drop()
        await self._writer.dispose()
        await self._readers.dispose()

    async def _read(self, query: Act[T]) -> T:
        self._must_be_open()
        with as_store_failure():
            async with self._readers.connect() as connection:
                return await connection.run_sync(query)

    async def _was_kept(
        self, transaction: str, started: tuple[object, ...], unknown: CommitUnknown
    ) -> bool:
        for pause in _ASK_AGAIN:
            await asyncio.sleep(pause)
            try:
                # Queues behind the transaction in question, if its server process still lives.
                asked = _Attempt(partial(_status_of, transaction, started))
                status = await (await self._open()).run_sync(transact, asked)
            except StoreFailure:
                await self._drop()
                continue
            if status in ("committed", "aborted"):
                return status == "committed"
            if status is None:
                break
        raise unknown

    async def _open(self) -> AsyncConnection:
        if self._connection is not None:
            return self._connection
        self._must_be_open()
        try:
            connection = await self._writer.connect()
            free = await connection.scalar(self._free, {"key": RUNNING})
            started = (await connection.execute(_STARTED)).one()
            await connection.commit()
        except DRIVER_ERRORS as error:
            raise StoreFailure(Problem.UNREACHABLE) from error
        if not free:
            await connection.close()
            raise StoreFailure(Problem.BUSY)
        self._connection, self._started = connection, tuple(started)
        return connection

    def _must_be_open(self) -> None:
        """Check that it was not closed: a connection made after that would be left behind."""
        if self._closed:
            raise StoreFailure(Problem.CLOSING)

    async def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is None:
            return
        try:
            # Ended, not returned: its advisory lock and any open transaction end with it.
            await connection.invalidate()
            await connection.close()
        except DRIVER_ERRORS:
            return


class _Attempt(Generic[T]):
    """An act that queues up behind other writers first, and remembers its transaction."""

    def __init__(self, act: Act[T]) -> None:
        self._act = act
        self._results: list[T] = []
        self.transaction = ""

    def __call__(self, connection: Connection) -> T:
        self.transaction = connection.execute(_QUEUE_UP, {"queue": WRITING}).one()[1]
        self._results = [self._act(connection)]
        return self._results[0]

    def result(self) -> T:
        """Return what the act returned before its commit."""
        return self._results[0]


def _status_of(transaction: str, started: tuple[object, ...], connection: Connection) -> str | None:
    """Return what became of a transaction; None where nobody can tell.

    A server that crashed has forgotten the transactions that had not reached its disk, and gives
    their numbers to others: what it says of such a number is about somebody else's.
    """
    if tuple(connection.execute(_STARTED).one()) != started:
        return None
    return connection.execute(_STATUS, {"transaction": transaction}).scalar()
