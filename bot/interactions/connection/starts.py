"""Lets sessions with Discord begin no faster and no more often than Discord allows."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import Final

import discord

_log: Final = logging.getLogger(__name__)

STEP: Final = 5.0
"""Seconds between two beginnings; Discord's `max_concurrency` says how many may be in one step."""
_MARGIN: Final = 0.1
_DAY: Final = 24 * 3_600.0
"""Seconds after which Discord allows all of them again."""
_LONG: Final = 60.0
"""Seconds from which on a wait is told."""


class SessionStarts:
    """Discord's `session_start_limit`, kept over all lives of the bot in this process.

    Whoever begins more sessions than it allows in a day loses the token to a reset. So the last
    tenth of them is spread over the time that is left, whatever it is that begins them: a network
    that comes and goes, or a service manager that starts the bot again and again.
    """

    def __init__(self) -> None:
        self._at_once = 1
        self._total = 1_000
        self._left = 1_000
        self._renewed_at = time.monotonic()
        self._began: dict[int, float] = {}
        self._last = time.monotonic()

    def allow(self, limits: discord.SessionStartLimits) -> None:
        """Take over what Discord allows now."""
        self._at_once = max(limits.max_concurrency, 1)
        self._total, self._left = limits.total, limits.remaining
        self._renewed_at = time.monotonic() + limits.reset_after / 1000

    async def turn(self, shard_id: int) -> None:
        """Wait until a shard may begin a session, and count it."""
        now = time.monotonic()
        if now >= self._renewed_at:
            self._left, self._renewed_at = self._total, now + _DAY
        step = shard_id % self._at_once
        paced = self._began[step] + STEP + _MARGIN if step in self._began else now
        wait = max(paced, self._spread()) - now
        if wait > _LONG:
            _log.warning(
                "Discord lets this bot begin only %d more sessions today: the next one waits",
                self._left,
                extra={"seconds": wait},
            )
        if wait > 0:
            await asyncio.sleep(wait)
        self._began[step] = self._last = time.monotonic()
        self._left = max(self._left - 1, 0)

    def _spread(self) -> float:
        """Return when the next session may begin, as far as the number for the day goes."""
        if self._left == 0:
            return self._renewed_at
        if self._left > self._total // 10:
            return self._last
        return self._last + max(self._renewed_at - self._last, 0.0) / self._left
