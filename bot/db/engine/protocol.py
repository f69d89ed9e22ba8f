"""The protocol of both engines: work on the store is a plain function of a connection."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from sqlalchemy import Connection

from bot.db.engine.problems import (
    DRIVER_ERRORS,
    CommitUnknown,
    Problem,
    StoreFailure,
    as_store_failure,
    problem_of,
)

T = TypeVar("T")

Act = Callable[[Connection], T]
"""Work on the store: a plain function, which goes to SQLite's thread once and not once a statement.
On PostgreSQL it runs on the event loop, its waits hidden by SQLAlchemy's greenlets.
"""
READERS = 4
"""How many queries an engine is asked at once: SQLite's share this process, so more would only
take turns."""
CONNECTIONS = 1 + READERS
"""How many connections an engine has to a server at most: one that writes, and its readers."""


class StoreEngine(Protocol):
    """A database in use. Every failure of the store itself comes out as `StoreFailure`."""

    async def write(self, act: Act[T]) -> T:
        """Run one transaction on the one writing connection; return after the commit is kept.

        Raises:
            CommitUnknown: the store failed in COMMIT and cannot be asked what became of it.
            StoreFailure: certainly nothing was kept; LOST means that a new try may well succeed.
        """
        ...

    async def read(self, query: Act[T]) -> T:
        """Run one query on a connection that cannot write.

        Raises:
            StoreFailure: the store could not be read.
        """
        ...

    async def scrub(self) -> bool:
        """Let nothing of what was erased stay beside the tables; return whether that is done.

        It waits for nobody: where a long query is in the way it is not done, and tried again.
        """
        ...

    async def vacuum(self) -> bool:
        """Scrub, and let no place in the files tell when a row was written, as far as one can."""
        ...

    async def close(self) -> None:
        """Close every connection. Further use fails with `StoreFailure`."""
        ...


def transact(connection: Connection, act: Act[T]) -> T:
    """Run an act in one transaction and sort its failures by what they mean."""

    def begun(connection: Connection) -> T:
        connection.begin()
        return act(connection)

    return complete(connection, begun)


def complete(connection: Connection, act: Act[T]) -> T:
    """Run an act in the transaction under way, commit it, and sort its failures."""
    with as_store_failure():
        try:
            result = act(connection)
        except BaseException:
            _roll_back(connection)
            raise
    try:
        connection.commit()
    except DRIVER_ERRORS as error:
        _roll_back(connection)
        problem = problem_of(error)
        if problem is None:
            raise
        if problem in (Problem.LOST, Problem.FAILING):
            # A lost connection, or a disk that failed to sync: the commit may be on disk still.
            raise CommitUnknown(problem) from error
        raise StoreFailure(problem) from error
    return result


def in_one_moment(connection: Connection, query: Act[T]) -> T:
    """Run a query of several statements so that all of them see the store as it was at the first.

    The connection cannot write. PostgreSQL's begins a transaction of that kind by itself; SQLite's
    would commit each statement by itself.
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN")
    try:
        return query(connection)
    finally:
        _end(connection)


def _end(connection: Connection) -> None:
    try:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("ROLLBACK")
        connection.rollback()
    except DRIVER_ERRORS:
        connection.invalidate()


def _roll_back(connection: Connection) -> None:
    # When even this fails the connection is of no more use, and closing it ends the transaction.
    try:
        connection.rollback()
    except DRIVER_ERRORS:
        connection.invalidate()
