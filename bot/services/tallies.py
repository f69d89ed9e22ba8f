"""Tallies: the published numbers of the campaign and of a server, and their publication."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from bot.db.maintenance.reconcile import Reconciliation
from bot.db.repositories.counting import Publish
from bot.db.repositories.tallies import TallyRepository
from bot.domain.clock import Clock, day_of
from bot.domain.identity import Keys
from bot.domain.refusals import NothingRecorded, OutcomeUnknown
from bot.domain.tallies import Publishing, Tally, next_milestone, shown_change, shown_of_server
from bot.services.campaign import CampaignService


class TallyService:
    """The one way to a number: it reads what is published, publishes it, and checks the rest."""

    def __init__(
        self,
        tallies: TallyRepository,
        reconciliation: Reconciliation,
        campaign: CampaignService,
        keys: Keys,
        clock: Clock,
    ) -> None:
        self._tallies = tallies
        self._reconciliation = reconciliation
        self._campaign = campaign
        self._keys = keys
        self._clock = clock
        rules = campaign.campaign.tally
        self._whole, self._servers = rules.publish.rule, rules.servers.rule
        self._slots: dict[bool, int] = {}

    async def show(self, *, guild_id: int | None) -> Tally:
        """Return the tally of the campaign and, where it gives nobody away, of this server.

        Raises:
            StoreUnreadable: when the numbers cannot be read; none is guessed.
        """
        await self._publish_what_is_live()
        yesterday = day_of(self._clock()) - timedelta(days=1)
        whole, here, then = await self._tallies.published(
            campaign_id=self._campaign.id,
            server=None if guild_id is None else self._keys.server(guild_id),
            until=yesterday,
        )
        counts, goal = whole.counts, self._campaign.campaign.goal
        return Tally(
            campaign=counts,
            server=shown_of_server(counts, here.counts),
            since_yesterday=shown_change(
                then.counted, counts.counted, at_least=self._whole.at_least
            ),
            milestone=next_milestone(
                counts.counted,
                goal=goal.target,
                steps=None if goal.steps == "automatic" else goal.steps,
            ),
            goal=goal.target,
            as_of=whole.as_of,
        )

    async def publish_due(self) -> None:
        """Publish what is due on the clock grid; asked often, it publishes once a slot.

        What is live is published each minute too, so that a day without readers has its number.

        The slot in which the bot started is let pass: a number never moves in the moment of an act.

        Raises:
            NothingRecorded, OutcomeUnknown: when the store could not; the next slot makes it good.
        """
        for servers, rule in ((False, self._whole), (True, self._servers)):
            slot = rule.slot(self._minute())
            last = self._slots.setdefault(servers, slot)
            if slot > last:
                self._slots[servers] = slot
                await self._publish(rule, servers=servers)

    async def _publish_what_is_live(self) -> None:
        """Publish what shows at every look; where it cannot be, what was published stays."""
        with suppress(NothingRecorded, OutcomeUnknown):
            for servers, rule in ((False, self._whole), (True, self._servers)):
                if rule.live:
                    await self._publish(rule, servers=servers)

    async def _publish(self, rule: Publishing, *, servers: bool) -> None:
        await self._tallies.publish(
            Publish(
                campaign_id=self._campaign.id,
                servers=servers,
                at_least=rule.at_least,
                minute=self._minute(),
            )
        )

    def _minute(self) -> int:
        return int(self._clock().timestamp()) // 60

    async def discrepancies(self) -> list[str]:
        """Return where counters and rows differ; empty when every number is right."""
        return await self._reconciliation.differences(campaign_id=self._campaign.id)
