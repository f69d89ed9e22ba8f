"""Tallies: the numbers of the campaign and of a server, with their as-of time."""

from __future__ import annotations

from bot.db.maintenance.reconcile import Reconciliation
from bot.db.repositories.tallies import TallyRepository
from bot.domain.clock import Clock, day_of
from bot.domain.tallies import Tally, next_step
from bot.services.campaign import CampaignService


class TallyService:
    """Reads tallies, and checks that they are right."""

    def __init__(
        self,
        tallies: TallyRepository,
        reconciliation: Reconciliation,
        campaign: CampaignService,
        clock: Clock,
    ) -> None:
        self._tallies = tallies
        self._reconciliation = reconciliation
        self._campaign = campaign
        self._clock = clock

    async def show(self, *, guild_id: int | None) -> Tally:
        """Return the tally of the campaign and, in a server, of that server.

        Raises:
            StoreUnreadable: when the numbers cannot be read; none is guessed.
        """
        now = self._clock()
        counts, server, day = await self._tallies.snapshot(
            campaign_id=self._campaign.id, guild_id=guild_id, day=day_of(now)
        )
        goal = self._campaign.campaign.goal
        steps = None if goal.steps == "automatic" else goal.steps
        return Tally(
            campaign=counts,
            server=server if guild_id is not None else None,
            since_yesterday=day.net,
            step=next_step(counts.counted, goal=goal.target, steps=steps),
            goal=goal.target,
            as_of=now,
        )

    async def discrepancies(self) -> list[str]:
        """Return where counters and rows differ; empty when every number is right."""
        return await self._reconciliation.differences(campaign_id=self._campaign.id)
