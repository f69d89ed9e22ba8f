"""INSERT statements of signatures, compiled once for each dialect."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import BindParameter, Connection, Dialect, Insert, bindparam

from bot.db.repositories.statements import AnyRow

# SQLAlchemy looks a statement up by walking all of it at each call. For the few that run with every
# press this takes several times as long as the database needs for them.

Row = Mapping[str, Any]

_TOGETHER = 64
"""Rows of one statement at most: each number of rows is a text of its own, kept for good."""

_Process = Callable[[Any], Any] | None


@dataclass(frozen=True, slots=True)
class _Text:
    """A statement as one dialect spells it, and how it wants the value of each column."""

    sql: str
    columns: tuple[tuple[str, _Process], ...]

    def values(self, row: Row) -> Iterator[Any]:
        for name, process in self.columns:
            value = row[name]
            yield value if process is None else process(value)


class PreparedInsert:
    """An INSERT of some columns, built by `build` for the dialect of the connection it gets."""

    def __init__(self, build: Callable[[Connection], Insert], *columns: str) -> None:
        self._build = build
        self._columns = columns
        self._texts: dict[tuple[str, int], _Text] = {}

    def run(self, connection: Connection, rows: Iterable[Row]) -> None:
        """Insert the rows in one call of the driver."""
        text = self._text(connection, 1)
        _driven(connection, text.sql, [tuple(text.values(row)) for row in rows], many=True)

    def returned(self, connection: Connection, rows: Sequence[Row]) -> Iterator[AnyRow]:
        """Insert the rows and return what the statement returns, in no certain order."""
        for start in range(0, len(rows), _TOGETHER):
            some = rows[start : start + _TOGETHER]
            text = self._text(connection, len(some))
            values = tuple(value for row in some for value in text.values(row))
            yield from _driven(connection, text.sql, values)

    def _text(self, connection: Connection, rows: int) -> _Text:
        key = connection.dialect.name, rows
        if key not in self._texts:
            self._texts[key] = self._compiled(connection, rows)
        return self._texts[key]

    def _compiled(self, connection: Connection, rows: int) -> _Text:
        insert = self._build(connection).inline()  # or PostgreSQL would return ids unasked
        table, dialect = insert.table.c, connection.dialect
        names = [{name: f"{name}_{place}" for name in self._columns} for place in range(rows)]
        bound: list[dict[str, BindParameter[Any]]] = [
            {name: bindparam(key) for name, key in row.items()} for row in names
        ]
        compiled = insert.values(bound).compile(dialect=dialect)
        if compiled.positiontup != [key for row in names for key in row.values()]:
            raise LookupError("a statement takes other values than those of its columns")
        columns = ((name, _process_of(table[name].type, dialect)) for name in self._columns)
        return _Text(str(compiled), tuple(columns))


def _driven(connection: Connection, sql: str, values: Any, *, many: bool = False) -> Iterable[Any]:
    """Run a text and return its rows; straight on SQLite's own driver, where nothing is awaited."""
    if connection.dialect.name != "sqlite":
        result = connection.exec_driver_sql(sql, values)
        return result if result.returns_rows else ()
    driver = cast("sqlite3.Connection", connection.connection.driver_connection)
    return driver.executemany(sql, values) if many else driver.execute(sql, values).fetchall()


def _process_of(kind: Any, dialect: Dialect) -> _Process:
    return kind.dialect_impl(dialect).bind_processor(dialect)
