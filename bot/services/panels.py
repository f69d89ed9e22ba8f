"""Panels: which channels of a server have one, and what it shows."""

from __future__ import annotations

from bot.db.repositories.posts.panels import PanelRepository, Shows
from bot.db.repositories.records.noting import Actor
from bot.domain.clock import Clock, hour_of
from bot.domain.identity import Keys
from bot.domain.panels import Panel


class PanelService:
    """Keeps where panels stand; whoever posts and edits them says what came of it.

    Every call may raise `StoreUnreadable` (look-ups), or `NothingRecorded` and `OutcomeUnknown`
    (changes).
    """

    def __init__(self, panels: PanelRepository, keys: Keys, clock: Clock) -> None:
        self._panels = panels
        self._keys = keys
        self._clock = clock

    async def begin(self, *, guild_id: int, channel_id: int, nonce: int) -> Panel:
        """Begin a panel in a channel that has none; return the panel that the channel has now."""
        return await self._panels.begin(Panel(guild_id, channel_id, 0, str(nonce)))

    async def shows(
        self, panel: Panel, *, message_id: int, shows: str, user_id: int | None = None
    ) -> None:
        """Note in which message a panel stands, what it shows, and who posted it, if it is new."""
        actor = None if user_id is None else Actor.of(user_id, self._keys)
        await self._panels.shows(Shows(panel, message_id, shows, hour_of(self._clock()), actor))

    async def end(self, panel: Panel) -> None:
        """Forget a panel whose message is not there."""
        await self._panels.end(panel, hour=hour_of(self._clock()))

    async def of_server(self, *, guild_id: int) -> tuple[Panel, ...]:
        """Return the panels that stand in a server."""
        return await self._panels.of_server(guild_id=guild_id)

    async def servers(self) -> tuple[int, ...]:
        """Return the servers in which panels stand."""
        return await self._panels.servers()
