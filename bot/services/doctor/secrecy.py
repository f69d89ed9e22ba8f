"""Checks the signer secret: it is there, fits the database, and lies apart from backups."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bot.exits import CannotStart
from bot.services.doctor.findings import Finding, mend, ok, unseen
from bot.services.doctor.machine import modes
from bot.settings import Settings, signer_secret

SUBJECT: Final = "signer secret"


def kept_apart(
    settings: Settings, *, known_fingerprint: str | None, database_seen: bool
) -> Iterator[Finding]:
    """Check the secret against the database and the place it lies in; never make one."""
    file = None if settings.signer_secret else settings.secret_file
    if file is not None and not file.exists() and known_fingerprint is None:
        if database_seen:
            yield ok(SUBJECT, f"not made yet: the first start makes {file}")
        else:
            yield unseen(SUBJECT, f"whether there should be a {file}: the database cannot be read")
        return
    try:
        signer_secret(settings, known_fingerprint=known_fingerprint, may_make=False)
    except CannotStart as refusal:
        yield mend(SUBJECT, refusal.sentence)
        return
    if known_fingerprint is not None:
        yield ok(SUBJECT, "it is the one this database was keyed with")
    elif database_seen:
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
        f"{file} lies beside the database: keep a copy elsewhere, never with the backups",
    )
