"""What each server chose, kept in memory for the next press; and which servers have the bot."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from time import monotonic
from typing import Final

from bot.db.repositories.servers import ServerRepository
from bot.db.repositories.settings import SettingsRepository
from bot.domain.clock import Clock, day_number, day_of
from bot.domain.refusals import Refusal, StoreUnreadable
from bot.domain.settings import ServerSettings

_log = logging.getLogger(__name__)

_FRESH: Final = 30.0
"""Seconds a server's settings are taken as current; another process may have changed them."""

_PATIENCE: Final = 0.5
"""Seconds a press waits for the settings: a stalled store must not make an answer late."""


class ServerService:
    """Reads and changes what a server chose."""

    def __init__(self, repository: SettingsRepository) -> None:
        self._repository = repository
        self._known: dict[int, tuple[float, ServerSettings]] = {}
        self._readings: dict[int, asyncio.Task[None]] = {}
        self._stalled_until = 0.0

    async def settings(self, *, guild_id: int) -> ServerSettings:
        """Return a server's settings; when the store cannot be read, the last ones known."""
        known = self._known.get(guild_id)
        if known and monotonic() - known[0] < _FRESH:
            return known[1]
        if monotonic() >= self._stalled_until:
            await self._look_up(guild_id)
        return self.known(guild_id=guild_id)

    def known(self, *, guild_id: int) -> ServerSettings:
        """Return a server's settings as they were last seen, without asking the store."""
        known = self._known.get(guild_id)
        return known[1] if known else ServerSettings()

    async def change(self, *, guild_id: int, settings: ServerSettings) -> None:
        """Store a server's settings and use them from the next press on."""
        await self._repository.put(guild_id=guild_id, settings=settings)
        self._readings.pop(guild_id, None)  # what it will find may be older than this
        self._known[guild_id] = (monotonic(), settings)

    async def _look_up(self, guild_id: int) -> None:
        """Wait for one reading, shared by all who ask meanwhile; not longer than a press may."""
        reading = self._readings.get(guild_id)
        if reading is None:
            reading = self._readings[guild_id] = asyncio.ensure_future(self._read(guild_id))
        await asyncio.wait({reading}, timeout=_PATIENCE)
        if not reading.done():
            self._stalled_until = monotonic() + _PATIENCE

    async def _read(self, guild_id: int) -> None:
        this = asyncio.current_task()
        try:
            settings = await self._repository.get(guild_id=guild_id)
        except StoreUnreadable:
            self._stalled_until = monotonic() + _PATIENCE
            settings = None
        if self._readings.get(guild_id) is this:
            del self._readings[guild_id]
            if settings is not None:
                self._known[guild_id] = (monotonic(), settings)


class ServerRecords:
    """Notes in which servers the bot is, and until which day (UTC) it was.

    A store that is away disturbs nothing: it is told in one line, and at the next start of serving
    all servers are noted again.
    """

    def __init__(self, servers: ServerRepository, clock: Clock) -> None:
        self._servers = servers
        self._clock = clock

    async def here(self, guild_ids: Iterable[int]) -> None:
        """Note that the bot is in these servers."""
        ids = tuple(guild_ids)
        if not ids:
            return
        try:
            await self._servers.join(ids, day=self._today)
        except Refusal:
            _log.warning("the servers could not be noted: the store does not answer")

    async def left(self, guild_id: int) -> None:
        """Note that the bot was removed from a server."""
        try:
            await self._servers.leave(guild_id, day=self._today)
        except Refusal:
            _log.warning("the removal from a server could not be noted: the store does not answer")

    @property
    def _today(self) -> int:
        return day_number(day_of(self._clock()))
