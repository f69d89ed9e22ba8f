"""A bot's sign of life beside its SQLite file, by which one that froze is told from one at work."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import Final

EVERY: Final = 60.0
"""Seconds between two signs."""
_PATIENCE: Final = 0.2
"""Seconds that the end waits for a disk that does not answer."""
_AT_WORK: Final = "a bot works with the database beside this file\n"


@contextmanager
def giving_signs(file: Path) -> Generator[None]:
    """Give a sign now and every minute, as long as the event loop turns; take it back at the end.

    The file is the database's lock, which this process holds.
    """

    def give() -> None:  # anew each time: another process that asks for the lock empties the file
        file.write_text(_AT_WORK, encoding="ascii")

    def again() -> None:
        nonlocal giving, timer
        timer = loop.call_later(EVERY, again)  # first: a machine may have no thread left just now
        if not giving.is_alive():
            giving = _in_a_daemon(give)

    loop = asyncio.get_running_loop()
    giving = _in_a_daemon(give)

    timer = loop.call_later(EVERY, again)
    try:
        yield
    finally:
        timer.cancel()
        giving.join(_PATIENCE)
        _in_a_daemon(lambda: os.truncate(file, 0)).join(_PATIENCE)


def last_sign(file: Path) -> datetime | None:
    """Return when a bot gave the last sign; None where none is at work, or that is not seen."""
    try:
        found = file.stat()
    except OSError:
        return None
    return datetime.fromtimestamp(found.st_mtime, UTC) if found.st_size else None


def _in_a_daemon(work: Callable[[], object]) -> Thread:
    """Work in a thread that holds up neither the loop nor the end of the process."""

    def run() -> None:
        with suppress(OSError):
            work()

    thread = Thread(target=run, daemon=True)
    thread.start()
    return thread
