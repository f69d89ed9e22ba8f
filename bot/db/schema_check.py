"""Compares the schema that a database has with the one that the code expects, part by part."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from functools import cache
from typing import Any, Final, cast

from sqlalchemy import (
    CheckConstraint,
    Column,
    Connection,
    ForeignKeyConstraint,
    Index,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    create_engine,
    inspect,
    text,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine.interfaces import ReflectedColumn
from sqlalchemy.types import TypeEngine

from bot.db.schema import metadata

Objects = Mapping[tuple[str, str], str]
"""What a SQLite file declares: kind and name, and the statement that made it."""

_ALEMBIC: Final = MetaData()
_VERSION: Final = Table(
    "alembic_version",
    _ALEMBIC,
    Column("version_num", String(32), primary_key=True),
)
"""The table in which Alembic notes the revision; it makes it itself."""
_VERSION.primary_key.name = "alembic_version_pkc"

_OBJECTS = text(
    r"SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\_%' ESCAPE '\'"
)
_TRIGGERS = text(
    "SELECT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
    "WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace"
)
_RULES_AND_VIEWS = text(
    "SELECT DISTINCT read.relname FROM pg_depend "
    "JOIN pg_rewrite ON pg_rewrite.oid = pg_depend.objid "
    "JOIN pg_class AS read ON read.oid = pg_depend.refobjid "
    "WHERE pg_depend.classid = 'pg_rewrite'::regclass "
    "AND pg_depend.refclassid = 'pg_class'::regclass "
    "AND read.relkind IN ('r', 'p') AND read.relnamespace = current_schema()::regnamespace"
)
_POSTGRES = postgresql.dialect()


def schema_differences(connection: Connection) -> list[str]:
    """Return, in words, where a database's schema is not this release's; empty when it is.

    The revision that it says it has is not looked at. On PostgreSQL other programs' tables in the
    same schema are left alone.
    """
    if connection.dialect.name == "sqlite":
        return different_objects(objects_of(connection), _expected_objects())
    return _different_tables(connection)


def objects_of(connection: Connection) -> Objects:
    """Return every table, index, trigger and view of a SQLite database."""
    return {(row.type, row.name): _plain(row.sql) for row in connection.execute(_OBJECTS)}


def different_objects(found: Objects, expected: Objects) -> list[str]:
    """Return, in words, where two SQLite schemas differ."""
    return [
        *(f"the {_named(one)} is missing" for one in sorted(expected.keys() - found.keys())),
        *(f"the {_named(one)} does not belong" for one in sorted(found.keys() - expected.keys())),
        *(
            f"the {_named(one)} is made differently"
            for one in sorted(expected.keys() & found.keys())
            if expected[one] != found[one]
        ),
    ]


def _named(one: tuple[str, str]) -> str:
    # A name that others chose goes to the screen only if it is a plain word.
    kind, name = one
    return f"{kind} {name}" if name.isidentifier() and name.isascii() else kind


def _plain(sql: str | None) -> str:
    return re.sub(r"\s*([(),])\s*", r"\1", " ".join((sql or "").split()))


@cache
def _expected_objects() -> Objects:
    engine = create_engine("sqlite://")
    try:
        with engine.connect() as connection:
            for one in (metadata, _ALEMBIC):
                one.create_all(connection)
            return objects_of(connection)
    finally:
        engine.dispose()


def _different_tables(connection: Connection) -> list[str]:
    found = _found(connection)
    sentences: list[str] = []
    for table in (*metadata.sorted_tables, _VERSION):
        parts, wanted = found.get(table.name), _parts(table)
        if parts is None:
            sentences.append(f"the table {table.name} is missing")
        elif parts != wanted:
            what = sorted({one.partition(" ")[0] for one in parts ^ wanted})
            sentences.append(f"the table {table.name} differs in: {', '.join(what)}")
    ours = {*metadata.tables, _VERSION.name}
    for what, query in (("trigger", _TRIGGERS), ("rule or view", _RULES_AND_VIEWS)):
        names = ours & set(connection.execute(query).scalars())
        sentences += [f"a {what} on the table {name} does not belong" for name in sorted(names)]
    return sentences


@cache
def _parts(table: Table) -> Set[str]:
    """Return what a table declares, each as a line that begins with its kind."""
    parts = {
        f"column {one.name} {_type(one.type)} {bool(one.nullable)} None" for one in table.columns
    }
    parts.add(f"key {table.primary_key.name} {_names(table.primary_key.columns)}")
    for one in table.constraints:
        if isinstance(one, CheckConstraint):
            parts.add(f"check {one.name} {_comparable(str(one.sqltext))}")
        elif isinstance(one, UniqueConstraint):
            parts.add(f"unique {one.name} {_names(one.columns)}")
        elif isinstance(one, ForeignKeyConstraint):
            there = [element.column for element in one.elements]
            parts.add(
                f"reference {one.name} {_names(one.columns)} {one.referred_table.name} "
                f"{_names(there)} {one.ondelete}"
            )
    parts |= {_index(one) for one in table.indexes}
    return parts


def _index(one: Index) -> str:
    return f"index {one.name} {_names(cast('Iterable[Column[Any]]', one.expressions))} {one.unique}"


def _names(columns: Iterable[Column[Any]]) -> str:
    return ",".join(column.name for column in columns)


def _found(connection: Connection) -> dict[str, set[str]]:
    """Return what each table of the database declares, as `_parts` says it."""
    inspector = inspect(connection)
    names = [*metadata.tables, _VERSION.name]
    parts: dict[str, set[str]] = {}
    for (_, table), columns in inspector.get_multi_columns(filter_names=names).items():
        parts[table] = {_column(one) for one in columns}
    for (_, table), key in inspector.get_multi_pk_constraint(filter_names=names).items():
        parts[table].add(f"key {key['name']} {','.join(key['constrained_columns'])}")
    for (_, table), checks in inspector.get_multi_check_constraints(filter_names=names).items():
        parts[table] |= {f"check {one['name']} {_comparable(one['sqltext'])}" for one in checks}
    for (_, table), uniques in inspector.get_multi_unique_constraints(filter_names=names).items():
        parts[table] |= {f"unique {one['name']} {','.join(one['column_names'])}" for one in uniques}
    for (_, table), others in inspector.get_multi_foreign_keys(filter_names=names).items():
        parts[table] |= {
            f"reference {one['name']} {','.join(one['constrained_columns'])} "
            f"{one['referred_table']} {','.join(one['referred_columns'])} "
            f"{one.get('options', {}).get('ondelete')}"
            for one in others
        }
    for (_, table), indexes in inspector.get_multi_indexes(filter_names=names).items():
        parts[table] |= set(_indexes(indexes))
    return parts


def _column(one: ReflectedColumn) -> str:
    return f"column {one['name']} {_type(one['type'])} {one['nullable']} {one.get('default')}"


def _indexes(indexes: Iterable[Any]) -> Iterator[str]:
    for one in indexes:
        if not one.get("duplicates_constraint"):
            columns = ",".join(str(name) for name in one["column_names"])
            partial = one.get("dialect_options", {}).get("postgresql_where", "")
            yield f"index {one['name']} {columns} {one['unique']}{partial and ' partial'}"


def _type(one: TypeEngine[Any]) -> str:
    return one.compile(_POSTGRES)


def _comparable(sql: str) -> str:
    """Return a condition without what PostgreSQL writes in another way than it was told."""
    bare = re.sub(r'::\w+|[\s()\[\]"]', "", sql)
    return bare.replace("=ANYARRAY", "IN")
