"""Checks the signer secret: it is there, fits the database, and lies apart from backups."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bot.db.migrate import Remembered
from bot.exits import CannotStart
from bot.secret_file import signer_secret
from bot.services.doctor.findings import Finding, mend, ok, unseen
from bot.services.doctor.machine import is_there, modes
from bot.settings import Settings

SUBJECT: Final = "signer secret"


def kept_apart(settings: Settings, *, remembered: Remembered | None) -> Iterator[Finding]:
    """Check the secret against the database and the place it lies in; never make one.

    `remembered` is what the database says of it, or None if that could not be read.
    """
    file = None if settings.signer_secret else settings.secret_file
    known = remembered or Remembered()
    if file is not None and not is_there(file) and known == Remembered():
        if remembered is not None:
            yield ok(SUBJECT, f"not made yet: the first start makes {file}")
        else:
            yield unseen(SUBJECT, f"whether there should be a {file}: the database cannot be read")
        return
    try:
        signer_secret(settings, remembered=known.check, may_make=False)
    except CannotStart as refusal:
        yield mend(SUBJECT, refusal.sentence)
        return
    if known.check is not None:
        yield ok(SUBJECT, "it is the one this database was keyed with")
    elif remembered is not None:
        yield ok(SUBJECT, "it is there; the database has not been keyed with it yet")
    if file is not None:
        yield from modes([file])
        yield _place(file)


def _place(file: Path) -> Finding:
    if any("backup" in part.lower() for part in file.parent.parts):
        return mend(
            SUBJECT,
            f"{file} lies among backups: whoever takes them can find out who signed; move it",
        )
    return ok(
        SUBJECT,
        f"{file} lies in one folder with the database: whoever copies that folder can find out who "
        "signed. To keep them apart set SIGNER_SECRET to what it holds, from a place of its own, "
        "and remove the file; keep a copy elsewhere, never with the backups",
    )
