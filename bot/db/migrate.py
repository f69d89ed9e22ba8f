"""Brings a database to the schema of this release in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, create_engine, inspect, text

from bot.db.schema import metadata
from bot.db.schema_check import different_objects, objects_of, schema_differences
from bot.domain.signer_secret import FINGERPRINT, SECRET_CHECK, check_value, fits
from bot.exits import CannotStart, Exit, typed

REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009", "0010")
"""Every revision this release knows, oldest first; a test holds it equal to the scripts."""

HEAD = REVISIONS[-1]

COUNTING_ERASURES = REVISIONS[2:]
"""The revisions that count how often someone was erased; earlier ones noted it once."""

_PEOPLE: Final = (
    "pledges",
    "attributions",
    "listings",
    "erasures",
    "letter_decks",
    "moderation_log",
)
"""The tables of any revision with rows that only the secret can find again."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """What a database remembers of its secret.

    Attributes:
        check: by what it recognises the secret, or None if it has not met one yet.
        people: whether it holds rows that only its secret can find again.
    """

    check: str | None = None
    people: bool = False


def revision_of(connection: Connection) -> str | None:
    """Return the revision of the schema, or None for a database without one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def check_ours(connection: Connection) -> None:
    """Refuse a database that holds another program's tables, before anything is made in it.

    Raises:
        CannotStart: (DATABASE) with what to do instead.
    """
    theirs = set(inspect(connection).get_table_names())
    if connection.dialect.name == "postgresql":
        # Programs may share a server's database as long as their tables have different names.
        theirs &= set(metadata.tables)
    if theirs:
        raise CannotStart(
            "The database holds tables that this bot did not make: let DATABASE_URL name one of "
            "its own.",
            Exit.DATABASE,
        )


def check_revision(revision: str | None, *, migrate: bool) -> None:
    """Refuse a database that this release must not touch.

    Raises:
        CannotStart: (SCHEMA) if it is newer than the code, or older and may not be migrated.
    """
    if revision is not None and revision not in REVISIONS:
        raise CannotStart(
            f"The database has schema {revision}; this release knows up to {HEAD}. "
            "Run the release that made it, or a newer one.",
            Exit.SCHEMA,
        )
    if revision != HEAD and not migrate:
        raise CannotStart(
            f"The database has schema {revision or 'none'} and this release needs {HEAD}: "
            f"run {typed('migrate')}",
            Exit.SCHEMA,
        )


def remembered(connection: Connection) -> Remembered:
    """Return what a database of any revision remembers of its secret."""
    tables = set(inspect(connection).get_table_names())  # a view may stand where a table was
    check = None
    if "meta" in tables:
        rows = connection.execute(
            text("SELECT key, value FROM meta WHERE key IN (:new, :old)"),
            {"new": SECRET_CHECK, "old": FINGERPRINT},
        )
        known = {row.key: row.value for row in rows}
        check = known.get(SECRET_CHECK) or known.get(FINGERPRINT)
    people = any(
        connection.execute(text(f"SELECT 1 FROM {table} LIMIT 1")).first()  # noqa: S608
        for table in _PEOPLE
        if table in tables
    )
    return Remembered(check, people)


def check_secret(found: Remembered, secret: bytes | None) -> None:
    """Refuse to migrate a database's rows without its own secret.

    Raises:
        CannotStart: (SECRET) if it is missing or another.
    """
    if secret is None:
        if found.people:
            raise CannotStart(
                "This database holds pledges, and only with their secret can they be brought to "
                "this release's schema: set SIGNER_SECRET, or bring the file with the secret back.",
                Exit.SECRET,
            )
    elif found.check is not None and not fits(secret, found.check):
        raise CannotStart(
            "The secret is not the one that this database's pledges were stored with: bring back "
            "the earlier secret, from where you keep it apart from your backups.",
            Exit.SECRET,
        )


def check_schema(connection: Connection, revision: str) -> None:
    """Refuse a database whose schema is not that of the revision it names.

    Raises:
        CannotStart: (SCHEMA) with each difference.
    """
    differences = (
        schema_differences(connection) if revision == HEAD else _older(connection, revision)
    )
    if differences:
        raise CannotStart(
            f"The database says that it has schema {revision} and has not: "
            f"{'; '.join(differences)}. It was changed by hand or made by an unreleased version: "
            "restore a backup, or let DATABASE_URL name a new database.",
            Exit.SCHEMA,
        )


def _older(connection: Connection, revision: str) -> list[str]:
    """Compare with what the migrations up to an older revision make: on PostgreSQL the columns."""
    engine = create_engine("sqlite://")
    try:
        with engine.connect() as fresh:
            upgrade(fresh, revision)
            if connection.dialect.name == "sqlite":
                return different_objects(objects_of(connection), objects_of(fresh))
            wanted, found = _columns(fresh), _columns(connection)
            return [
                f"the table {table} has other columns"
                for table in sorted(wanted)
                if wanted[table] != found.get(table)
            ]
    finally:
        engine.dispose()


def _columns(connection: Connection) -> dict[str, set[str]]:
    return {
        table: {column["name"] for column in columns}
        for (_, table), columns in inspect(connection).get_multi_columns().items()
    }


def upgrade(connection: Connection, revision: str = HEAD, *, secret: bytes | None = None) -> None:
    """Run the missing migrations inside the connection's transaction; the caller commits.

    A database with rows about people needs the secret that they were stored with.
    """
    # Imported here because a start that has nothing to migrate should not wait for Alembic.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    config.attributes["connection"] = connection
    if secret is not None:
        config.attributes["secret"] = secret
        config.attributes["secret_check"] = (SECRET_CHECK, check_value(secret))
    command.upgrade(config, revision)
