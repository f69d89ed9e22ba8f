"""Reads a file that anyone may have made: plain tables only, and each statement for so long."""

from __future__ import annotations

import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Event
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, Table, create_engine

from bot.db.engine.problems import DRIVER_ERRORS
from bot.db.engine.sqlite_engines import querying
from bot.db.maintenance.copies.proof import Label, read_label
from bot.db.maintenance.copies.rows import Chunks, rows_of
from bot.db.migrate import check_revision, upgrade
from bot.exits import CannotStart, Exit

T = TypeVar("T")

PATIENCE: Final = 20.0
"""Seconds that the next rows of a statement may take."""
_CHECKING: Final = 60.0
"""Seconds that a look at all of a file may take at least, and one more for each megabyte."""
LONGEST: Final = 65_536
"""Bytes of a value, or of a row, at most: no honest one comes near."""

_STEPS: Final = 10_000
"""Steps of SQLite's machine between two looks at the clock."""
_MOST_ENTRIES: Final = 100
_MASTER: Final = "SELECT type, name, tbl_name, sql FROM sqlite_master LIMIT 101"
_SEQUENCES: Final = (
    "table",
    "sqlite_sequence",
    "sqlite_sequence",
    "CREATE TABLE sqlite_sequence(name,seq)",
)
_VERSIONS: Final = "alembic_version"

_CHANGED: Final = (
    "holds other tables, views or triggers than a backup of this bot: it was changed, or another "
    "program made it. Nothing of it was run, and nothing was replaced."
)


class ForeignFile:
    """A file that is read and never trusted.

    Its schema is compared before anything in it is read, so that no view, trigger, generated column
    or virtual table of it ever runs.
    """

    def __init__(self, path: Path, connection: Connection, limit: _Limit, stop: Event) -> None:
        self.path = path
        self.stop = stop
        self._limit = limit
        self._connection = connection
        self._checking = _CHECKING + path.stat().st_size / 2**20
        with self._reading(PATIENCE):
            self.revision = self._revision()

    def rows(self, table: Table) -> Chunks:
        """Give all rows of a table of this release's schema, in the order of its key.

        Raises:
            CannotStart: (BACKUP) when the file is damaged, or does not come to an end.
        """
        chunks = rows_of(self._connection, table)
        while True:
            with self._reading(PATIENCE):
                chunk = next(chunks, None)
            if chunk is None:
                return
            yield chunk

    def label(self) -> Label:
        """Return what the file says of itself.

        Raises:
            CannotStart: as `rows`.
        """
        with self._reading(PATIENCE):
            return read_label(self._connection, self.revision)

    def ask(self, query: Callable[[Connection], T]) -> T:
        """Run a query on the tables.

        Raises:
            CannotStart: as `rows`.
        """
        with self._reading(self._checking):
            return query(self._connection)

    def check(self) -> None:
        """Check every page of the file.

        Raises:
            CannotStart: (BACKUP) when it is damaged.
        """
        with self._reading(self._checking):
            found = self._connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
            if found != "ok":
                raise refused(f"{self.path} is not whole: {found}.")
            if self._connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                raise refused(f"{self.path} is not whole: an attribution has lost its pledge.")

    def _revision(self) -> str:
        """Return the schema that the file says it has, once it is known to have it."""
        found = _entries(self._connection)
        versions = Counter(entry for entry in found.elements() if entry[2] == _VERSIONS)
        if not found:
            raise refused(f"{self.path} is not whole: it has no tables.")
        if found.total() > _MOST_ENTRIES or versions != _versions():
            raise refused(f"{self.path} {_CHANGED}")
        rows = self._connection.exec_driver_sql(
            "SELECT version_num FROM alembic_version LIMIT 2"
        ).all()
        if len(rows) != 1 or not isinstance(rows[0][0], str):
            raise refused(f"{self.path} {_CHANGED}")
        revision = rows[0][0][:40]
        check_revision(revision, migrate=True)
        if found != schema_of(revision):
            raise refused(f"{self.path} {_CHANGED}")
        return revision

    @contextmanager
    def _reading(self, patience: float) -> Generator[None]:
        self._limit.begin(patience)
        try:
            yield
        except DRIVER_ERRORS as error:
            why = "it does not come to an end" if self._limit.over else "it is damaged"
            raise refused(f"{self.path} is not a backup of this bot, or {why}.") from error
        finally:
            self._limit.end()


