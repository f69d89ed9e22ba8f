"""Which servers' moderators are to be told of a raid now."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Final

from bot.db.repositories.moderation.repository import ModerationRepository
from bot.db.repositories.posts.notices import NoticeRepository
from bot.domain.clock import HOURS_A_DAY, Clock, hour_of
from bot.domain.identity import Keys
from bot.domain.moderation.notices import Notice, due
from bot.services.servers import ServerService

CHANNEL: Final = "log_channel"
"""The setting that names where moderators are told."""
_HOURS: Final = 7 * HOURS_A_DAY


class NoticeService:
    """Says what is to be told; a server that chose no channel for it is told nothing.

    Every call may raise `StoreUnreadable`, `NothingRecorded` or `OutcomeUnknown`.
    """

    def __init__(
        self,
        notices: NoticeRepository,
        moderation: ModerationRepository,
        servers: ServerService,
        keys: Keys,
        clock: Clock,
    ) -> None:
        self._notices = notices
        self._moderation = moderation
        self._servers = servers
        self._keys = keys
        self._clock = clock

    async def due(self, reaches: Callable[[int], bool]) -> AsyncIterator[Notice]:
        """Yield what is to be told now; with a message that says less, what it is to say.

        A server that the bot does not reach waits.
        """
        hour = hour_of(self._clock())
        for guild_id in filter(reaches, await self._servers.choosing(CHANNEL)):
            settings = await self._servers.settings(guild_id=guild_id)
            channel_id = settings.moderators_channel
            if channel_id is None:
                continue
            held = await self._moderation.held_since(
                keys=self._keys, server=self._keys.server(guild_id), hour=hour - _HOURS
            )
            before = await self._notices.of_server(guild_id=guild_id)
            found = due(before, held, guild_id=guild_id, channel_id=channel_id, hour=hour)
            if found is not None:
                yield found

    async def told(self, notice: Notice) -> None:
        """Keep that moderators were told."""
        await self._notices.keep(notice)
