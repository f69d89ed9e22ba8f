"""SQLAlchemy engines for SQLite files, with the pragmas of each kind of use."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, NullPool, create_engine, event

BUSY_MS = 5_000
"""How long a connection waits for another program's lock, in milliseconds."""

LOG_BYTES = 16 * 1024 * 1024
"""How much of the write-ahead log is left on disk at most once nobody reads from it any more."""

_SAFE = "synchronous = FULL; foreign_keys = ON; secure_delete = ON; temp_store = MEMORY"
"""Pragmas of every connection that writes."""

WRITING = f"journal_mode = WAL; journal_size_limit = {LOG_BYTES}; {_SAFE}; schema_version"
"""Pragmas of the connection that writes; the last one reads, which makes the log if need be."""
MIGRATING = f"journal_mode = WAL; {_SAFE}; foreign_keys = OFF"
"""Pragmas for migrations: building a table anew drops the old one, and with foreign keys on its
dependants' rows."""
READING = "query_only = ON"
"""Pragmas of connections that cannot write."""
_ALWAYS = "trusted_schema = OFF"
"""Pragma of every connection: what a foreign file's schema calls cannot do harm."""
_COPYING = "journal_mode = MEMORY; synchronous = OFF; foreign_keys = ON; secure_delete = ON"

Raw = Callable[[], sqlite3.Connection]


def migration_engine(path: Path) -> Engine:
    """Return an engine for migrations."""
    return transactional(lambda: connect(path, MIGRATING))


def reader_engine(path: Path) -> Engine:
    """Return an engine for looking at a file that this process does not work with."""
    return querying(lambda: connect(path, READING))


def copy_engine(path: Path) -> Engine:
    """Return an engine for a file that nobody uses yet; `disks.sync` puts it on disk at the end."""
    return transactional(lambda: connect(path, _COPYING))


def querying(raw: Raw) -> Engine:
    """Return an engine whose connections see one statement at a time."""
    return create_engine(
        "sqlite://",
        creator=raw,
        poolclass=NullPool,
        pool_reset_on_return=None,
        isolation_level="AUTOCOMMIT",
        hide_parameters=True,
    )


def transactional(raw: Raw) -> Engine:
    """Return an engine whose transactions hold the write lock from their beginning."""
    engine = create_engine("sqlite://", creator=raw, poolclass=NullPool, hide_parameters=True)

    # Taking the write lock at once is what keeps a read-then-write from failing half-way.
    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:  # pyright: ignore[reportUnusedFunction]
        driver: Any = connection.connection.driver_connection
        driver.execute("BEGIN IMMEDIATE")

    return engine


def connect(path: Path, pragmas: str = "") -> sqlite3.Connection:
    """Open a file that is there; one that is gone is never made anew, empty, behind our backs."""
    connection = sqlite3.connect(address(path), **options())
    try:
        apply_pragmas(connection, pragmas)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def address(path: Path) -> str:
    """Return a file as SQLite opens it only where it is there."""
    return f"{path.as_uri()}?mode=rw"


def options() -> dict[str, Any]:
    """Return how every connection is opened: waiting for locks, with explicit transactions."""
    return {
        "uri": True,
        "timeout": BUSY_MS / 1_000,
        "isolation_level": None,
        "check_same_thread": False,
    }


def apply_pragmas(connection: sqlite3.Connection, pragmas: str) -> None:
    """Set the pragmas of one kind of use, and those of every connection."""
    for pragma in filter(None, (_ALWAYS, *pragmas.split("; "))):
        connection.execute(f"PRAGMA {pragma}").fetchall()
