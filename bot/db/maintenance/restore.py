"""Restores a backup, whole or not at all, without the people erased since."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, delete, func, select
from sqlalchemy.exc import SQLAlchemyError

from bot.database_url import target_of
from bot.db.engine.protocol import transact
from bot.db.engine.sqlite_engines import connect, copy_engine, migration_engine, reader_engine
from bot.db.maintenance.backup import MADE_AT, BackupReport, examine, refused
from bot.db.maintenance.destination import open_destination
from bot.db.maintenance.files import unfinished_beside
from bot.db.migrate import HEAD, check_revision, revision_of, upgrade
from bot.db.repositories.meta import value_of
from bot.db.repositories.withdrawal import Erasures, erase_rows, record_erasures
from bot.db.schema import erasures, ledger, letter_decks, meta, pledges
from bot.domain.clock import Clock, system_clock
from bot.domain.identity import FINGERPRINT, SignerKeys
from bot.exits import CannotStart, Exit


@dataclass(frozen=True, slots=True)
class RestoreReport:
    """What a restore did.

    Attributes:
        backup: the backup, as it was found.
        counted: pledges that count now, over all campaigns.
        erased_again: pledges of the backup whose signers had been erased since.
        kept: where the replaced SQLite file is now. It holds people who may ask to be erased:
            delete it when the restored one is known to be good.
    """

    backup: BackupReport
    counted: int
    erased_again: int
    problems: tuple[str, ...]
    kept: Path | None


async def restore(
    url: str,
    source: Path,
    *,
    keys: SignerKeys | None,
    accept_lost_erasures: bool = False,
    clock: Clock = system_clock,
) -> RestoreReport:
    """Put a backup in the place of a database that no bot works with.

    The erasures of the database that goes and of the backup are joined and applied, so that no
    erased person comes back.

    Raises:
        CannotStart: SECOND_COPY (a bot works with the database), BACKUP (the backup is not whole,
            or erasures would be lost and that was not accepted), SECRET (it belongs to another
            signer secret), SCHEMA (a newer release made it), DATABASE (no place to put it).
    """
    found = await asyncio.to_thread(examine, source)
    async with open_destination(target_of(url)) as destination:
        going = await destination.read(_remembered)
        coming = await asyncio.to_thread(_read_file, source)
        known = _joined(going, coming, accept_lost_erasures=accept_lost_erasures)
        _check_secret(going, coming, keys)
        with _as_refusal(), unfinished_beside(destination.build_path) as unfinished:
            again = await asyncio.to_thread(_rebuild, source, unfinished, known, keys, clock())
            rebuilt = await asyncio.to_thread(examine, unfinished)
            kept = await destination.replace_with(unfinished, at=clock())
    return RestoreReport(found, rebuilt.counted, again, rebuilt.problems, kept)


@dataclass(frozen=True, slots=True)
class _Memory:
    """What a database knows of erasures, and by which secret it knows people."""

    erasures: Erasures
    fingerprint: str | None
    blank: bool


def _remembered(connection: Connection) -> _Memory:
    revision = revision_of(connection)
    if revision is None:
        return _Memory({}, None, blank=True)
    check_revision(revision, migrate=True)
    moved = connection.execute(select(func.count()).select_from(ledger)).scalar_one()
    known = _erasures_in(connection)
    return _Memory(known, value_of(connection, FINGERPRINT), blank=not moved and not known)


def _read_file(path: Path) -> _Memory:
    engine = reader_engine(path.resolve())
    try:
        with engine.connect() as connection:
            return _remembered(connection)
    finally:
        engine.dispose()


def _joined(going: _Memory | None, coming: _Memory, *, accept_lost_erasures: bool) -> Erasures:
    """Join both ledgers of erasures, unless there is only one and the other might matter."""
    if going is not None and not going.blank:
        return _latest(going.erasures, coming.erasures)
    if coming.blank or accept_lost_erasures:
        return coming.erasures
    raise refused(
        "The database that this backup would replace is not there, is empty or cannot be read, so "
        "nobody knows who asked to be erased since the backup was made: they would come back. If "
        "that cannot be, or cannot be helped, repeat the command with --accept-lost-erasures."
    )


def _check_secret(going: _Memory | None, coming: _Memory, keys: SignerKeys | None) -> None:
    prints = {coming.fingerprint, keys.fingerprint() if keys else None}
    if going is not None and not going.blank:
        prints.add(going.fingerprint)
    if len(prints - {None}) > 1:
        raise CannotStart(
            "The backup, the database and the signer secret do not belong together: bring the "
            "secret with which the backup was made (SIGNER_SECRET, or the file signer.secret).",
            Exit.SECRET,
        )


def _rebuild(
    source: Path, unfinished: Path, known: Erasures, keys: SignerKeys | None, at: datetime
) -> int:
    """Make the file that will be the database: the backup, migrated, without the erased."""
    with closing(connect(source.resolve())) as original:
        original.execute("VACUUM INTO ?", (str(unfinished),))
    with migration_engine(unfinished).connect() as connection:
        revision = revision_of(connection)
        connection.rollback()
        if revision != HEAD:
            transact(connection, upgrade)

    def act(connection: Connection) -> int:
        connection.execute(delete(meta).where(meta.c.key == MADE_AT))
        # Nobody can tell which of these belong to the erased, and none is worth keeping: without
        # them each reader begins the letter's passages anew.
        connection.execute(delete(letter_decks))
        record_erasures(connection, known)
        return _erase_again(connection, known, keys=_needed(keys), at=at) if known else 0

    with copy_engine(unfinished).connect() as connection:
        return transact(connection, act)


@contextmanager
def _as_refusal() -> Generator[None]:
    try:
        yield
    except (OSError, SQLAlchemyError, sqlite3.Error) as error:
        raise refused(
            "The backup could not be put in place, and nothing was replaced: is there room on the "
            "disk, and may this user write to the folder?"
        ) from error


def _needed(keys: SignerKeys | None) -> SignerKeys:
    if keys is None:
        raise CannotStart(
            "People were erased, and only the signer secret tells which pledges of the backup "
            "were theirs: set SIGNER_SECRET, or put the file signer.secret back.",
            Exit.SECRET,
        )
    return keys


def _erasures_in(connection: Connection) -> dict[bytes, datetime]:
    """Return the erasures that a database remembers."""
    rows = connection.execute(select(erasures.c.mark, erasures.c.erased_at))
    return {bytes(row.mark): row.erased_at for row in rows}


def _latest(first: Erasures, second: Erasures) -> dict[bytes, datetime]:
    """Return all erasures of both, each at its later time."""
    return {
        mark: max(one[mark] for one in (first, second) if mark in one)
        for mark in first.keys() | second.keys()
    }


def _erase_again(connection: Connection, known: Erasures, *, keys: SignerKeys, at: datetime) -> int:
    """Erase every pledge that was made before its signer was erased; return how many there were.

    Who signed again after an erasure made a new pledge, and keeps it.
    """
    rows = connection.execute(
        select(pledges.c.campaign_id, pledges.c.signer_key, pledges.c.created_at)
    ).all()
    back = [
        row
        for row in rows
        if row.created_at <= known.get(keys.erasure_mark(bytes(row.signer_key)), _NEVER)
    ]
    for row in back:
        erase_rows(connection, campaign_id=row.campaign_id, signer_key=bytes(row.signer_key), at=at)
    return len(back)


_NEVER = datetime.min.replace(tzinfo=UTC)
