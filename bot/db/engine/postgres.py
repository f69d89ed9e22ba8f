"""The PostgreSQL engine: one writing connection, a few reading ones, and writers in a queue."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from functools import partial
from typing import Generic, TypeVar
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit
from weakref import WeakSet

import asyncpg
from sqlalchemy import Connection, text
from sqlalchemy.engine.interfaces import IsolationLevel
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.database_url import PostgresServer
from bot.db.engine.problems import (
    DRIVER_ERRORS,
    CommitUnknown,
    Problem,
    StoreFailure,
    as_store_failure,
)
from bot.db.engine.protocol import READERS, Act, transact

T = TypeVar("T")

_WRITERS_QUEUE = 0x43_41_4D_01
"""Advisory lock: one write transaction at a time, over all processes. Every change moves the
campaign's counter, so writers wait for each other anyway; here they do so before they hold
anything, and no order of works can make a deadlock."""
RUNNING = 0x43_41_4D_02
"""Advisory lock: shared by every process at work, taken alone by `restore`."""
MIGRATING = 0x43_41_4D_03
"""Advisory lock: one process migrates, the others wait and find it done."""

WRITER_LIMITS = {"lock_timeout": "5s", "statement_timeout": "15s"}
"""How long the server lets a writer wait for another program, and a statement run."""

CLOSING = 0.8
"""Seconds that closing waits for the server's answer."""
TERMINATING = 0.2
"""Further seconds until connections that were cut are left behind."""

_ASK_AGAIN = (0, 0.5, 1.5)
"""Seconds before each question to a server that broke off in COMMIT: it may be starting anew."""

_QUEUE_UP = text("SELECT pg_advisory_xact_lock(:queue), pg_current_xact_id()::text")
_STATUS = text("SELECT pg_xact_status(CAST(CAST(:transaction AS text) AS xid8))")

_LIBPQ_ONLY = {
    "channel_binding",
    "connect_timeout",
    "gssencmode",
    "keepalives",
    "keepalives_count",
    "keepalives_idle",
    "keepalives_interval",
}
"""Parameters of libpq in the address that the server would refuse as settings."""


class PostgresEngine:
    """Works on one PostgreSQL database; a lost connection is made anew at the next use."""

    def __init__(self, target: PostgresServer) -> None:
        self._connections: WeakSet[asyncpg.Connection] = WeakSet()
        self._writer = _engine(target, WRITER_LIMITS, connections=self._connections)
        self._readers = reader_engine(target, connections=self._connections)
        self._connection: AsyncConnection | None = None

    async def write(self, act: Act[T]) -> T:
        """Run one transaction on the writing connection.

        If the connection breaks in COMMIT, the server is asked on a new one what became of it.
        """
        connection = await self._open()
        attempt = _Attempt(act)
        try:
            return await connection.run_sync(transact, attempt)
        except CommitUnknown as unknown:
            await self._drop()
            if await self._was_kept(attempt.transaction, unknown):
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

    async def tidy(self) -> bool:
        """Do nothing: PostgreSQL alone decides where a row lies."""
        return True

    async def close(self) -> None:
        """Close every connection; cut those on which the server does not answer."""
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
        with as_store_failure():
            async with self._readers.connect() as connection:
                return await connection.run_sync(query)

    async def _was_kept(self, transaction: str, unknown: CommitUnknown) -> bool:
        for pause in _ASK_AGAIN:
            await asyncio.sleep(pause)
            try:
                # Queues behind the transaction in question, if its server process still lives.
                asked = _Attempt(partial(_status_of, transaction))
                status = await (await self._open()).run_sync(transact, asked)
            except StoreFailure:
                await self._drop()
                continue
            if status in ("committed", "aborted"):
                return status == "committed"
        raise unknown

    async def _open(self) -> AsyncConnection:
        if self._connection is not None:
            return self._connection
        try:
            connection = await self._writer.connect()
            free = await connection.scalar(
                text("SELECT pg_try_advisory_lock_shared(:key)"), {"key": RUNNING}
            )
            await connection.commit()
        except DRIVER_ERRORS as error:
            raise StoreFailure(Problem.UNREACHABLE) from error
        if not free:
            await connection.close()
            raise StoreFailure(Problem.BUSY)
        self._connection = connection
        return connection

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
        self.transaction = connection.execute(_QUEUE_UP, {"queue": _WRITERS_QUEUE}).one()[1]
        self._results = [self._act(connection)]
        return self._results[0]

    def result(self) -> T:
        """Return what the act returned before its commit."""
        return self._results[0]


def _status_of(transaction: str, connection: Connection) -> str | None:
    return connection.execute(_STATUS, {"transaction": transaction}).scalar()


def reader_engine(
    target: PostgresServer, *, connections: WeakSet[asyncpg.Connection] | None = None
) -> AsyncEngine:
    """Return an engine whose connections cannot write and see one statement at a time."""
    limits = {"default_transaction_read_only": "on", "statement_timeout": "60s"}
    return _engine(
        target, limits, pool_size=READERS, isolation_level="AUTOCOMMIT", connections=connections
    )


def backup_engine(target: PostgresServer) -> AsyncEngine:
    """Return an engine whose one connection sees one moment, for as long as it needs."""
    limits = {"default_transaction_read_only": "on", "idle_in_transaction_session_timeout": "0"}
    return _engine(target, limits, isolation_level="REPEATABLE READ")


def migration_engine(target: PostgresServer) -> AsyncEngine:
    """Return an engine whose one connection may take its time."""
    return _engine(target, {}, silence=None)


def _engine(
    target: PostgresServer,
    limits: Mapping[str, str],
    *,
    pool_size: int = 1,
    isolation_level: IsolationLevel = "READ COMMITTED",
    silence: float | None = 60,
    connections: WeakSet[asyncpg.Connection] | None = None,
) -> AsyncEngine:
    async def connect() -> asyncpg.Connection:
        opened = await _connect(target, limits, silence)
        if connections is not None:
            connections.add(opened)
        return opened

    return create_async_engine(
        "postgresql+asyncpg://",
        async_creator=connect,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=5,
        isolation_level=isolation_level,
        hide_parameters=True,
    )


async def _connect(
    target: PostgresServer, limits: Mapping[str, str], silence: float | None
) -> asyncpg.Connection:
    return await asyncpg.connect(
        without_libpq_parameters(target.dsn),
        timeout=5,
        # Seconds without an answer after which a connection counts as lost.
        command_timeout=silence,
        server_settings={
            "application_name": "campaign-bot",
            # A process that died in a transaction must not hold up the others.
            "idle_in_transaction_session_timeout": "30s",
            **limits,
        },
    )


def without_libpq_parameters(dsn: str) -> str:
    """Return an address without the parameters that only libpq knows."""
    parts = urlsplit(dsn)
    kept = [pair for pair in parse_qsl(parts.query) if pair[0] not in _LIBPQ_ONLY]
    return urlunsplit(parts._replace(query=urlencode(kept)))
