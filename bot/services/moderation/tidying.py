"""What nobody decides counts after seven days, and what a case kept goes after thirty."""

from __future__ import annotations

from bot.db.repositories.moderation.cases import EndCase
from bot.db.repositories.moderation.parts import ClosePart, CountPart
from bot.db.repositories.moderation.repository import ModerationRepository
from bot.db.repositories.servers import ServerRepository
from bot.domain.clock import HOURS_A_DAY, Clock, day_number, day_of, hour_of
from bot.domain.identity import Keys
from bot.domain.moderation.holding import UNDECIDED_DAYS, UNDONE_DAYS
from bot.domain.settings import Feature
from bot.services.servers import ServerService


class Tidying:
    """Does what is due; asked again, it goes on.

    Every call may raise `StoreUnreadable`, `NothingRecorded` or `OutcomeUnknown`.
    """

    def __init__(
        self,
        repository: ModerationRepository,
        known: ServerRepository,
        servers: ServerService,
        keys: Keys,
        clock: Clock,
    ) -> None:
        self._repository = repository
        self._known = known
        self._servers = servers
        self._keys = keys
        self._clock = clock

    async def tidy(self) -> None:
        """Count what waited seven days, or whose server takes no pledges; close old cases."""
        switched_off = await self._switched_off()
        for server in await self._repository.holding(keys=self._keys):
            hours = 0 if server in switched_off else UNDECIDED_DAYS * HOURS_A_DAY
            await self._count(server, since=hour_of(self._clock()) - hours)
        last = day_number(day_of(self._clock())) - UNDONE_DAYS
        for server, case in await self._repository.over(keys=self._keys, day=last):
            work = ClosePart(keys=self._keys, server=server, case=case)
            while await self._repository.part(work):
                continue
            await self._repository.end(EndCase(keys=self._keys, server=server, number=case))

    async def _count(self, server: bytes, *, since: int) -> None:
        hour = hour_of(self._clock())
        work = CountPart(keys=self._keys, server=server, since=since, hour=hour)
        while await self._repository.part(work):
            continue

    async def _switched_off(self) -> set[bytes]:
        """Return the servers in which the pledge is switched off: nothing is held there."""
        chosen = {
            *await self._servers.choosing("features_off"),
            *(await self._known.here() if self._servers.defaults.features_off else ()),
        }
        found: set[bytes] = set()
        for guild_id in chosen:
            stored = await self._servers.with_sources(guild_id=guild_id)
            if Feature.PLEDGE in stored.settings.features_off:
                found.add(self._keys.server(guild_id))
        return found
