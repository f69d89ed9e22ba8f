"""Connections to a PostgreSQL server, also where a pooler stands before it."""

from __future__ import annotations

import asyncio
import os
import ssl
from collections.abc import Mapping
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import Any, Final
from weakref import WeakSet

import asyncpg
from sqlalchemy import Connection, event, text
from sqlalchemy.engine.interfaces import IsolationLevel
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.database_url import PostgresServer
from bot.db.engine.problems import Problem, StoreFailure
from bot.db.engine.protocol import READERS
from bot.postgres_address import Verify

WRITER_LIMITS = {"lock_timeout": "5s", "statement_timeout": "15s"}
"""How long the server lets a writer wait for another program, and a statement run."""
_READER_LIMITS: Final = {"statement_timeout": "60s"}
_PATIENT: Final = {"idle_in_transaction_session_timeout": "0"}
_ALWAYS: Final = {"idle_in_transaction_session_timeout": "30s"}
"""A process that died in a transaction must not hold up the others."""

_CONNECTING: Final = 5
"""Seconds that one host may take to answer."""
_SILENCE: Final = 60
"""Seconds without an answer after which a connection counts as lost."""

_UNNAMED: Final[Mapping[str, Any]] = {
    "prepared_statement_cache_size": 0,
    "prepared_statement_name_func": lambda: "",
}
"""Keep no statement: a pooler gives each transaction another of its connections to the server."""


def writer_engine(
    target: PostgresServer, *, pooled: bool, connections: WeakSet[asyncpg.Connection]
) -> AsyncEngine:
    """Return an engine with one connection, which writes."""
    return _engine(target, WRITER_LIMITS, pooled=pooled, connections=connections)


def reader_engine(
    target: PostgresServer,
    *,
    pooled: bool = True,
    connections: WeakSet[asyncpg.Connection] | None = None,
) -> AsyncEngine:
    """Return an engine whose transactions cannot write and see one moment each."""
    return _engine(
        target,
        _READER_LIMITS,
        pooled=pooled,
        size=READERS,
        isolation_level="REPEATABLE READ",
        connections=connections,
    )


def backup_engine(target: PostgresServer) -> AsyncEngine:
    """Return an engine whose one transaction sees one moment, for as long as it needs."""
    return _engine(target, _PATIENT, isolation_level="REPEATABLE READ")


def migration_engine(target: PostgresServer) -> AsyncEngine:
    """Return an engine whose one transaction may take its time."""
    return _engine(target, _PATIENT, silence=None)


def behind_pooler(connection: Connection) -> bool:
    """Whether a pooler is in between: it answers for processes that are not the server's.

    In which of its modes it works cannot be told from here, so each counts as the most frugal one:
    what a session is told lasts for a transaction.
    """
    driver: Any = connection.connection.driver_connection
    announced = driver.get_server_pid()
    return announced != connection.execute(text("SELECT pg_backend_pid()")).scalar()


def _engine(
    target: PostgresServer,
    limits: Mapping[str, str],
    *,
    pooled: bool = True,
    size: int = 1,
    isolation_level: IsolationLevel = "READ COMMITTED",
    silence: float | None = _SILENCE,
    connections: WeakSet[asyncpg.Connection] | None = None,
) -> AsyncEngine:
    """Return an engine for a server; where it is not known to be met directly, as for a pooler."""
    settings = {**target.settings, **_ALWAYS, **limits}

    async def connect() -> asyncpg.Connection:
        opened = await _connect(target, silence, keeping=not pooled)
        if connections is not None:
            connections.add(opened)
        if not pooled:
            calls, values = _calls(settings, local=False)
            await opened.execute(calls, *values)
        return opened

    def create() -> Any:
        # `async_creator` leaves no room for the adapter's own options. SQLAlchemy's code says in a
        # remark there that who needs both is to emulate it so; its documentation says nothing.
        dbapi: Any = engine.dialect.dbapi
        return dbapi.connect(async_creator_fn=connect, **_UNNAMED)

    connecting: dict[str, Any] = {"creator": create} if pooled else {"async_creator": connect}
    engine = create_async_engine(
        "postgresql+asyncpg://",
        **connecting,
        pool_size=size,
        max_overflow=0,
        pool_timeout=_CONNECTING,
        isolation_level=isolation_level,
        execution_options={"postgresql_readonly": isolation_level == "REPEATABLE READ"},
        hide_parameters=True,
    )
    if pooled:
        _set_in_every_transaction(engine, settings)
    return engine


def _set_in_every_transaction(engine: AsyncEngine, settings: Mapping[str, str]) -> None:
    calls, values = _calls(settings, local=True)

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Connection) -> None:  # pyright: ignore[reportUnusedFunction]
        connection.exec_driver_sql(calls, values)


def _calls(settings: Mapping[str, str], *, local: bool) -> tuple[str, tuple[str, ...]]:
    """Return a statement that sets these for the transaction or the session, and its values."""
    places = range(1, 2 * len(settings), 2)
    calls = (f"set_config(${at}, ${at + 1}, {str(local).lower()})" for at in places)
    return f"SELECT {', '.join(calls)}", tuple(chain.from_iterable(settings.items()))


async def _connect(
    target: PostgresServer, silence: float | None, *, keeping: bool
) -> asyncpg.Connection:
    """Connect to the first host that answers; of several, to the first that takes changes."""
    options: dict[str, Any] = {"timeout": _CONNECTING, "command_timeout": silence}
    if not keeping:
        options["statement_cache_size"] = 0
    if target.options is not None:
        options["server_settings"] = {"options": target.options}
    if (context := await asyncio.to_thread(_judging, target)) is not None:
        options["ssl"] = context
    if len(target.dsns) > 1:
        options["target_session_attrs"] = "read-write"
    others = target.dsns[: len(target.dsns) - 1]
    for dsn in others:
        with suppress(OSError, asyncpg.InternalClientError, asyncpg.CannotConnectNowError):
            return await asyncpg.connect(dsn, **options)
    return await asyncpg.connect(target.dsns[len(others)], **options)


def _judging(target: PostgresServer) -> ssl.SSLContext | None:
    """Return by what a certificate is judged where asyncpg cannot be told in the address.

    Raises:
        StoreFailure: (CERTIFICATE_FILE) a file that the address names is none, or cannot be read.
    """
    _check_files(target.certificates)
    verify = target.verify
    if verify is Verify.DEFAULT and not _has_own_authorities():
        verify = Verify.SYSTEM
    if verify is Verify.SYSTEM:
        return ssl.create_default_context()
    if verify is Verify.NOT:
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        return context
    return None


def _check_files(named: Mapping[str, str]) -> None:
    """Load what the address names: asyncpg's error for it would be that of a server."""
    files = {word: value for word, value in named.items() if word != "sslpassword"}
    try:
        context = ssl.create_default_context()
        for word in ("sslrootcert", "sslcrl"):
            if word in files:
                context.load_verify_locations(files[word])
        if "sslcert" in files:
            password = named.get("sslpassword", "")
            context.load_cert_chain(files["sslcert"], files.get("sslkey"), lambda: password)
    except (OSError, ValueError) as error:  # and SSLError
        raise StoreFailure(Problem.CERTIFICATE_FILE) from error
    if not all(os.access(file, os.R_OK) for file in files.values()):
        raise StoreFailure(Problem.CERTIFICATE_FILE)


def _has_own_authorities() -> bool:
    """Whether libpq's own place for authorities has some, or the environment names one."""
    if os.environ.get("PGSSLROOTCERT"):
        return True
    try:
        return (Path.home() / ".postgresql" / "root.crt").exists()
    except (OSError, RuntimeError):
        return False
