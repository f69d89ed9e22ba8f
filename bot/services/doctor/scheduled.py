"""Checks the scheduled backups: whether they can be made, how old the newest is, what lies near."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.domain.clock import Clock
from bot.exits import CannotStart
from bot.secret_file import signer_secret
from bot.services.backups import BackupFolder, Trouble
from bot.services.doctor import machine
from bot.services.doctor.findings import Finding, mend, ok, unseen
from bot.settings import Settings

SUBJECT: Final = "backup"
LATE: Final = timedelta(hours=26)
"""One a day, an hour until one that failed is tried again, and an hour to make it."""


def examine(settings: Settings, now: Clock) -> Iterator[Finding]:
    """Check what the bot makes by itself; what is copied in other ways is not seen."""
    place = settings.backup_dir
    if place is None:
        yield unseen(SUBJECT, "whether any are made: BACKUP_DIR is not set, so not by the bot")
        return
    try:
        secret = signer_secret(settings, remembered=None, may_make=False)
    except CannotStart:  # which is told under its own subject
        yield unseen(SUBJECT, f"which files in {place} are the bot's, without the signer secret")
        return
    folder = BackupFolder(place, secret)
    try:
        trouble = folder.trouble()
        kept = [] if trouble else folder.kept()
    except OSError:
        trouble, kept = Trouble.FORBIDDEN, []
    if trouble is not None:
        yield mend(SUBJECT, f"{trouble}: {place}")
        return
    room, is_enough = machine.room_in(place)
    if not is_enough:
        yield mend(SUBJECT, f"{room}: make room, or none is made when it is full")
    yield from _ages([made for made, _ in kept], now())
    yield from machine.modes(path for _, path in kept[:1])
    file = settings.secret_file
    if settings.signer_secret is None and file is not None and file.parent == place.resolve():
        yield mend(
            SUBJECT,
            f"{place} holds the signer secret too: whoever takes the folder can find out who "
            "signed; let BACKUP_DIR name another",
        )


def _ages(made: Sequence[datetime], now: datetime) -> Iterator[Finding]:
    """Tell how old the newest is; of one whose time is still to come nobody knows."""
    past = [one for one in made if one <= now]
    if past or not made:
        yield _age(now - past[0] if past else None)
    if ahead := len(made) - len(past):
        yield unseen(
            SUBJECT,
            f"how old each is: of {len(made)}, {ahead} by a clock that was ahead, or it is behind",
        )


def _age(age: timedelta | None) -> Finding:
    if age is None:
        return unseen(SUBJECT, "one by the bot yet: the first is made minutes after it starts")
    hours = age // timedelta(hours=1)
    if age > LATE:
        return mend(
            SUBJECT,
            f"the newest is {hours} hours old: start the bot, or look into its log for why it "
            "makes none",
        )
    return ok(SUBJECT, f"the newest is {hours} hours old")
