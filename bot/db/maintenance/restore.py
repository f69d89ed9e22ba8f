"""Restores a backup by importing its rows, whole or not at all, without the people erased since."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Event
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot.database_url import target_of
from bot.db.engine.problems import StoreFailure
from bot.db.engine.threads import run_in_thread
from bot.db.maintenance.backup import BackupReport
from bot.db.maintenance.copies.files import unfinished_beside
from bot.db.maintenance.copies.foreign import ForeignFile, open_foreign, refused
from bot.db.maintenance.copies.proof import Label
from bot.db.maintenance.copies.rows import InvalidRows, copy_rows
from bot.db.maintenance.destination import Destination, open_destination
from bot.db.maintenance.earlier import Signers, bring_up
from bot.db.maintenance.erasing import (
    Erasures,
    earlier_erasures_in,
    erase_again,
    erase_signers,
    erasures_in,
    forget_actors_again,
    join_erasures,
)
from bot.db.maintenance.integrity import counted_pledges, wrong_numbers
from bot.db.maintenance.mending import mend_numbers
from bot.db.migrate import (
    COUNTING_ERASURES,
    HEAD,
    Remembered,
    check_revision,
    remembered,
    revision_of,
)
from bot.domain.clock import HOURS_A_DAY, Clock, hour_of, system_clock
from bot.domain.signer_secret import fits
from bot.exits import CannotStart, Exit

_NO_ERASURES: Final[Erasures] = {}


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
    secret: bytes | None,
    accepted: Accepted = Accepted(),
    clock: Clock = system_clock,
) -> RestoreReport:
    """Put the rows of a backup in the place of a database that no bot works with.

    Without a secret only a backup without people can be restored. The erasures of the database
    that goes and of the backup are joined and applied, so that no erased person comes back.

    Raises:
        CannotStart: SECOND_COPY (a bot works with the database), BACKUP (the backup is not whole,
            not proven, its numbers are wrong, or erasures would be lost, and that was not
            accepted), SECRET (it belongs to another signer secret), SCHEMA (a newer release made
            it), DATABASE (no place to put it).
    """
    stop = Event()
    with open_foreign(source, stop=stop) as foreign:
        async with open_destination(target_of(url)) as destination:
            going = await destination.read(_remembered)
            erasures = _NO_ERASURES if going is None else going.erasures
            check = partial(_checked, foreign, going, secret, accepted)
            label = await run_in_thread(check, stop)
            with _as_refusal(), _brought_up(foreign, destination, secret, erasures) as (rows, gone):
                restoring = _Restoring(
                    foreign=foreign,
                    label=label,
                    rows=rows,
                    erasures=erasures,
                    gone=gone,
                    secret=secret,
                    accepted=accepted,
                    at=clock(),
                )
                done, kept = await destination.replace(restoring, at=clock(), stop=stop)
    return RestoreReport(done.backup, done.counted, done.erased_again, done.mended, kept)


@dataclass(frozen=True, slots=True)
class _Memory:
    """What a database knows of erasures and of its secret."""

    erasures: Erasures
    secret: Remembered


def _remembered(connection: Connection) -> _Memory:
    revision = revision_of(connection)
    if revision is None:
        return _Memory({}, Remembered())
    check_revision(revision, migrate=True)
    counts = revision in COUNTING_ERASURES
    known = erasures_in(connection) if counts else earlier_erasures_in(connection)
    return _Memory(known, remembered(connection))


def _checked(
    foreign: ForeignFile, going: _Memory | None, secret: bytes | None, accepted: Accepted
) -> Label:
    """Return the label of a backup that may be restored, as far as one can see beforehand."""
    coming = foreign.ask(remembered)
    _check_secret(coming, secret)
    if going is not None:
        _check_secret(going.secret, secret)
    label = foreign.label()
    if secret is not None and not accepted.unproven and not label.proven_by(secret):
        raise _unproven(foreign)
    forgotten = going is None or not going.secret.people
    if forgotten and coming.people and not accepted.lost_erasures:
        raise refused(
            "The database that this backup would replace is not there, is empty or cannot be read, "
            "so nobody knows who asked to be erased since the backup was made: they would come "
            "back. If that cannot be, or cannot be helped, repeat the command with "
            "--accept-lost-erasures."
        )
    foreign.check()
    return label


def _check_secret(found: Remembered, secret: bytes | None) -> None:
    if secret is None and (found.people or found.check is not None):
        raise CannotStart(
            "Only the signer secret tells whether this backup is what the bot wrote, and which "
            "pledges of it are of people who were erased: set SIGNER_SECRET, or put the file "
            "signer.secret back.",
            Exit.SECRET,
        )
    # Anything may stand in the place of a text in a backup that was changed.
    if secret is not None and found.check is not None and not fits(secret, str(found.check)):
        raise CannotStart(
            "The backup, the database and the signer secret do not belong together: bring the "
            "secret with which the backup was made (SIGNER_SECRET, or the file signer.secret).",
            Exit.SECRET,
        )


@contextmanager
def _brought_up(
    foreign: ForeignFile, destination: Destination, secret: bytes | None, erasures: Erasures
) -> Generator[tuple[ForeignFile, Signers]]:
    """Give the rows of a backup in this release's schema, and who in them is to be erased."""
    if foreign.revision == HEAD:
        yield foreign, ()
        return
    with unfinished_beside(destination.build_path) as path:
        gone = bring_up(foreign, path, secret=secret, erasures=erasures)
        with open_foreign(path, stop=foreign.stop) as rows:
            yield rows, gone


@dataclass(frozen=True, slots=True)
class _Done:
    backup: BackupReport
    counted: int
    erased_again: int
    mended: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Restoring:
    """Fills empty tables with what a backup holds."""

    foreign: ForeignFile
    label: Label
    rows: ForeignFile
    erasures: Erasures
    gone: Signers
    secret: bytes | None
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
        hour = hour_of(self.at)
        if wrong:
            mend_numbers(connection, day=hour // HOURS_A_DAY)
        join_erasures(connection, self.erasures)
        again = 0
        if self.secret is not None:
            again += erase_again(connection, secret=self.secret, hour=hour)
            again += erase_signers(connection, self.gone, secret=self.secret, hour=hour)
            forget_actors_again(connection, secret=self.secret)
        return _Done(found, counted_pledges(connection), again, wrong)

    def _import(self, connection: Connection) -> bool:
        """Copy the rows; return whether they are, to the byte, what the proof is about."""
        try:
            digest = copy_rows(self.rows.rows, connection)
        except InvalidRows as error:
            raise refused(f"{self.foreign.path} is not whole: {error}.") from error
        same = digest.hex() == self.label.digest
        proven = same and self.secret is not None and self.label.proven_by(self.secret)
        if not proven and not self.accepted.unproven and (self.secret is not None or not same):
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
