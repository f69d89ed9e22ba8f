"""Backups by the clock: made and checked by a process of their own, and only so many are kept."""

from __future__ import annotations

import asyncio
import logging
import os
import re
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

from bot.db import DISK_IS_FULL
from bot.domain.clock import Clock
from bot.domain.identity import digest_with
from bot.exits import Exit

_log = logging.getLogger(__name__)

DAY: Final = timedelta(days=1)
SETTLING: Final = 60.0
"""Seconds after the start until the first look: a bot that cannot start makes no backups."""
EVERY: Final = 600.0
"""Seconds between two looks at whether one is due."""
AGAIN: Final = 3600.0
"""Seconds until one that failed is tried again."""
LONGEST: Final = 4 * 3600.0
"""Seconds that one may take."""
ENDING: Final = 1.0
"""Seconds that one has to end in order when the bot stops, while its connection is closed."""
_NICENESS: Final = 10

_NAME: Final = re.compile(r"campaign-(\d{8}T\d{6}Z)-([0-9a-f]{16})\.sqlite3")
_STAMP: Final = "%Y%m%dT%H%M%SZ"


class Trouble(StrEnum):
    """Why there is no new backup; the words go into the log, and to whoever asks for health."""

    MISSING = "the folder of BACKUP_DIR is not there"
    FORBIDDEN = "this user may not write into the folder of BACKUP_DIR"
    FULL = "the disk of BACKUP_DIR is full"
    DATABASE = "the database cannot be read"
    UNKEYED = "the signer secret is not there or not the database's"
    SLOW = "the backup did not end in time"
    FAILED = "the backup could not be written or is not whole"
    OLD = "an old backup cannot be removed"


