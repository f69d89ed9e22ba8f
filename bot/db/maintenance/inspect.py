"""Reports the state of a store, also of one in use or damaged, and changes nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection, select
from sqlalchemy.exc import SQLAlchemyError

from bot.database_url import SqliteFile, target_of
from bot.db.engine.rights import is_read_only, most_connections
from bot.db.maintenance.copies.files import leftovers
from bot.db.maintenance.integrity import damage, query_database, wrong_numbers
from bot.db.migrate import HEAD, Remembered, check_ours, remembered, revision_of
from bot.db.schema import meta
from bot.db.schema_check import schema_differences
from bot.exits import CannotStart, Exit

SAFE_FOR_TWO_WRITERS = (3, 51, 3)
"""Before this release SQLite could, rarely, damage a log that two connections write to."""


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a store says of itself.

    Attributes:
        engine: the database and its release, for example "SQLite 3.53.1".
        revision: the schema it has, or None for an empty database.
        needed: the schema that this release works with.
        read_only: whether it is a server that takes no changes.
        connections: how many connections a server allows at most; None where it sets no limit.
        damage: what is broken in the file or between tables, in words; empty when it is whole.
        schema_differences: where its schema is not the one it says it has, in words.
        secret: what it remembers of its secret.
        wrong_numbers: where counters and rows differ, in words; empty when every number is right.
        leftovers: unfinished copies that ended processes left beside the file.
        facts: what the bot remembers about itself, by key.
    """

    engine: str
    revision: str | None = None
    needed: str = HEAD
    read_only: bool = False
    connections: int | None = None
    damage: tuple[str, ...] = ()
    schema_differences: tuple[str, ...] = ()
    secret: Remembered = field(default_factory=Remembered)
    wrong_numbers: tuple[str, ...] = ()
    leftovers: tuple[str, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def current(self) -> bool:
        """Whether this release can work with it as it is."""
        return self.revision == self.needed


def sqlite_is_old() -> bool:
    """Whether this SQLite has the fault that two writing programs can meet."""
    return sqlite3.sqlite_version_info < SAFE_FOR_TWO_WRITERS


async def inspect_store(url: str) -> Inspection | None:
    """Return what a store says, without its lock, or None if there is no such file yet.

    Raises:
        CannotStart: (DATABASE) when the store cannot be read, or is another program's.
    """
    target = target_of(url)
    if isinstance(target, SqliteFile) and not target.is_there():
        return None
    try:
        found = await query_database(target, _look)
    except SQLAlchemyError as error:
        raise CannotStart(
            f"The database cannot be examined ({type(error).__name__}): its tables are not as any "
            "release of this bot makes them. Restore a backup, or let DATABASE_URL name another "
            "database.",
            Exit.DATABASE,
        ) from error
    if isinstance(target, SqliteFile):
        left = tuple(str(path) for path in leftovers(target.path.parent))
        return replace(found, leftovers=left)
    return found


async def remembered_secret(url: str) -> Remembered:
    """Return what a store of any revision remembers of its secret, without its lock.

    Raises:
        CannotStart: (DATABASE) when the store cannot be read.
    """
    target = target_of(url)
    if isinstance(target, SqliteFile) and not target.is_there():
        return Remembered()
    return await query_database(target, remembered)


def _look(connection: Connection) -> Inspection:
    release = ".".join(str(part) for part in connection.dialect.server_version_info or ())
    revision = revision_of(connection)
    if revision is None:
        check_ours(connection)
    on_server = connection.dialect.name == "postgresql"
    name = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[connection.dialect.name]
    found = Inspection(
        engine=f"{name} {release}",
        revision=revision,
        read_only=on_server and is_read_only(connection),
        connections=most_connections(connection) if on_server else None,
        damage=tuple(damage(connection)),
        secret=remembered(connection),
    )
    if not found.current:  # its tables may be others
        return found
    if differences := schema_differences(connection):
        return replace(found, schema_differences=tuple(differences))
    return replace(
        found,
        wrong_numbers=tuple(wrong_numbers(connection)),
        facts={row.key: row.value for row in connection.execute(select(meta.c.key, meta.c.value))},
    )
