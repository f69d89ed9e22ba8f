"""Clears what was erased from the database's own files, without making anyone wait."""

from __future__ import annotations

import asyncio
import contextvars
import logging
from functools import partial

from bot.db.engine.protocol import StoreEngine

_log = logging.getLogger(__name__)

VACUUM_AFTER = 300.0
"""Seconds after a write until nothing beside the rows tells any more in which order they came."""
AGAIN = 2.0
"""Seconds until it is tried again, when a reader was in the way or the disk failed."""


class Scrubbing:
    """Tries at once when it is asked to, and then by a timer until it is done.

    A timer and not a task that sleeps: an idle store holds no task.
    """

    def __init__(self, engine: StoreEngine) -> None:
        self._engine = engine
        self._due = False
        self._attempt: asyncio.Task[bool] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._vacuums = False
        self._vacuum_timer: asyncio.TimerHandle | None = None
        self._failed = False
        self._closed = False

    def ask(self) -> None:
        """Scrub soon: something was erased. While an attempt or a timer is under way, that does."""
        self._due = True
        if self._attempt is None and self._timer is None:
            self._try()

    def vacuum_later(self) -> None:
        """Vacuum within `VACUUM_AFTER` seconds: something was written."""
        if self._vacuum_timer is None and not self._closed:
            self._vacuum_timer = asyncio.get_running_loop().call_later(VACUUM_AFTER, self._vacuum)

    def _vacuum(self) -> None:
        self._vacuum_timer, self._vacuums = None, True
        self.ask()

    async def close(self, *, limit: float) -> None:
        """Try once more if need be, for at most `limit` seconds, and let go."""
        self._closed = True
        for timer in (self._timer, self._vacuum_timer):
            if timer is not None:
                timer.cancel()
        loop = asyncio.get_running_loop()
        end = loop.time() + limit
        await self._attempted(limit)
        if self._due and self._attempt is None:
            self._try()
            await self._attempted(end - loop.time())
        if self._attempt is not None:
            self._attempt.cancel()

    async def _attempted(self, limit: float) -> None:
        if self._attempt is not None:
            await asyncio.wait({self._attempt}, timeout=max(0, limit))

    def _try(self) -> None:
        self._timer, self._due = None, False
        vacuums, self._vacuums = self._vacuums, False
        work = self._engine.vacuum() if vacuums else self._engine.scrub()
        self._attempt = asyncio.get_running_loop().create_task(
            work, name="store-scrub", context=contextvars.Context()
        )
        self._attempt.add_done_callback(partial(self._tried, vacuums=vacuums))

    def _tried(self, attempt: asyncio.Task[bool], *, vacuums: bool) -> None:
        self._attempt = None
        failed = attempt.cancelled() or attempt.exception() is not None
        if failed and not self._failed:
            _log.error("what was erased is not scrubbed from the disk yet: it is tried again")
        self._failed = failed
        done = not failed and attempt.result()
        self._due |= not done
        self._vacuums |= vacuums and not done
        if not self._due or self._closed:
            return
        if done:
            self._try()  # for what was erased meanwhile
        else:
            self._timer = asyncio.get_running_loop().call_later(AGAIN, self._try)
