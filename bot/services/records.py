"""Which servers have the bot, and the end of what belonged to those that removed it."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable
from typing import Final

from bot.db.maintenance.removal import Removal, RemoveServer
from bot.db.repositories.servers import ServerRepository
from bot.domain.clock import Clock, day_number, day_of
from bot.domain.identity import Keys
from bot.domain.refusals import Refusal

_log = logging.getLogger(__name__)

KEPT_DAYS: Final = 30
"""Whole days for which all that belongs to a server stays after the bot was removed from it."""


class ServerRecords:
    """Notes in which servers the bot is, and until which day (UTC) it was.

    A store that is away disturbs nothing: it is told in one line, and at the next start of serving,
    or within the hour, all servers are noted again.
    """

    def __init__(
        self, servers: ServerRepository, removal: Removal, keys: Keys, clock: Clock
    ) -> None:
        self._servers = servers
        self._removal = removal
        self._keys = keys
        self._clock = clock

    async def here(self, guild_ids: Iterable[int]) -> None:
        """Note that the bot is in these servers; one that comes back too late begins anew."""
        try:
            late = await self._join(guild_ids)
            if late:
                await self._remove(late)
                await self._join(late)
        except Refusal:
            _log.warning("the servers could not be noted: the store does not answer")

    async def left(self, *, guild_id: int) -> None:
        """Note that the bot was removed from a server."""
        try:
            await self._servers.leave(guild_id=guild_id, day=self._today)
        except Refusal:
            _log.warning("the removal from a server could not be noted: the store does not answer")

    async def missing(self, present: Collection[int]) -> list[int]:
        """Return the servers where the bot should be, as noted, and that it does not see.

        That it does not see one proves nothing: Discord has to be asked.

        Raises:
            StoreUnreadable: when they cannot be read.
        """
        return sorted(set(await self._servers.here()).difference(present))

    async def remove_overdue(self) -> int:
        """Delete all that belongs to servers which the bot left long ago; return how many.

        Raises:
            StoreUnreadable, NothingRecorded, OutcomeUnknown: when the store does not answer; what
                is left to do is done the next time.
        """
        overdue = await self._servers.left_by(self._last_day)
        await self._remove(overdue)
        return len(overdue)

    async def _join(self, guild_ids: Iterable[int]) -> tuple[int, ...]:
        return await self._servers.join(guild_ids, day=self._today, left_by=self._last_day)

    async def _remove(self, guild_ids: Iterable[int]) -> None:
        for guild_id in sorted(guild_ids):
            work = RemoveServer(keys=self._keys, guild_id=guild_id, left_by=self._last_day)
            while await self._removal.part(work):
                continue

    @property
    def _last_day(self) -> int:
        """The last day of leaving after which the whole days have gone by."""
        return self._today - KEPT_DAYS - 1

    @property
    def _today(self) -> int:
        return day_number(day_of(self._clock()))
