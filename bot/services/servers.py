"""What each server chose, at hand at every press and never in the way when the store is not."""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import ClassVar, Final, Protocol

from bot.domain.refusals import StoreUnreadable
from bot.domain.settings import ServerSettings

_FRESH: Final = 30.0
"""Seconds a server's settings are taken as current; another process may have changed them."""

_PATIENCE: Final = 0.5
"""Seconds a press waits for the settings: a stalled store must not make an answer late."""


class SettingsStore(Protocol):
    """Where server settings are kept."""

    async def get(self, *, guild_id: int) -> ServerSettings:
        """Return a server's settings, the defaults where it chose nothing."""
        ...

    async def put(self, *, guild_id: int, settings: ServerSettings) -> None:
        """Store a server's settings."""
        ...


class ServerService:
    """Reads and changes what a server chose."""

    ALWAYS_ON: ClassVar[frozenset[str]] = frozenset({"help", "privacy", "resources"})
    """Features no server can switch off: the list of commands, one's own data, the way to help."""

    def __init__(self, store: SettingsStore) -> None:
        self._store = store
        self._known: dict[int, tuple[float, ServerSettings]] = {}
        self._late: set[asyncio.Task[None]] = set()

    async def settings(self, *, guild_id: int) -> ServerSettings:
        """Return a server's settings; when the store cannot be read, the last ones known."""
        known = self._known.get(guild_id)
        if known and monotonic() - known[0] < _FRESH:
            return known[1]
        reading = asyncio.ensure_future(self._read(guild_id))
        await asyncio.wait({reading}, timeout=_PATIENCE)
        if not reading.done():
            self._late.add(reading)  # it ends by itself, and the next press finds its result
            reading.add_done_callback(self._late.discard)
        known = self._known.get(guild_id)
        return known[1] if known else ServerSettings()

    async def _read(self, guild_id: int) -> None:
        try:
            settings = await self._store.get(guild_id=guild_id)
        except StoreUnreadable:
            known = self._known.get(guild_id)
            settings = known[1] if known else ServerSettings()
        self._known[guild_id] = (monotonic(), settings)

    async def change(self, *, guild_id: int, settings: ServerSettings) -> None:
        """Store a server's settings and use them from the next press on."""
        await self._store.put(guild_id=guild_id, settings=settings)
        self._known[guild_id] = (monotonic(), settings)
