"""Makes and checks backups: each is one SQLite file that restores on both engines."""

from __future__ import annotations

import asyncio
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, func, select

from bot.database_url import PostgresServer, SqliteFile, target_of
from bot.db.engine.open import as_cannot_start
from bot.db.engine.postgres import backup_engine
from bot.db.engine.problems import DRIVER_ERRORS
from bot.db.engine.protocol import transact
from bot.db.engine.sqlite_engines import connect, copy_engine, reader_engine
from bot.db.maintenance.copy import copy_rows, make_schema
from bot.db.maintenance.files import publish, unfinished_beside
from bot.db.maintenance.integrity import damage, wrong_numbers
from bot.db.migrate import HEAD, check_revision, revision_of
from bot.db.repositories.meta import Remember, value_of
from bot.db.schema import pledges
from bot.domain.clock import Clock
from bot.domain.pledges import Status
from bot.exits import CannotStart, Exit

MADE_AT = "backup_made_at"
"""The key in a backup's own meta table under which it says when it was made."""


@dataclass(frozen=True, slots=True)
class BackupReport:
    """What a backup holds.

    Attributes:
        counted: pledges that count, over all campaigns.
        problems: numbers that differ from their rows, in words; the rows themselves are whole.
        made_at: when it was made, if it says so.
    """

    path: Path
    revision: str
    counted: int
    problems: tuple[str, ...]
    made_at: datetime | None
    size: int


async def backup(url: str, destination: Path, *, clock: Clock) -> BackupReport:
    """Write a backup to a new file that only this user can read, and check it.

    Raises:
        CannotStart: BACKUP (the file is there already, cannot be written, or is not whole),
            DATABASE or SCHEMA (the database cannot be read, or is of another release).
    """
    target = target_of(url)
    if isinstance(target, SqliteFile) and not target.path.exists():
        raise CannotStart("There is no database yet, so nothing to back up.", Exit.DATABASE)
    destination = _free(destination)
    try:
        with unfinished_beside(destination) as unfinished:
            await _write(target, unfinished, clock)
            found = await asyncio.to_thread(examine, unfinished)
            publish(unfinished, destination)
    except FileExistsError:
        _free(destination)
        raise
    except OSError as error:
        raise refused(f"{destination} cannot be written: check the folder and its room.") from error
    return replace(found, path=destination)


async def verify_backup(path: Path) -> BackupReport:
    """Check a backup without changing it: the file, its tables, its schema, its numbers.

    Raises:
        CannotStart: BACKUP (no such file, or not a whole backup) or SCHEMA (of a newer release).
    """
    return await asyncio.to_thread(examine, path)


def examine(path: Path) -> BackupReport:
    """Do what `verify_backup` promises, in this thread."""
    if not path.is_file():
        raise refused(f"There is no file {path}.")
    engine = reader_engine(path.resolve())
    try:
        return _examined(engine, path)
    except DRIVER_ERRORS as error:
        raise refused(f"{path} is not a backup of this bot, or it is damaged.") from error
    finally:
        engine.dispose()


def refused(sentence: str) -> CannotStart:
    """Return the error that ends a backup or a restore with one sentence."""
    return CannotStart(sentence, Exit.BACKUP)


def _examined(engine: Engine, path: Path) -> BackupReport:
    with engine.connect() as connection:
        broken = damage(connection)
        revision = revision_of(connection)
        if broken or revision is None:
            raise refused(f"{path} is not whole: {'; '.join(broken) or 'it has no tables'}.")
        check_revision(revision, migrate=True)
        counted = select(func.count()).where(pledges.c.status == Status.COUNTED.value)
        made_at = value_of(connection, MADE_AT)
        return BackupReport(
            path=path,
            revision=revision,
            counted=connection.execute(counted).scalar_one(),
            problems=tuple(wrong_numbers(connection)) if revision == HEAD else (),
            made_at=datetime.fromisoformat(made_at) if made_at else None,
            size=path.stat().st_size,
        )


async def _write(target: SqliteFile | PostgresServer, unfinished: Path, clock: Clock) -> None:
    with as_cannot_start():
        if isinstance(target, PostgresServer):
            await _from_postgres(target, unfinished)
        else:
            await asyncio.to_thread(_from_sqlite, target, unfinished)
    await asyncio.to_thread(_stamp, unfinished, clock().isoformat())


def _from_sqlite(target: SqliteFile, unfinished: Path) -> None:
    """Copy one moment of the file; writing goes on meanwhile, into the write-ahead log."""
    engine = reader_engine(target.path)
    try:
        with engine.connect() as connection:
            check_revision(revision_of(connection), migrate=True)
    finally:
        engine.dispose()
    with closing(connect(target.path)) as source:
        source.execute("VACUUM INTO ?", (str(unfinished),))


async def _from_postgres(target: PostgresServer, unfinished: Path) -> None:
    source = backup_engine(target)
    copy = copy_engine(unfinished)
    try:
        async with source.connect() as reading:
            check_revision(await reading.run_sync(revision_of), migrate=False)
            make_schema(copy)
            with copy.connect() as writing:
                await reading.run_sync(_copy_all, writing)
    finally:
        await source.dispose()


def _copy_all(source: Connection, target: Connection) -> None:
    def act(connection: Connection) -> None:
        copy_rows(source, connection)

    transact(target, act)


def _stamp(unfinished: Path, made_at: str) -> None:
    with copy_engine(unfinished).connect() as connection:
        transact(connection, Remember(key=MADE_AT, value=made_at).perform)


def _free(destination: Path) -> Path:
    """Return the whole path of a file that is not there yet."""
    if destination.exists():
        raise refused(f"{destination} is there already: choose another name. Nothing was written.")
    return destination.absolute()
