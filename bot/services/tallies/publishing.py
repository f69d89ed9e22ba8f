"""Publishes numbers on their clock grid, never in the moment of an act."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import Final

from bot.db.repositories.counting import Publish
from bot.db.repositories.tallies import TallyRepository
from bot.domain.clock import Clock, day_of
from bot.domain.refusals import NothingRecorded, OutcomeUnknown, StoreUnreadable
from bot.domain.tallies import Publishing
from bot.services.campaign import CampaignService

MINUTES_AN_HOUR: Final = 60


class Publication:
    """When the campaign's number is published, and when those of its servers are."""

    def __init__(self, tallies: TallyRepository, campaign: CampaignService, clock: Clock) -> None:
        self._tallies = tallies
        self._campaign = campaign
        self._clock = clock
        rules = campaign.campaign.tally
        self.whole, self.servers = rules.publish.rule, rules.servers.rule
        self._slots: dict[bool, int] = {}
        self._day: date | None = None

    @property
    def live(self) -> bool:
        """Whether some number is published whenever it is read."""
        return self.whole.live or self.servers.live

    async def publish_due(self) -> bool:
        """Publish what is due on the clock grid; asked often, it publishes once a slot.

        What is live is published each minute too, so that a day without readers has its number.

        A number never moves beside the grid, nor in the moment of an act: the slot in which the bot
        started is let pass, and so is one for which it comes too late, or in which the store fails.

        Returns whether a card may say something else now: something was published, a day began, or
        it is asked for the first time.

        Raises:
            NothingRecorded, OutcomeUnknown: when the store could not; the next slot makes it good.
        """
        failures: list[NothingRecorded | OutcomeUnknown] = []
        today = day_of(self._clock())
        other, self._day = today != self._day, today
        for servers, rule in self._rules():
            slot = rule.slot(self._minute())
            last = self._slots.setdefault(servers, slot)
            self._slots[servers] = slot
            if slot > last and rule.strikes(self._minute()):
                other = True
                try:
                    await self._publish(rule, servers=servers)
                except (NothingRecorded, OutcomeUnknown) as failure:
                    failures.append(failure)
        if failures:
            raise failures[0]
        return other

    async def publish_what_is_live(self, server: bytes | None) -> None:
        """Publish what shows at every look; where it cannot be, what was published stays."""
        with suppress(NothingRecorded, OutcomeUnknown, StoreUnreadable):
            for servers, rule in self._rules():
                if not rule.live or (servers and server is None):
                    continue
                scope = server if servers else None
                if await self._tallies.waits(campaign_id=self._campaign.id, server=scope):
                    await self._publish(rule, servers=servers)

    def _rules(self) -> Iterator[tuple[bool, Publishing]]:
        """Yield the rule of the campaign, then the one of servers."""
        yield False, self.whole
        yield True, self.servers

    async def _publish(self, rule: Publishing, *, servers: bool) -> None:
        minute = self._minute()
        await self._tallies.publish(
            Publish(
                campaign_id=self._campaign.id,
                servers=servers,
                at_least=rule.at_least,
                minute=minute - minute % MINUTES_AN_HOUR if rule.live else minute,
            )
        )

    def _minute(self) -> int:
        return int(self._clock().timestamp()) // 60
