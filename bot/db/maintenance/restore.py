"""Restores a backup by importing its rows, whole or not at all, without the people erased since."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot.database_url import target_of
from bot.db.engine.problems import StoreFailure
from bot.db.maintenance.backup import BackupReport
from bot.db.maintenance.copy import InvalidRows, copy_rows
from bot.db.maintenance.destination import open_destination
from bot.db.maintenance.erasing import Erasures, erase_again, erasures_in, join_erasures
from bot.db.maintenance.foreign import ForeignFile, open_foreign, refused
from bot.db.maintenance.integrity import counted_pledges, wrong_numbers
from bot.db.maintenance.mending import mend_numbers
from bot.db.maintenance.proof import Label
from bot.db.migrate import HEAD, check_revision, revision_of
from bot.db.repositories.meta import value_of
from bot.db.repositories.sql import run
from bot.domain.clock import Clock, hour_of, system_clock
from bot.domain.signer_secret import FINGERPRINT, SECRET_CHECK, fits
from bot.exits import CannotStart, Exit


@dataclass(frozen=True, slots=True)
class RestoreReport:
    """What a restore did.

    Attributes:
        backup: the backup, as it was found.
        counted: pledges that count now, over all campaigns.
        erased_again: pledges of the backup whose signers had been erased since.
        mended: numbers of the backup that its rows did not bear out, in words; what was put in
            place are the rows and what they come to.
        kept: where the replaced SQLite file is now. It holds people who may ask to be erased:
            delete it when the restored one is known to be good.
    """

    backup: BackupReport
    counted: int
    erased_again: int
    mended: tuple[str, ...]
    kept: Path | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """What the operator takes upon themselves.

    Attributes:
        lost_erasures: nobody knows any more who was erased since the backup.
        unproven: nothing proves that the backup is what this bot wrote.
        wrong_numbers: its numbers are not what its rows come to; they are counted anew.
    """

    lost_erasures: bool = False
    unproven: bool = False
    wrong_numbers: bool = False


async def restore(
    url: str,
    source: Path,
    *,
    secret: bytes,
    accepted: Accepted = Accepted(),
    clock: Clock = system_clock,
) -> RestoreReport:
    """Put the rows of a backup in the place of a database that no bot works with.

    The erasures of the database that goes and of the backup are joined and applied, so that no
    erased person comes back.

    Raises:
        CannotStart: SECOND_COPY (a bot works with the database), BACKUP (the backup is not whole,
            not proven, its numbers are wrong, or erasures would be lost, and that was not
            accepted), SECRET (it belongs to another signer secret), SCHEMA (a newer release made
            it), DATABASE (no place to put it).
    """
    with open_foreign(source) as foreign:
        async with open_destination(target_of(url)) as destination:
            going = await destination.read(_remembered)
            label = await asyncio.to_thread(_checked, foreign, going, secret, accepted)
            restoring = _Restoring(foreign, label, going, secret, accepted, clock())
            with _as_refusal():
                done, kept = await destination.replace(restoring, at=clock())
    return RestoreReport(done.backup, done.counted, done.erased_again, done.mended, kept)


@dataclass(frozen=True, slots=True)
class _Memory:
    """What a database knows of erasures, and by what it recognises its secret."""

    erasures: Erasures
    check: str | None
    blank: bool


def _remembered(connection: Connection) -> _Memory:
    revision = revision_of(connection)
    if revision is None:
        return _Memory({}, None, blank=True)
    check_revision(revision, migrate=True)
    key, moved = (SECRET_CHECK, "days") if revision == HEAD else (FINGERPRINT, "ledger")
    known = erasures_in(connection)
    blank = not known and not run(connection, f"SELECT 1 FROM {moved} LIMIT 1")  # noqa: S608
    return _Memory(known, value_of(connection, key), blank=blank)


def _checked(
    foreign: ForeignFile, going: _Memory | None, secret: bytes, accepted: Accepted
) -> Label:
    """Return the label of a backup that may be restored, as far as one can see beforehand."""
    coming = foreign.ask(_remembered)
    for memory in (coming, going):
        if memory is not None and memory.check is not None and not fits(secret, memory.check):
            raise CannotStart(
                "The backup, the database and the signer secret do not belong together: bring the "
                "secret with which the backup was made (SIGNER_SECRET, or the file signer.secret).",
                Exit.SECRET,
            )
    label = foreign.label()
    if not accepted.unproven and not label.proven_by(secret):
        raise _unproven(foreign)
    if (going is None or going.blank) and not coming.blank and not accepted.lost_erasures:
        raise refused(
            "The database that this backup would replace is not there, is empty or cannot be read, "
            "so nobody knows who asked to be erased since the backup was made: they would come "
            "back. If that cannot be, or cannot be helped, repeat the command with "
            "--accept-lost-erasures."
        )
    foreign.check()
    return label


@dataclass(frozen=True, slots=True)
class _Done:
    backup: BackupReport
    counted: int
    erased_again: int
    mended: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Restoring:
    """Fills empty tables with what a backup holds."""

    foreign: ForeignFile
    label: Label
    going: _Memory | None
    secret: bytes
    accepted: Accepted
    at: datetime

    def __call__(self, connection: Connection) -> _Done:
        """Import the rows, count them, and erase again whom they bring back."""
        proven = self._import(connection)
        wrong = tuple(wrong_numbers(connection))
        if wrong and not self.accepted.wrong_numbers:
            raise refused(
                f"{self.foreign.path} holds numbers that its rows do not bear out, so it was "
                f"changed or is not whole ({'; '.join(wrong[:3])}). To restore the rows and count "
                "them anew, repeat the command with --accept-wrong-numbers."
            )
        found = self._found(connection, wrong, proven=proven)
        if wrong:
            mend_numbers(connection, day=hour_of(self.at) // 24)
        if self.going is not None:
            join_erasures(connection, self.going.erasures)
        again = erase_again(connection, secret=self.secret, hour=hour_of(self.at))
        return _Done(found, counted_pledges(connection), again, wrong)

    def _import(self, connection: Connection) -> bool:
        """Copy the rows; return whether they are, to the byte, what the proof is about."""
        try:
            digest = copy_rows(self.foreign.rows, connection)
        except InvalidRows as error:
            raise refused(f"{self.foreign.path} is not whole: {error}.") from error
        proven = digest.hex() == self.label.digest and self.label.proven_by(self.secret)
        if not proven and not self.accepted.unproven:
            raise _unproven(self.foreign)
        return proven

    def _found(
        self, connection: Connection, wrong: tuple[str, ...], *, proven: bool
    ) -> BackupReport:
        return BackupReport(
            path=self.foreign.path,
            revision=self.foreign.revision,
            counted=counted_pledges(connection),
            problems=wrong,
            made_at=self.label.moment,
            proven=proven,
            size=self.foreign.path.stat().st_size,
        )


def _unproven(foreign: ForeignFile) -> CannotStart:
    return refused(
        f"Nothing proves that {foreign.path} is what this bot wrote with this signer secret: it "
        "was changed or forged, or is no backup but a copy of a database, or an earlier release "
        "made it. Whoever made it decides who counts as having signed. Only if you know where it "
        "was since it was made, repeat the command with --accept-unproven."
    )


@contextmanager
def _as_refusal() -> Generator[None]:
    try:
        yield
    except (OSError, SQLAlchemyError, sqlite3.Error, StoreFailure) as error:
        raise refused(
            "The backup could not be put in place, and nothing was replaced: is there room on the "
            "disk, and may this user write to the folder?"
        ) from error
