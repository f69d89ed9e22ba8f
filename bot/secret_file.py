"""The signer secret: given in the settings, or kept in a file beside the SQLite database."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from bot.disks import sync_folder
from bot.domain.signer_secret import SHORTEST_SECRET, fits, is_weak
from bot.exits import CannotStart, Exit
from bot.settings import HOW_TO_MAKE_ONE, Settings


def signer_secret(settings: Settings, *, remembered: str | None, may_make: bool = True) -> bytes:
    """Return the secret that keys the signers, made once beside a new SQLite database.

    `remembered` is by what the database recognises its secret, or None if it is new. A database
    that has signers never gets a new secret (`may_make`): nobody would find their pledge again.

    Raises:
        CannotStart: with `Exit.SECRET` when there is no secret, a weak one or not the right one.
    """
    secret = _kept(settings, may_make=may_make and remembered is None)
    if remembered is not None and not fits(secret, remembered):
        where = "SIGNER_SECRET" if settings.signer_secret else str(settings.secret_file)
        raise CannotStart(
            f"{where} is not the secret that this database's pledges were stored with, so nobody "
            "could find their pledge again: bring back the earlier secret, from where you keep it "
            "apart from your backups.",
            Exit.SECRET,
        )
    return secret


def has_secret(settings: Settings) -> bool:
    """Whether a secret is set, or lies where one is looked for."""
    if settings.signer_secret is not None:
        return True
    file = settings.secret_file
    if file is None:
        return False
    try:
        return file.exists()
    except OSError as fault:
        raise _unusable(file, fault) from None


def _kept(settings: Settings, *, may_make: bool) -> bytes:
    if settings.signer_secret is not None:
        return settings.signer_secret.get_secret_value().encode()
    path = settings.secret_file
    if path is None:
        raise CannotStart(
            "SIGNER_SECRET is not set, and a PostgreSQL database needs it: it keeps who signed "
            f"unreadable in the database. Make one with {HOW_TO_MAKE_ONE} and keep it for as "
            "long as the campaign lives.",
            Exit.SECRET,
        )
    try:
        return secret_in_file(path, may_make=may_make)
    except OSError as fault:
        raise _unusable(path, fault) from None


def _unusable(path: Path, fault: OSError) -> CannotStart:
    return CannotStart(
        f"{path} cannot be used ({fault.strerror}): mend its owner, its mode or the room on its "
        "disk, or set SIGNER_SECRET.",
        Exit.SECRET,
    )


def secret_in_file(path: Path, *, may_make: bool) -> bytes:
    """Return the secret in a file, making the file (mode 0600) if it is missing and may be made.

    The file holds one line of text: the same text, set as SIGNER_SECRET, is the same secret.

    Raises:
        CannotStart: with `Exit.SECRET` when the file is missing or holds no secret.
        OSError: when the file or its folder refuses.
    """
    if may_make and not path.exists():
        _make(path)
    try:
        secret = path.read_bytes().strip()
    except FileNotFoundError:
        raise CannotStart(
            f"{path} is missing, and the database beside it holds pledges that only that secret "
            "can find: bring the file back from where you keep it apart from your backups, or set "
            "SIGNER_SECRET to what it held.",
            Exit.SECRET,
        ) from None
    if len(secret) < SHORTEST_SECRET:
        raise CannotStart(
            f"{path} should hold at least {SHORTEST_SECRET} characters and does not: bring the "
            "file back from where you keep it; only if nobody has signed yet, delete it, and a "
            "new one is made.",
            Exit.SECRET,
        )
    if is_weak(secret.decode("latin-1")):
        raise CannotStart(
            f"{path} holds a secret that could be guessed: make one with {HOW_TO_MAKE_ONE}, before "
            "anybody signs.",
            Exit.SECRET,
        )
    return secret


def _make(path: Path) -> None:
    """Make the secret so that it is on the disk before the first pledge is keyed with it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(SHORTEST_SECRET) + "\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        path.unlink()  # on a full disk: a half of one would be refused at the next start
        raise
    sync_folder(path.parent)