_BY_CODE: Final[dict[int | None, Trouble]] = {
    Exit.DATABASE: Trouble.DATABASE,
    Exit.SCHEMA: Trouble.DATABASE,
    Exit.SECRET: Trouble.UNKEYED,
}


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of the scheduled backups: when the newest was made, and what keeps the next."""

    made: datetime | None = None
    trouble: Trouble | None = None


class BackupFolder:
    """The folder of the scheduled backups, in which other files are nobody's business.

    The name of a backup holds when it was made and a digest of that under the signer secret: a
    file whose name was not made with it, by hand or by another campaign's bot, is never removed.
    """

    def __init__(self, path: Path, secret: bytes) -> None:
        self.path = path
        self._secret = secret

    def file(self, moment: datetime) -> Path:
        """Return the file of a backup that is made at a moment."""
        stamp = moment.astimezone(UTC).strftime(_STAMP)
        return self.path / f"campaign-{stamp}-{self._tag(stamp)}.sqlite3"

    def kept(self) -> list[tuple[datetime, Path]]:
        """Return the backups of this bot that are there, the newest first.

        Raises:
            OSError: when the folder cannot be read.
        """
        found: list[tuple[datetime, Path]] = []
        for path in self.path.iterdir():
            name = _NAME.fullmatch(path.name)
            if name and name[2] == self._tag(name[1]) and path.is_file() and not path.is_symlink():
                with suppress(ValueError):
                    made = datetime.strptime(name[1], _STAMP).replace(tzinfo=UTC)
                    found.append((made, path))
        return sorted(found, reverse=True)

    def trouble(self) -> Trouble | None:
        """Return why nothing can be written here, as far as that is seen beforehand."""
        if not self.path.is_dir():  # and never made: where it stands, a disk may be missing
            return Trouble.MISSING
        writable = os.access(self.path, os.R_OK | os.W_OK | os.X_OK)
        return None if writable else Trouble.FORBIDDEN

    def _tag(self, stamp: str) -> str:
        return digest_with(self._secret, b"backup name", stamp.encode())[:8].hex()


class ScheduledBackups:
    """Has a backup made once a day, and removes its own oldest ones beyond so many."""

    def __init__(
        self,
        folder: BackupFolder,
        clock: Clock,
        *,
        keep: int,
        make: Callable[[Path], Awaitable[Trouble | None]] | None = None,
    ) -> None:
        self._folder = folder
        self._clock = clock
        self._keep = keep
        self._make = make or made_by_a_process
        self._ahead: set[Path] = set()
        self.state = Kept()

    async def look(self) -> None:
        """Have one made if it is due; what comes of it is in `state`, and in the log."""
        before = self.state.trouble
        try:
            self.state = await self._looked()
        except OSError:
            self.state = Kept(self.state.made, Trouble.FORBIDDEN)
        except Exception:  # noqa: BLE001 - a loop that ends would make none any more, unseen
            self.state = Kept(self.state.made, Trouble.FAILED)
            _log.exception("making a scheduled backup failed")
        trouble = self.state.trouble
        if trouble is not None:
            _log.error("no scheduled backup, it is tried again in an hour: %s", trouble)
        elif before is not None:
            _log.warning("scheduled backups work again")

    async def _looked(self) -> Kept:
        trouble = await asyncio.to_thread(self._folder.trouble)
        if trouble is not None:
            return Kept(self.state.made, trouble)
        newest, now = await self._newest(), self._clock()
        if newest is None or now - newest >= DAY:
            trouble = await self._make(self._folder.file(now))
            if trouble is not None:
                return Kept(newest, trouble)
            _log.info("a backup was made and checked")
            newest = now
        return Kept(newest, await asyncio.to_thread(self._remove_old))

    async def _newest(self) -> datetime | None:
        kept = await asyncio.to_thread(self._kept)
        return next((made for made, path in kept if path not in self._ahead), None)

    def _kept(self) -> list[tuple[datetime, Path]]:
        """Return the backups, the newest first, and last those of a clock that was ahead.

        Their names do not tell when they were made, also once their time has come: they neither
        keep the next one away nor outlive the others.
        """
        kept, now = self._folder.kept(), self._clock()
        self._ahead |= {path for made, path in kept if made > now}
        return sorted(kept, key=lambda one: one[1] in self._ahead)

    def _remove_old(self) -> Trouble | None:
        try:
            for _, path in self._kept()[self._keep :]:
                path.unlink(missing_ok=True)
        except OSError:
            return Trouble.OLD
        return None

    async def by_the_clock(self) -> None:
        """Look again and again, until cancelled."""
        with suppress(OSError):  # told by the first look
            self.state = Kept(await self._newest())
        await asyncio.sleep(SETTLING)
        while True:
            await self.look()
            await asyncio.sleep(EVERY if self.state.trouble is None else AGAIN)

    @asynccontextmanager
    async def running(self, stop: asyncio.Event) -> AsyncGenerator[None]:
        """Make them while the block runs; one that is being made when `stop` is set is given up."""
        task = asyncio.create_task(self.by_the_clock())
        asked = asyncio.create_task(stop.wait())
        asked.add_done_callback(lambda _: task.cancel())
        try:
            yield
        finally:
            asked.cancel()
            with suppress(asyncio.CancelledError):
                await task


async def made_by_a_process(file: Path) -> Trouble | None:
    """Have `python -m bot backup` make it, beside this process, which serves on meanwhile."""
    command = [sys.executable, "-m", "bot", "backup", str(file)]
    try:
        process = await asyncio.create_subprocess_exec(
            *command, stdin=DEVNULL, stdout=DEVNULL, stderr=PIPE
        )
    except OSError:  # of the machine, and not of the folder: no process or no memory is left
        return Trouble.FAILED
    try:
        if sys.platform != "win32":
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, process.pid, _NICENESS)
        async with asyncio.timeout(LONGEST):
            _, said = await process.communicate()
    except TimeoutError:
        return Trouble.SLOW
    finally:
        await _end(process)
    if process.returncode == Exit.OK:
        return None
    if DISK_IS_FULL.encode() in said:
        return Trouble.FULL
    return _BY_CODE.get(process.returncode, Trouble.FAILED)


async def _end(process: Process) -> None:
    """End a backup that is still being made; it removes what it began."""
    with suppress(ProcessLookupError, TimeoutError):
        if process.returncode is None:
            process.terminate()
            async with asyncio.timeout(ENDING):
                await process.wait()
    with suppress(ProcessLookupError):
        if process.returncode is None:
            process.kill()
