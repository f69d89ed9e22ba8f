"""What nobody decides counts after seven days, and what a case kept goes after thirty."""

from __future__ import annotations

from bot.db.repositories.moderation.cases import EndCase
from bot.db.repositories.moderation.parts import ClosePart, CountPart
from bot.db.repositories.moderation.repository import ModerationRepository
from bot.db.repositories.pledges import PledgeRepository
from bot.db.repositories.servers import ServerRepository
from bot.domain.clock import HOURS_A_DAY, Clock, day_number, day_of, hour_of
from bot.domain.identity import Keys
from bot.domain.moderation.holding import UNDECIDED_DAYS, UNDONE_DAYS
from bot.domain.settings import Feature
from bot.services.servers import ServerService


class Expiry:
    """Does what is due; asked again, it goes on.

    Every call may raise `StoreUnreadable`, `NothingRecorded` or `OutcomeUnknown`.
    """

    def __init__(
        self,
        repository: ModerationRepository,
        pledges: PledgeRepository,
        known: ServerRepository,
        servers: ServerService,
        keys: Keys,
        clock: Clock,
    ) -> None:
        self._repository = repository
        self._pledges = pledges
        self._known = known
        self._servers = servers
        self._keys = keys
        self._clock = clock

    async def expire(self) -> None:
        """Count what waited seven days, or whose server takes no pledges; close old cases.

        So it is in every campaign that the store ever carried.
        """
        switched_off = await self._switched_off()
        for keys in await self._pledges.all_keys(self._keys):
            await self._count(keys, {keys.server(guild_id) for guild_id in switched_off})
            await self._close(keys)

    async def _count(self, keys: Keys, switched_off: set[bytes]) -> None:
        hour = hour_of(self._clock())
        for server in await self._repository.holding(keys=keys):
            hours = 0 if server in switched_off else UNDECIDED_DAYS * HOURS_A_DAY
            work = CountPart(keys=keys, server=server, since=hour - hours, hour=hour)
            while await self._repository.part(work):
                continue

    async def _close(self, keys: Keys) -> None:
        last = day_number(day_of(self._clock())) - UNDONE_DAYS
        for server, case in await self._repository.over(keys=keys, day=last):
            work = ClosePart(keys=keys, server=server, case=case)
            while await self._repository.part(work):
                continue
            await self._repository.end(EndCase(keys=keys, server=server, number=case))

    async def _switched_off(self) -> set[int]:
        """Return the servers in which the pledge is switched off: nothing is held there."""
        chosen = {
            *await self._servers.choosing("features_off"),
            *(await self._known.here() if self._servers.defaults.features_off else ()),
        }
        found: set[int] = set()
        for guild_id in chosen:
            stored = await self._servers.with_sources(guild_id=guild_id)
            if Feature.PLEDGE in stored.settings.features_off:
                found.add(guild_id)
        return found
