"""Looks whether the user of a PostgreSQL database may do what the bot does, before it does it."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, bindparam, text

from bot.db.engine.problems import Problem, StoreFailure
from bot.db.schema import metadata
from bot.exits import CannotStart, Exit

_SCHEMA: Final = text(
    "SELECT current_schema(), has_schema_privilege(current_schema(), 'CREATE'), "
    "quote_ident(current_schema())"
)
_TABLES: Final = text(
    "SELECT has_table_privilege(oid, 'SELECT') AND has_table_privilege(oid, 'INSERT') "
    "AND has_table_privilege(oid, 'UPDATE') AND has_table_privilege(oid, 'DELETE') FROM pg_class "
    "WHERE relnamespace = current_schema()::regnamespace AND relname IN :names"
).bindparams(bindparam("names", expanding=True))
_READ_ONLY: Final = text(
    "SELECT pg_is_in_recovery() OR current_setting('default_transaction_read_only')::boolean"
)
_NAMES: Final = [*metadata.tables, "alembic_version"]


def is_read_only(connection: Connection) -> bool:
    """Whether a server takes no changes: it copies another one, or its host has closed it."""
    return bool(connection.execute(_READ_ONLY).scalar())


def check_rights(connection: Connection) -> None:
    """Refuse a database in which this user may not work, with the GRANT that would let them.

    Raises:
        CannotStart: (DATABASE) there are tables that are not theirs, or none and no right to make.
        StoreFailure: (NO_SCHEMA) there is no place for tables.
    """
    schema, may_make, name = connection.execute(_SCHEMA).one()
    if schema is None:
        raise StoreFailure(Problem.NO_SCHEMA)
    tables = connection.execute(_TABLES, {"names": _NAMES}).scalars().all()
    if not all(tables):
        raise CannotStart(
            "Another user of the database made the bot's tables. As that user run GRANT SELECT, "
            f"INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {name} TO the user in DATABASE_URL, "
            "or, as an upgrade needs it, let DATABASE_URL name the one who made them.",
            Exit.DATABASE,
        )
    if not tables and not may_make:
        raise CannotStart(
            "The user in DATABASE_URL may not make tables. As the owner of the database run "
            f"GRANT USAGE, CREATE ON SCHEMA {name} TO that user.",
            Exit.DATABASE,
        )
