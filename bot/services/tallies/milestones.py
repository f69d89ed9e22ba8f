"""Which milestones are to be announced now, and where."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from typing import Final

from bot.db.repositories.posts.milestones import MilestoneRepository, Tell
from bot.domain.clock import Clock, day_of
from bot.domain.settings import ServerSettings
from bot.domain.tallies.milestones import Milestone, told
from bot.services.campaign import CampaignService
from bot.services.servers import ServerService
from bot.services.tallies.numbers import TallyService

CHANNEL: Final = "announcements"
"""The setting that names the channel."""


class MilestoneService:
    """Says what is to be announced; a server is told each once, ever, and none that is behind it.

    Every call may raise `StoreUnreadable`, `NothingRecorded` or `OutcomeUnknown`.
    """

    def __init__(
        self,
        milestones: MilestoneRepository,
        tallies: TallyService,
        servers: ServerService,
        campaign: CampaignService,
        clock: Clock,
    ) -> None:
        self._milestones = milestones
        self._tallies = tallies
        self._servers = servers
        self._campaign = campaign
        self._clock = clock

    @property
    def campaign_name(self) -> str:
        """What the campaign is called."""
        return self._campaign.campaign.name

    async def due(self, reaches: Callable[[int], bool]) -> AsyncIterator[Milestone]:
        """Yield what is to be announced now; what is yielded counts as told before it is.

        Of a server that the bot does not reach, nothing is looked at.
        """
        known = await self._milestones.all(campaign_id=self._campaign.id)
        wanting = await self._servers.choosing(CHANNEL)
        for guild_id in sorted(filter(reaches, {*wanting, *(guild_id for guild_id, _ in known)})):
            settings = await self._servers.settings(guild_id=guild_id)
            for server in (False, True):
                found = await self._due(guild_id, settings, known, server=server)
                if found is not None:
                    yield found

    async def _due(
        self,
        guild_id: int,
        settings: ServerSettings,
        known: Mapping[tuple[int, bool], int],
        *,
        server: bool,
    ) -> Milestone | None:
        channel_id = _channel(settings)
        before = known.get((guild_id, server))
        if channel_id is None and before is None:
            return None
        reached, now = await self._tallies.reached(guild_id=guild_id if server else None)
        if now.recounting:
            return None
        today = day_of(self._clock())
        highest, tell = told(reached, before, today=today, wanted=channel_id is not None)
        if highest != before:
            await self._tell(guild_id, server=server, highest=highest)
        counted = now.counts.counted
        if not tell or channel_id is None or now.as_of is None or counted < highest:
            return None
        goal = not server and highest == self._campaign.campaign.goal.target
        return Milestone(
            guild_id, channel_id, server, highest, before or 0, counted, now.as_of, goal
        )

    async def again(self, milestone: Milestone) -> None:
        """Let a milestone be announced the next time: Discord did not take it."""
        await self._tell(milestone.guild_id, server=milestone.server, highest=milestone.before)

    async def _tell(self, guild_id: int, *, server: bool, highest: int) -> None:
        work = Tell(
            campaign_id=self._campaign.id, guild_id=guild_id, server=server, highest=highest
        )
        await self._milestones.tell(work)


def _channel(settings: ServerSettings) -> int | None:
    """Return where a server wants to be told, or None where it does not."""
    channel = settings.announcements
    off = not settings.milestones or not settings.allows("tally", "milestone")
    return None if off or channel in settings.silent_channels else channel
