"""The problems a store can have, and how errors of the drivers map to them."""

from __future__ import annotations

import errno
import logging
import os
import sqlite3
import ssl
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

import asyncpg
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.exits import CannotStart, Exit, typed

_log = logging.getLogger(__name__)


class Problem(StrEnum):
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
    UNTRUSTED = "the certificate of the database server cannot be verified"
    NO_TLS = "the database server does not take an encrypted connection"
    CERTIFICATE_FILE = "a file that the address of the database names cannot be used"
    REFUSED = "the database server, or a pooler before it, refuses the connection"
    SETTING = "the database server refuses a setting of its address"
    CROWDED = "the database server has no connection left"
    FORBIDDEN = "the user of the database lacks a right"
    NO_SCHEMA = "the user of the database has no schema"


class StoreFailure(Exception):
    """The store failed, not the work. Nothing of the transaction was kept."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.value)
        self.problem = problem


class CommitUnknown(StoreFailure):
    """The store failed while it confirmed: the transaction was kept whole, or not at all."""


# By primary result code, https://sqlite.org/rescode.html (the low byte of the extended code).
_SQLITE = {
    sqlite3.SQLITE_BUSY: Problem.BUSY,
    sqlite3.SQLITE_LOCKED: Problem.BUSY,
    sqlite3.SQLITE_PROTOCOL: Problem.BUSY,
    sqlite3.SQLITE_FULL: Problem.FULL,
    sqlite3.SQLITE_READONLY: Problem.READ_ONLY,
    sqlite3.SQLITE_PERM: Problem.READ_ONLY,
    sqlite3.SQLITE_CORRUPT: Problem.BROKEN,
    sqlite3.SQLITE_NOTADB: Problem.BROKEN,
    sqlite3.SQLITE_IOERR: Problem.FAILING,
    sqlite3.SQLITE_NOMEM: Problem.FAILING,
    sqlite3.SQLITE_CANTOPEN: Problem.UNREACHABLE,
}

# By SQLSTATE or its class, https://www.postgresql.org/docs/current/errcodes-appendix.html
_POSTGRES = {
    "08P01": Problem.REFUSED,  # of PgBouncer alone: it says so of all that it does not take
    "22021": Problem.SETTING,
    "22023": Problem.SETTING,
    "25006": Problem.READ_ONLY,
    "3F000": Problem.NO_SCHEMA,
    "42501": Problem.FORBIDDEN,
    "42704": Problem.SETTING,
    "55P03": Problem.BUSY,
    "57014": Problem.SLOW,
    "53100": Problem.FULL,
    "08": Problem.LOST,
    "57": Problem.LOST,
    "53300": Problem.CROWDED,
    "28": Problem.REFUSED,
    "3D": Problem.REFUSED,
    "53": Problem.UNREACHABLE,
    "58": Problem.FAILING,
    "XX": Problem.BROKEN,
}


# asyncpg's own errors about a connection in a wrong state are not PostgresErrors, and a socket that
# breaks shows as OSError (TimeoutError and ConnectionError among them).
_KINDS: Mapping[type[BaseException], Problem] = {
    PoolTimeout: Problem.SLOW,
    asyncpg.ClientConfigurationError: Problem.SETTING,
    asyncpg.InternalClientError: Problem.LOST,
    asyncpg.InterfaceError: Problem.LOST,
    ssl.SSLCertVerificationError: Problem.UNTRUSTED,
    ssl.SSLError: Problem.NO_TLS,
    OSError: Problem.LOST,
}
"""By the kind of an error, the narrower before the wider one."""


_OF_FILES = {
    errno.ENOSPC: Problem.FULL,
    errno.EDQUOT: Problem.FULL,
    errno.EROFS: Problem.READ_ONLY,
}
"""By the system's number; of all others, EACCES among them, owner and mode are to be looked at."""


def problem_of_files(error: OSError) -> Problem:
    """Return what it means that a file or folder of the store cannot be made or opened."""
    return _OF_FILES.get(error.errno or 0, Problem.UNREACHABLE)


_ROOM = 64 * 1024
"""Bytes that opening a database takes: the index of its write-ahead log is 32 KB."""


def problem_of_disk(folder: Path) -> Problem | None:
    """Return what is wrong with the disk under a folder; None where nothing is seen."""
    if sys.platform == "win32":
        return None
    try:
        disk = os.statvfs(folder)
    except OSError:
        return None
    if disk.f_flag & os.ST_RDONLY:
        return Problem.READ_ONLY
    full = disk.f_bavail * disk.f_frsize < _ROOM or (disk.f_files and not disk.f_favail)
    return Problem.FULL if full and disk.f_blocks else None


def problem_of(error: BaseException) -> Problem | None:
    """Return what an error says about the whole store, or None if it belongs to one work."""
    if isinstance(error, DBAPIError):
        if error.connection_invalidated:
            return Problem.LOST
        return _of_driver(error.driver_exception) if error.orig is not None else None
    return _of_driver(error)