class _Limit:
    """Ends a statement that takes too long, or that nobody waits for any more."""

    def __init__(self, stop: Event) -> None:
        self._stop = stop
        self._until: float | None = None
        self.over = False

    def begin(self, patience: float) -> None:
        self._until = time.monotonic() + patience
        self.over = False

    def end(self) -> None:
        self._until = None

    def __call__(self) -> bool:
        self.over = self._until is not None and time.monotonic() > self._until
        return self.over or self._stop.is_set()


@contextmanager
def open_foreign(path: Path, *, stop: Event) -> Generator[ForeignFile]:
    """Open a file that says it is a backup; reading it fails soon after `stop` is set.

    Raises:
        CannotStart: BACKUP (no file, no backup, changed or damaged) or SCHEMA (of a newer release).
    """
    try:
        there = path.is_file()
    except OSError as error:
        raise refused(
            f"{path} cannot be looked for ({error.strerror}): check its name, and the owner and "
            "the mode of its folder."
        ) from error
    if not there:
        raise refused(f"There is no file {path}.")
    for ending in ("-wal", "-journal"):
        beside = path.with_name(path.name + ending)
        if beside.exists() and beside.stat().st_size:
            raise refused(
                f"{path} is a database in use, or was copied out of one: {beside.name} beside it "
                "holds a part of it. Let DATABASE_URL name it, and make a backup of it first."
            )
    limit = _Limit(stop)
    engine = querying(lambda: _connect(path.resolve(), limit))
    try:
        try:
            connection = engine.connect()
        except DRIVER_ERRORS as error:
            raise refused(
                f"{path} cannot be opened, or is not a backup of this bot: check its owner and its "
                "mode."
            ) from error
        with connection:
            yield ForeignFile(path, connection, limit, stop)
    finally:
        engine.dispose()


def _connect(path: Path, limit: _Limit) -> sqlite3.Connection:
    """Open a file so that nothing in it or beside it is changed, run or believed."""
    connection = sqlite3.connect(
        f"{path.as_uri()}?mode=ro&immutable=1",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST)
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        connection.set_progress_handler(limit, _STEPS)
        for pragma in ("trusted_schema = OFF", "query_only = ON", "cell_size_check = ON"):
            connection.execute(f"PRAGMA {pragma}").fetchall()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


@cache
def schema_of(revision: str) -> Counter[tuple[Any, ...]]:
    """Return every entry of the schema of a revision on SQLite: type, name, table and SQL."""
    engine = create_engine("sqlite://")
    try:
        with engine.connect() as connection:
            upgrade(connection, revision)
            return _entries(connection)
    finally:
        engine.dispose()


def _entries(connection: Connection) -> Counter[tuple[Any, ...]]:
    """Return all that a file declares, without regard to how its SQL is spaced."""
    rows = connection.exec_driver_sql(_MASTER)
    found = Counter(
        (kind, name, table, " ".join(sql.split()) if isinstance(sql, str) else sql)
        for kind, name, table, sql in rows
    )
    # SQLite's own; it stays behind when tables that counted go, unless the file is copied anew.
    found.pop(_SEQUENCES, None)
    return found


@cache
def _versions() -> Counter[tuple[Any, ...]]:
    known = schema_of("0001")
    return Counter(entry for entry in known.elements() if entry[2] == _VERSIONS)


def refused(sentence: str) -> CannotStart:
    """Return the error that ends a backup or a restore with one sentence."""
    return CannotStart(sentence, Exit.BACKUP)
