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
_NAMED: Final = text("SELECT setting <> reset_val FROM pg_settings WHERE name = 'search_path'")
"""Whether the address says where tables are, rather than the server, the database or the user."""
_READ_ONLY: Final = text(
    "SELECT pg_is_in_recovery() OR current_setting('default_transaction_read_only')::boolean"
)
_CONNECTIONS: Final = text(
    "SELECT min(most) FROM ("
    "SELECT rolconnlimit FROM pg_roles WHERE rolname = current_user AND NOT rolsuper "
    "UNION ALL SELECT datconnlimit FROM pg_database WHERE datname = current_database()"
    ") AS limits (most) WHERE most >= 0"
)
_NAMES: Final = [*metadata.tables, "alembic_version"]


def is_read_only(connection: Connection) -> bool:
    """Whether a server takes no changes: it copies another one, or its host has closed it."""
    return bool(connection.execute(_READ_ONLY).scalar())


def most_connections(connection: Connection) -> int | None:
    """Return how many connections this user, or all to this database, may have; None for any."""
    return connection.execute(_CONNECTIONS).scalar()


def check_rights(connection: Connection) -> None:
    """Refuse a database in which this user may not work, with the GRANT that would let them.

    Raises:
        CannotStart: (DATABASE) there are tables that are not theirs, or none and no right to make,
            or the address names a schema that is not there.
        StoreFailure: (NO_SCHEMA) there is no place for tables.
    """
    schema, may_make, name = connection.execute(_SCHEMA).one()
    if schema is None and connection.execute(_NAMED).scalar():
        raise CannotStart(
            "The schema that DATABASE_URL names (schema= or search_path) is not in this database, "
            "or not for its user. As the owner of the database run CREATE SCHEMA IF NOT EXISTS its "
            "name, and GRANT USAGE, CREATE ON SCHEMA its name TO that user; or leave the word out.",
            Exit.DATABASE,
        )
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
