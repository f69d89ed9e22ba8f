"""Brings a database to the schema of this release in one transaction."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from bot.db.schema import metadata
from bot.exits import CannotStart, Exit

REVISIONS = ("0001", "0002")
"""Every revision this release knows, oldest first; a test holds it equal to the scripts."""

HEAD = REVISIONS[-1]


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
            "run python -m bot migrate.",
            Exit.SCHEMA,
        )


def upgrade(connection: Connection, revision: str = HEAD) -> None:
    """Run the missing migrations inside the connection's transaction; the caller commits."""
    # Imported here because a start that has nothing to migrate should not wait for Alembic.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
