"""Checks the machine: its clock, its disk, and who may read the files."""

from __future__ import annotations

import ctypes
import os
import shutil
import stat
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from bot.domain.clock import Clock
from bot.services.doctor.findings import Finding, mend, ok, unseen
from bot.services.doctor.sign_of_life import last_sign

WRITTEN: Final = datetime(2026, 11, 1, tzinfo=UTC)
"""No right clock shows a moment before this code was written."""
MINUTE: Final = timedelta(minutes=1)
MOST_SILENCE: Final = 5 * MINUTE
"""A bot gives a sign every minute; a machine under load may be late."""
MOST_SKEW: Final = timedelta(seconds=5)
LEAST_FREE: Final = 500 * 2**20
"""Bytes below which a disk should be tended to: a backup is written beside what it copies."""

SWITCH_ON: Final = "switch NTP on (timedatectl set-ntp true)"

_SYNCHRONISED: Final = Path("/run/systemd/timesync/synchronized")
_SYSTEMD: Final = Path("/run/systemd/system")
_TIME_ERROR: Final = 5  # adjtimex(2): the clock is not synchronised
_TIMEX_BYTES: Final = 512  # room for struct timex, which is 208 bytes at most


def clock(now: Clock, *, discord_says: datetime | None) -> Iterator[Finding]:
    """Check the clock against this code's age, the system's word and Discord's answer."""
    moment = now()
    if moment < WRITTEN:
        yield mend("clock", f"it shows {moment:%d %B %Y}, which is past: set the date")
        return
    skew = None if discord_says is None else moment - discord_says
    if skew is not None and abs(skew) > MOST_SKEW:
        yield mend("clock", f"it is {skew.total_seconds():+.0f} s off Discord's: {SWITCH_ON}")
        return
    if skew is not None:
        yield ok("clock", "it agrees with Discord's")
    kept = _kept_right()
    if kept:
        yield ok("clock", "the system keeps it right by NTP")
    elif kept is None or skew is not None:  # in a container the machine below may do it
        yield unseen("clock", "what keeps it right over time")
    else:
        yield mend("clock", f"nothing keeps it right: {SWITCH_ON}")


def _kept_right() -> bool | None:
    if _SYNCHRONISED.exists():
        return True
    if not sys.platform.startswith("linux"):
        return None
    try:  # reading needs no right; a structure of zeros asks for nothing to be changed
        state: int = ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(_TIMEX_BYTES))
    except (OSError, AttributeError):
        return None
    if state == _TIME_ERROR and not _SYSTEMD.exists():
        return None  # in a container the machine around it keeps the clock, and need not say so
    return None if state < 0 else state != _TIME_ERROR


def at_work(file: Path | None, now: Clock) -> Iterator[Finding]:
    """Check that the bot at work with a database, if there is one, has not frozen."""
    if file is None:
        yield unseen("running bot", "whether one serves: look into its log, or try /help")
        return
    sign = last_sign(file)
    if sign is None:
        return
    silent = now() - sign
    if silent < -MINUTE:  # the clock was set back since, or a copy brought the moment along
        yield unseen(
            "running bot",
            f"whether it serves: its last sign is dated {-silent // MINUTE} minutes ahead of this "
            "machine's clock",
        )
    elif silent > MOST_SILENCE:
        yield mend(
            "running bot",
            f"the one at work with this database gave its last sign {silent // MINUTE} minutes "
            "ago: it is frozen, or was killed; end it and start it anew",
        )
    else:
        yield ok("running bot", "it gave its last sign within these five minutes")


def room_in(folder: Path) -> tuple[str, bool]:
    """Return how much room the disk under a folder has, in words, and whether it is enough."""
    free = shutil.disk_usage(existing(folder)).free
    return f"{free // 2**20:,} MB free in {folder}", free >= LEAST_FREE


def free_space(folder: Path) -> Finding:
    """Check that the disk under a folder has room, and that this user may write there."""
    there = existing(folder)
    if not os.access(there, os.W_OK):  # nor can root, on a disk that is mounted read-only
        return mend(
            "disk",
            f"this user may not write into {there}: mend its owner and mode, or mount its disk for "
            "writing",
        )
    room, is_enough = room_in(folder)
    if not is_enough:
        return mend("disk", f"{room}: make room, or signatures are refused when it is full")
    return ok("disk", room)


def writable(paths: Iterable[Path]) -> Iterator[Finding]:
    """Yield a finding for each file that is there and this user may not write to."""
    for path in paths:
        if is_there(path) and not os.access(path, os.W_OK):
            yield mend(
                "disk", f"this user may not write to {path}: mend its owner and mode, or its disk"
            )


def modes(paths: Iterable[Path]) -> Iterator[Finding]:
    """Check that only their owner can read or change files and folders that hold secrets."""
    there = [path for path in paths if is_there(path)]
    if os.name != "posix":
        if there:
            yield unseen("file modes", "who may read the files on this system")
        return
    for path in there:
        mode = stat.S_IMODE(path.stat().st_mode)
        right = 0o700 if path.is_dir() else 0o600
        if mode & 0o077:
            who = "everyone" if mode & 0o007 else "its group"
            yield mend(
                "file modes", f"{path} is open to {who} on this machine: chmod {right:o} {path}"
            )
        else:
            yield ok("file modes", f"{path} is its owner's alone")


def existing(path: Path) -> Path:
    """Return the path, or the nearest folder above it that is there."""
    return next(one for one in (path.resolve(), *path.resolve().parents) if is_there(one))


def is_there(path: Path) -> bool:
    """Whether a path is there, as far as this user can see."""
    try:
        return path.exists()
    except OSError:
        return False
