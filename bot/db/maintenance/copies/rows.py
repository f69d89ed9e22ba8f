"""Copies all rows between databases in the order of their keys, each held to its schema's rules."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import Any, Final, cast

import asyncpg
from asyncpg.cursor import Cursor
from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Integer,
    LargeBinary,
    SmallInteger,
    Table,
    TypeDecorator,
)

from bot.db.engine.problems import DRIVER_ERRORS, problem_of
from bot.db.schema import letter_decks, meta, metadata

CHUNK: Final = 2_000
"""Rows that are in memory at once."""

COPIED: Final = tuple(table for table in metadata.sorted_tables if table is not letter_decks)
"""The tables of a backup, each after those it refers to. Decks stay behind: nobody could tell which
of them belong to people who are erased later, and without them each reader begins the letter anew.
"""

_ALWAYS_PROVEN: Final = frozenset(
    (
        *("campaigns", "texts", "pledges", "attributions", "listings", "numbers", "days"),
        *("published_days", "erasures", "servers", "server_settings", "meta"),
    )
)
"""The tables whose names are in the digest also where they have no rows. Later ones are in it with
their rows alone: a backup of the release before them has the same digest in this release's schema.
"""

_LATER_COLUMNS: Final = {"attributions": 1, "listings": 1}
"""How many of a table's last columns came after such a backup. They are in the digest with what
they hold alone, for the same reason."""

OF_THE_BACKUP: Final = frozenset({"backup_made_at", "backup_digest", "backup_proof"})
"""Keys of `meta` that tell of a backup itself: they are no rows of the database."""

Row = tuple[Any, ...]
Chunks = Iterator[list[Row]]
Reading = Callable[[Table], Chunks]
"""Gives all rows of a table in the order of its key."""


class InvalidRows(Exception):
    """Rows that their table's own rules do not allow."""

    def __init__(self, table: Table) -> None:
        super().__init__(f"the table {table.name} holds rows that its schema does not allow")


def copy_rows(reading: Reading, target: Connection) -> bytes:
    """Copy all rows into empty tables, inside the caller's transaction; return their digest.

    The digest (SHA-256) is of every row in the order of the keys: the same on both engines.

    Raises:
        InvalidRows: a row that its table's own rules do not allow.
    """

    def write(table: Table, rows: Sequence[Row]) -> None:
        insert_rows(target, table, rows)

    return _walk(reading, write)


def digest_of_rows(reading: Reading) -> bytes:
    """Return the digest of all rows, as `copy_rows` does.

    Raises:
        InvalidRows: as `copy_rows`, where one can see it in the row itself.
    """

    def write(table: Table, rows: Sequence[Row]) -> None:
        del table, rows

    return _walk(reading, write)


def _walk(reading: Reading, write: Callable[[Table, Sequence[Row]], None]) -> bytes:
    digest = hashlib.sha256()
    for table in COPIED:
        named = table.name in _ALWAYS_PROVEN
        if named:
            digest.update(_heading(table))
        for chunk in reading(table):
            rows = [row for row in chunk if row[0] not in OF_THE_BACKUP] if table is meta else chunk
            if rows:
                if not named:
                    digest.update(_heading(table))
                    named = True
                check_rows(table, rows)
                write(table, rows)
                # Numbers, bytes, texts and NULL have one spelling each in ASCII.
                proven = (ascii(_proven(table, row)) for row in rows)
                digest.update(("\n".join(proven) + "\n").encode())
    return digest.digest()


def _heading(table: Table) -> bytes:
    names = table.columns.keys()
    return f"{table.name} {names[: len(names) - _LATER_COLUMNS.get(table.name, 0)]}\n".encode()


def _proven(table: Table, row: Row) -> Row:
    """Return a row as it is in the digest: without later columns that hold nothing."""
    for _ in range(_LATER_COLUMNS.get(table.name, 0)):
        if row[-1] is not None:
            break
        row = row[:-1]
    return row


