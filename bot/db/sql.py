"""Written SQL that both databases take, for the few statements that run with every press."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, cast

from sqlalchemy import Column, Connection

from bot.db.columns import ShortText

# SQLAlchemy walks all of a statement at each call to find it among those it has compiled. For the
# statements of a signature that takes several times as long as the database needs for them; the
# row "SQL written out / by SQLAlchemy" of `make bench` shows what writing them out is worth.

Rows = Sequence[Sequence[Any]]

ROWS_A_STATEMENT = 64
"""Rows or keys of one statement at most: each number is a text of its own, which is kept."""


def run(connection: Connection, sql: str, values: Sequence[Any] = ()) -> Rows:
    """Run a statement with the placeholders $1, $2 … and return its rows."""
    if connection.dialect.name == "sqlite":
        driver = cast("sqlite3.Connection", connection.connection.driver_connection)
        return driver.execute(_numbered(sql), values).fetchall()
    result = connection.exec_driver_sql(sql, tuple(values))
    return result.all() if result.returns_rows else ()


def run_for_rows(
    connection: Connection, sql: str, rows: Sequence[Sequence[Any]], *, row: str | None = None
) -> Rows:
    """Run a statement for many rows; `{rows}` in it stands for `($1, $2), ($3, $4) …`.

    Where a row is more than its values, `row` says what it is, with `{}` for each value.
    """
    found: list[Sequence[Any]] = []
    for start in range(0, len(rows), ROWS_A_STATEMENT):
        some = rows[start : start + ROWS_A_STATEMENT]
        text = _with_rows(sql, row, len(some), len(some[0]))
        found += run(connection, text, [value for row in some for value in row])
    return found


def run_for_keys(
    connection: Connection, sql: str, keys: Iterable[Any], *, before: Sequence[Any] = ()
) -> Rows:
    """Run a statement for many keys; `{keys}` in it stands for `$2, $3 …` after `before`."""
    found: list[Sequence[Any]] = []
    keys = list(keys)
    for start in range(0, len(keys), ROWS_A_STATEMENT):
        some = keys[start : start + ROWS_A_STATEMENT]
        text = _with_keys(sql, len(before) + 1, len(some))
        found += run(connection, text, [*before, *some])
    return found


def fitting(value: str, column: Column[str]) -> str:
    """Return a text that its column takes; SQLite alone would keep a longer one.

    Raises:
        ValueError: it is longer than the column.
    """
    kind = column.type
    if isinstance(kind, ShortText) and len(value) > kind.length:
        raise ValueError(f"a text is longer than the {kind.length} characters of its column")
    return value


@cache
def _numbered(sql: str) -> str:
    return sql.replace("$", "?")


@cache
def _with_rows(sql: str, row: str | None, rows: int, columns: int) -> str:
    row = row or f"({', '.join(['{}'] * columns)})"
    starts = range(1, rows * columns + 1, columns)
    places = [[f"${at}" for at in range(start, start + columns)] for start in starts]
    return sql.format(rows=", ".join(row.format(*place) for place in places))


@cache
def _with_keys(sql: str, first: int, keys: int) -> str:
    return sql.format(keys=", ".join(f"${place}" for place in range(first, first + keys)))
