"""Makes and checks backups: each is one SQLite file that restores on both engines."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Event
from typing import Final

from sqlalchemy import Connection

from bot.database_url import SqliteFile, Target, target_of
from bot.db.engine.postgres_connections import backup_engine
from bot.db.engine.problems import Problem, StoreFailure, as_cannot_start, problem_of_files
from bot.db.engine.sqlite_engines import reader_engine
from bot.db.engine.threads import run_in_thread
from bot.db.maintenance.copies.building import build
from bot.db.maintenance.copies.files import publish, remove_leftovers, unfinished_beside
from bot.db.maintenance.copies.foreign import ForeignFile, open_foreign, refused
from bot.db.maintenance.copies.proof import write_label
from bot.db.maintenance.copies.rows import InvalidRows, copy_rows, digest_of_rows, rows_of
from bot.db.maintenance.integrity import counted_pledges, wrong_numbers
from bot.db.migrate import HEAD, check_revision, check_secret, remembered, revision_of
from bot.domain.clock import Clock, system_clock
from bot.exits import CannotStart, Exit

DISK_IS_FULL: Final = "The disk that the backup goes to is full: make room there, or name another."


@dataclass(frozen=True, slots=True)
class BackupReport:
    """What a backup holds.

    Attributes:
        counted: pledges that count, over all campaigns.
        problems: numbers that differ from their rows, in words; the rows themselves are whole.
        made_at: when it was made, if it says so.
        proven: whether it is, to the byte, what was made with the signer secret.
        size: in bytes.
    """

    path: Path
    revision: str
    counted: int
    problems: tuple[str, ...]
    made_at: datetime | None
    proven: bool
    size: int


async def backup(
    url: str, destination: Path, *, secret: bytes | None, clock: Clock = system_clock
) -> BackupReport:
    """Write a backup to a new file that only this user can read, and check it.

    It is one moment of the database, which may be in use, and carries a proof made with the signer
    secret; only a database without people needs none. Copies that ended processes left beside
    it or beside the database are removed.

    Raises:
        CannotStart: BACKUP (the file is there already, cannot be written, or is not whole),
            DATABASE or SCHEMA (the database cannot be read, or is of another release), SECRET (the
            secret is not the database's).
    """
    target = target_of(url)
    if isinstance(target, SqliteFile) and not target.is_there():
        raise CannotStart("There is no database yet, so nothing to back up.", Exit.DATABASE)
    stop = Event()
    home = target.path.parent if isinstance(target, SqliteFile) else None
    try:
        destination = _prepared(destination, home)
        with unfinished_beside(destination, known_in=home) as unfinished:
            await _write(target, unfinished, _Making(secret, clock(), stop))
            found = await run_in_thread(partial(examine, unfinished, secret, stop), stop)
            if not found.proven and secret is not None:
                raise refused("The backup was not written as it should be: is the disk failing?")
            publish(unfinished, destination)
    except FileExistsError as error:
        raise _taken(destination) from error
    except OSError as error:
        full = problem_of_files(error) is Problem.FULL
        sentence = f"{destination} cannot be written: check the folder and its room."
        raise refused(DISK_IS_FULL if full else sentence) from error
    return replace(found, path=destination)


async def verify_backup(path: Path, *, secret: bytes | None) -> BackupReport:
    """Check a backup without changing it: the file, its tables, its rows, its numbers, its proof.

    Raises:
        CannotStart: BACKUP (no such file, or not a whole backup) or SCHEMA (of a newer release).
    """
    stop = Event()
    return await run_in_thread(partial(examine, path, secret, stop), stop)


def examine(path: Path, secret: bytes | None, stop: Event) -> BackupReport:
    """Do what `verify_backup` promises, in this thread; it fails soon after `stop` is set."""
    with open_foreign(path, stop=stop) as foreign:
        foreign.check()
        current = foreign.revision == HEAD
        label = foreign.label()
        return BackupReport(
            path=path,
            revision=foreign.revision,
            counted=foreign.ask(counted_pledges) if current else 0,
            problems=tuple(foreign.ask(wrong_numbers)) if current else (),
            made_at=label.moment,
            proven=current and _proven(foreign, secret),
            size=path.stat().st_size,
        )


def _proven(foreign: ForeignFile, secret: bytes | None) -> bool:
    label = foreign.label()
    try:
        same = label.digest == digest_of_rows(foreign.rows).hex()
        return same and secret is not None and label.proven_by(secret)
    except InvalidRows as error:
        raise refused(f"{foreign.path} is not whole: {error}.") from error


@dataclass(frozen=True, slots=True)
class _Making:
    secret: bytes | None
    made_at: datetime
    stop: Event

    def copy(self, source: Connection, unfinished: Path) -> None:
        """Copy one moment of a database into an empty file.

        Raises:
            CannotStart: as `backup`.
        """
        check_revision(revision_of(source), migrate=False)
        check_secret(remembered(source), self.secret)

        def act(target: Connection) -> None:
            digest = copy_rows(lambda table: rows_of(source, table), target)
            write_label(target, self.secret, revision=HEAD, made_at=self.made_at, digest=digest)

        try:
            build(unfinished, act, stop=self.stop)
        except StoreFailure as failure:
            if failure.problem is not Problem.FULL:  # reading fills no disk
                raise
            raise refused(DISK_IS_FULL) from failure
        except InvalidRows as error:
            raise CannotStart(f"The database is damaged: {error}.", Exit.DATABASE) from error


async def _write(target: Target, unfinished: Path, making: _Making) -> None:
    with as_cannot_start():
        if isinstance(target, SqliteFile):
            work = partial(_from_sqlite, target, unfinished, making)
            await run_in_thread(work, making.stop)
            return
        engine = backup_engine(target)
        try:
            async with engine.connect() as source:
                await source.run_sync(making.copy, unfinished)
        finally:
            await engine.dispose()


def _from_sqlite(target: SqliteFile, unfinished: Path, making: _Making) -> None:
    """Copy one moment of the file; writing goes on meanwhile, into the write-ahead log."""
    engine = reader_engine(target.path)
    try:
        with engine.connect() as source:
            source.exec_driver_sql("BEGIN")
            making.copy(source, unfinished)
    finally:
        engine.dispose()


def _prepared(destination: Path, home: Path | None) -> Path:
    """Return the whole path of a file that is not there yet, once leftovers are removed."""
    if destination.exists():
        raise _taken(destination)
    destination = destination.absolute()
    for folder in {destination.parent, home or destination.parent}:
        remove_leftovers(folder)
    return destination


def _taken(destination: Path) -> CannotStart:
    return refused(f"{destination} is there already: choose another name. Nothing was written.")