def rows_of(connection: Connection, table: Table) -> Chunks:
    """Give all rows of a table in the order of its key, which is the same on both engines."""
    columns = ", ".join(f'"{name}"' for name in table.columns.keys())  # noqa: SIM118
    order = ", ".join(_ordered(connection, column) for column in table.primary_key.columns)
    sql = f"SELECT {columns} FROM {table.name} ORDER BY {order}"  # noqa: S608 - of our schema
    if connection.dialect.name == "postgresql":
        yield from _by_cursor(connection, sql)
        return
    cursor = cast("sqlite3.Connection", connection.connection.driver_connection).execute(sql)
    while chunk := cursor.fetchmany(CHUNK):
        yield chunk


def _by_cursor(connection: Connection, sql: str) -> Chunks:
    """Give rows through the driver's cursor, inside the transaction that is under way.

    COPY sends them faster, but Python is slower at reading what it sends than the driver, which is
    compiled, at all of this: 200,000 pledges took 1.0 s of processor time as text and 2.0 in
    binary, through the cursor 0.3.
    """
    adapted: Any = connection.connection.dbapi_connection

    async def opened(driver: asyncpg.Connection) -> Cursor[asyncpg.Record]:
        return await driver.cursor(sql)

    cursor: Cursor[asyncpg.Record] = adapted.run_async(opened)

    async def fetched(_: asyncpg.Connection) -> list[asyncpg.Record]:
        return await cursor.fetch(CHUNK)

    while records := adapted.run_async(fetched):
        yield list(map(tuple, records))


def _ordered(connection: Connection, column: Column[Any]) -> str:
    is_text = isinstance(column.type, TypeDecorator)
    by_bytes = ' COLLATE "C"' if is_text and connection.dialect.name == "postgresql" else ""
    return f'"{column.name}"{by_bytes}'


def insert_rows(target: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows.

    Raises:
        InvalidRows: the table's rules refuse them.
    """
    columns = table.columns.keys()
    try:
        if target.dialect.name == "sqlite":
            places = ", ".join("?" for _ in columns)
            names = ", ".join(f'"{name}"' for name in columns)
            sql = f"INSERT INTO {table.name} ({names}) VALUES ({places})"  # noqa: S608
            driver = cast("sqlite3.Connection", target.connection.driver_connection)
            driver.executemany(sql, rows)
        else:
            _by_copy(target, table.name, columns, rows)
    except DRIVER_ERRORS as error:
        if problem_of(error) is not None:
            raise  # the store's fault, not the rows'
        raise InvalidRows(table) from error


def _by_copy(target: Connection, table: str, columns: list[str], rows: Sequence[Row]) -> None:
    adapted: Any = target.connection.dbapi_connection

    def copying(driver: asyncpg.Connection) -> Awaitable[object]:
        return driver.copy_records_to_table(table, records=rows, columns=columns)

    adapted.run_async(copying)


def check_rows(table: Table, rows: Sequence[Row]) -> None:
    """Check what SQLite would let pass: each value's kind, range and length.

    Raises:
        InvalidRows: a value is none that its column can hold.
    """
    for column, values in zip(table.columns, zip(*rows, strict=True), strict=True):
        if not _allowed(column, values):
            raise InvalidRows(table)


def _allowed(column: Column[Any], values: Sequence[Any]) -> bool:
    """Return whether a column can hold these values: SQLite alone would keep any."""
    if column.nullable:
        values = [value for value in values if value is not None]
    if not values:
        return True
    kinds = set(map(type, values))
    if isinstance(column.type, Integer):
        limit = 2 ** _bits(column.type)
        return kinds == {int} and -limit <= min(values) and max(values) < limit
    length = getattr(column.type, "length", None)
    fits = length is None or (kinds <= {str, bytes} and max(map(len, values)) <= length)
    if isinstance(column.type, LargeBinary):
        return kinds == {bytes} and fits
    return kinds == {str} and fits and "\0" not in "".join(values)


def _bits(kind: Integer) -> int:
    if isinstance(kind, SmallInteger):
        return 15
    return 63 if isinstance(kind, BigInteger) else 31
