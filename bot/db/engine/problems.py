"""What can go wrong with a store, told apart by what it means for the work in hand."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from enum import StrEnum

import asyncpg
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

log = logging.getLogger(__name__)


class Trouble(StrEnum):
    """Why the store as a whole cannot do its work; the words go into the log."""

    LOST = "the connection to the database was lost"
    UNREACHABLE = "the database cannot be reached"
    BUSY = "another program holds the database"
    FULL = "the disk or the database is full"
    READ_ONLY = "the database takes no changes: it is read-only"
    BROKEN = "the database file is damaged"
    FAILING = "the disk or the database server reports an error"
    MISSING = "the database file is gone"
    FOREIGN = "the database file was replaced by one that this release cannot use"
    SLOW = "the database does not answer in time"
    CLOSING = "the store is closing"


class StoreFailure(Exception):
    """The store failed, not the work. Nothing of the transaction was kept."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


class CommitUnknown(StoreFailure):
    """The store failed while it confirmed: the transaction was kept whole, or not at all."""


# By primary result code, https://sqlite.org/rescode.html (the low byte of the extended code).
_SQLITE = {
    sqlite3.SQLITE_BUSY: Trouble.BUSY,
    sqlite3.SQLITE_LOCKED: Trouble.BUSY,
    sqlite3.SQLITE_PROTOCOL: Trouble.BUSY,
    sqlite3.SQLITE_FULL: Trouble.FULL,
    sqlite3.SQLITE_READONLY: Trouble.READ_ONLY,
    sqlite3.SQLITE_PERM: Trouble.READ_ONLY,
    sqlite3.SQLITE_CORRUPT: Trouble.BROKEN,
    sqlite3.SQLITE_NOTADB: Trouble.BROKEN,
    sqlite3.SQLITE_IOERR: Trouble.FAILING,
    sqlite3.SQLITE_NOMEM: Trouble.FAILING,
    sqlite3.SQLITE_CANTOPEN: Trouble.UNREACHABLE,
}

# By SQLSTATE or its class, https://www.postgresql.org/docs/current/errcodes-appendix.html
_POSTGRES = {
    "25006": Trouble.READ_ONLY,
    "55P03": Trouble.BUSY,
    "57014": Trouble.SLOW,
    "53100": Trouble.FULL,
    "08": Trouble.LOST,
    "57": Trouble.LOST,
    "28": Trouble.UNREACHABLE,
    "3D": Trouble.UNREACHABLE,
    "53": Trouble.UNREACHABLE,
    "58": Trouble.FAILING,
    "XX": Trouble.BROKEN,
}


def trouble_of(error: BaseException) -> Trouble | None:
    """Return what an error says about the whole store, or None if it belongs to one work."""
    if isinstance(error, DBAPIError):
        if error.connection_invalidated:
            return Trouble.LOST
        return _of_driver(error.orig) if error.orig is not None else None
    return _of_driver(error)


def _of_driver(error: BaseException) -> Trouble | None:
    if isinstance(error, sqlite3.Error):
        code: int | None = getattr(error, "sqlite_errorcode", None)
        return None if code is None else _SQLITE.get(code & 0xFF)
    state: str | None = getattr(error, "sqlstate", None)
    if state is not None:
        return _POSTGRES.get(state) or _POSTGRES.get(state[:2])
    if isinstance(error, PoolTimeout):
        return Trouble.SLOW
    # asyncpg's own errors about a connection in a wrong state are not PostgresErrors, and a
    # socket that breaks shows as OSError (TimeoutError and ConnectionError among them).
    if isinstance(error, (asyncpg.InternalClientError, asyncpg.InterfaceError, OSError)):
        return Trouble.LOST
    return None


DRIVER_ERRORS = (
    SQLAlchemyError,
    sqlite3.Error,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    OSError,
)
"""All that a driver or SQLAlchemy raises; they do not wrap everything (see `_of_driver`)."""


@contextmanager
def told_apart() -> Generator[None]:
    """Turn an error that means the whole store into `StoreFailure`; leave a work's own alone."""
    try:
        yield
    except DRIVER_ERRORS as error:
        trouble = trouble_of(error)
        if trouble is None:
            raise
        raise StoreFailure(trouble) from error


class Side(StrEnum):
    """Which half of the store a condition is about; the word goes into the log."""

    READING = "reading"
    WRITING = "writing"


class Condition:
    """Says in the log what changed about the store, once a change and never once a failure."""

    def __init__(self, side: Side) -> None:
        self._side = side
        self._trouble: Trouble | None = None

    def failed(self, trouble: Trouble) -> None:
        """Note a failure; only a new kind of trouble is logged."""
        if trouble is not self._trouble:
            self._trouble = trouble
            log.error("%s: %s", self._side, trouble)

    def worked(self) -> None:
        """Note a success; only the first one after trouble is logged."""
        if self._trouble is not None:
            self._trouble = None
            log.warning("%s: works again", self._side)
