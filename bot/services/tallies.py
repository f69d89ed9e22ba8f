"""Where the campaign stands: numbers with the moment they were true."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from bot.db.maintenance.reconcile import Reconciliation
from bot.domain.clock import Clock, day_of
from bot.domain.tallies import Counts, DayCounts, Tally, next_step
from bot.services.campaign import CampaignService


class TallyStore(Protocol):
    """Where the counters are kept; reading costs the same however many pledges there are."""

    async def snapshot(
        self, *, campaign_id: str, guild_id: int | None, day: date
    ) -> tuple[Counts, Counts | None, DayCounts]:
        """Return the campaign's counts, one server's, and the campaign's day, as of one moment."""
        ...


class TallyService:
    """Reads tallies, and checks that they are right."""

    def __init__(
        self,
        store: TallyStore,
        reconciliation: Reconciliation,
        campaign: CampaignService,
        clock: Clock,
    ) -> None:
        self._store = store
        self._reconciliation = reconciliation
        self._campaign = campaign
        self._clock = clock

    async def show(self, *, guild_id: int | None) -> Tally:
        """Return the tally of the campaign and, in a server, of that server.

        Raises:
            StoreUnreadable: when the numbers cannot be read; none is guessed.
        """
        now = self._clock()
        counts, server, day = await self._store.snapshot(
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