def _of_driver(error: BaseException) -> Problem | None:
    if isinstance(error, sqlite3.Error):
        code: int | None = getattr(error, "sqlite_errorcode", None)
        return None if code is None else _SQLITE.get(code & 0xFF)
    state: str | None = getattr(error, "sqlstate", None)
    if state is not None:
        return _POSTGRES.get(state) or _POSTGRES.get(state[:2])
    # asyncpg raises the bare class where a server takes no encryption; the system never does.
    if type(error) is ConnectionError:
        return Problem.NO_TLS
    return next((problem for kind, problem in _KINDS.items() if isinstance(error, kind)), None)


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
def as_store_failure() -> Generator[None]:
    """Turn an error that means the whole store into `StoreFailure`; pass on others."""
    try:
        yield
    except DRIVER_ERRORS as error:
        problem = problem_of(error)
        if problem is None:
            raise
        raise StoreFailure(problem) from error


_ADVICE = {
    Problem.BUSY: "Another program holds the database: close it and start again.",
    Problem.FULL: "The disk or the database is full: make room and start again.",
    Problem.READ_ONLY: "The database takes no changes: check that the disk is not mounted "
    "read-only, and the owner and the mode of the file and of its folder; of a server, whether it "
    "only copies another one, or its host has closed it for changes, as some do when its disk is "
    "full.",
    Problem.CROWDED: "The database server, or a pooler before it, has no connection left for the "
    "user in DATABASE_URL, and the bot takes five: close programs that use it, raise its limit, or "
    "use the address of its pooler.",
    Problem.BROKEN: "The database is damaged, or DATABASE_URL names a file that is no database: "
    f"look at it with {typed('doctor')}, or restore a backup.",
    Problem.UNREACHABLE: "The database cannot be opened: check DATABASE_URL, the owner and the "
    "mode of the file and of its folder, or the server's user and password.",
    Problem.LOST: "The database server does not answer, or breaks off: check DATABASE_URL, that it "
    "runs, and that a pooler before it is in session or transaction mode, not in statement mode.",
    Problem.UNTRUSTED: "The certificate of the database server cannot be verified: it is made out "
    "to another name, has expired, or no authority known here signed it. Give the host's own "
    "authority in DATABASE_URL (sslmode=verify-full&sslrootcert=/path/to/its.crt), or encrypt "
    "without knowing with whom (sslmode=no-verify).",
    Problem.NO_TLS: "The database server takes no encrypted connection as DATABASE_URL wants it, "
    "or something before it closes the connection: check that it runs, is not asleep, and lets "
    "this machine in, and that its port is PostgreSQL's; only where it takes none on a private "
    "network use sslmode=disable.",
    Problem.CERTIFICATE_FILE: "A file that DATABASE_URL names (sslrootcert, sslcert, sslkey or "
    "sslcrl) is not there, this user may not read it, or it holds no certificate or key as text "
    "(PEM).",
    Problem.REFUSED: "The database server, or a pooler before it, refuses the connection: check "
    "the name, the user, the password and options= in DATABASE_URL.",
    Problem.SETTING: "The database server does not know a setting that DATABASE_URL asks for, or "
    "not that value: check its words after the question mark, options= above all.",
    Problem.FORBIDDEN: "The user in DATABASE_URL lacks a right: as the owner of the database run "
    "GRANT CONNECT ON DATABASE its name TO that user and, in the database, GRANT USAGE, CREATE ON "
    "SCHEMA public TO that user, or, where another user made the bot's tables, let that one be in "
    "DATABASE_URL.",
    Problem.NO_SCHEMA: "The user in DATABASE_URL has no schema to keep tables in: as the owner of "
    "the database run GRANT USAGE, CREATE ON SCHEMA public TO that user, and, if that is not "
    "enough, ALTER ROLE that user SET search_path = public.",
    Problem.SLOW: "The database server does not answer in time: check that it runs.",
}


@contextmanager
def as_cannot_start(file: Path | None = None) -> Generator[None]:
    """Turn the error of a store that cannot be used into `CannotStart`, with what to do.

    SQLite does not say why it could not open what lies beside a file: the disk then does.
    """
    try:
        yield
    except StoreFailure as failure:
        raise cannot_start(failure.problem, file) from failure
    except DRIVER_ERRORS as error:
        problem = problem_of(error)
        if problem is None:
            raise  # not the store's state but a fault of ours: whoever reads it needs all of it
        raise cannot_start(problem, file) from error


def cannot_start(problem: Problem, file: Path | None = None) -> CannotStart:
    """Return what to tell whoever starts with a store that has a problem."""
    if file is not None and problem in (Problem.UNREACHABLE, Problem.FAILING):
        problem = problem_of_disk(file.parent) or problem
    return CannotStart(_ADVICE.get(problem, _ADVICE[Problem.UNREACHABLE]), Exit.DATABASE)


class Side(StrEnum):
    """Which half of the store a log line is about; the word goes into the log."""

    READING = "reading"
    WRITING = "writing"


class HealthLog:
    """Says in the log what changed about the store, once a change and never once a failure."""

    def __init__(self, side: Side) -> None:
        self._side = side
        self._problem: Problem | None = None

    def failed(self, problem: Problem) -> None:
        """Note a failure; only a new kind is logged, and that the store is closing is none."""
        if problem not in (self._problem, Problem.CLOSING):
            self._problem = problem
            _log.error("%s: %s", self._side, problem)

    def worked(self) -> None:
        """Note a success; only the first one after a problem is logged."""
        if self._problem is not None:
            self._problem = None
            _log.warning("%s: works again", self._side)
