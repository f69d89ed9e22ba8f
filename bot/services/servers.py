"""What each server chose, kept in memory for the next press."""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import Final

from bot.db.repositories.settings import SettingsRepository
from bot.domain.refusals import StoreUnreadable
from bot.domain.settings import ServerSettings

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
