"""Decides at each signature whether its server holds it, from what the interaction tells."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from bot.domain.clock import Clock, hour_of
from bot.domain.moderation.holding import Arrival, Hold, HoldRules, hold_of
from bot.domain.settings import ServerSettings
from bot.services.servers import ServerService


@dataclass(frozen=True, slots=True)
class Arrived:
    """A signature on its way to the store, and why it is held there, if it is."""

    hold: Hold | None
    hour: int


class Holding:
    """Knows how many signed in each server within the hour of the clock, and nothing of who.

    That is known in memory alone: after a restart the hour begins anew, and a few more count.
    """

    def __init__(self, servers: ServerService, clock: Clock, *, joined_seconds: int) -> None:
        self._servers = servers
        self._clock = clock
        self._joined_seconds = joined_seconds
        self._hour = 0
        self._signed: defaultdict[int, int] = defaultdict(int)

    async def arrive(self, *, user_id: int, guild_id: int, joined_at: datetime | None) -> Arrived:
        """Count a signature among those of the hour, and say whether it is held.

        `joined_at` is when the member joined, as Discord tells it with the press.
        """
        settings = await self._servers.settings(guild_id=guild_id)
        now = self._clock()
        hour = hour_of(now)
        if hour != self._hour:
            self._hour = hour
            self._signed.clear()
        before = self._signed[guild_id]
        self._signed[guild_id] += 1
        arrival = Arrival.of(user_id, joined_at, now=now)
        return Arrived(hold_of(arrival, self._rules(settings), signed_this_hour=before), hour)

    def forget(self, arrived: Arrived, *, guild_id: int) -> None:
        """Count a signature no more: it was there already, or could not be stored."""
        if arrived.hour == self._hour:
            self._signed[guild_id] -= 1

    def _rules(self, settings: ServerSettings) -> HoldRules:
        if not settings.holding:
            return HoldRules()
        return HoldRules(settings.holding_age, self._joined_seconds, settings.holding_rate)
