"""Tallies: the published numbers of the campaign and of a server, and their publication."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.db.maintenance.reconcile import Reconciliation
from bot.db.repositories.counting import Publish
from bot.db.repositories.tallies import TallyRepository
from bot.domain.clock import Clock, day_of
from bot.domain.identity import Keys
from bot.domain.refusals import (
    DaysOutOfRange,
    NothingRecorded,
    OutcomeUnknown,
    StoreUnreadable,
)
from bot.domain.tallies import (
    Counts,
    Published,
    Publishing,
    Tally,
    next_milestone,
    shown_change,
    shown_of_server,
)
from bot.domain.tallies.history import LONGEST, SHORTEST, History, of_campaign, of_server
from bot.services.campaign import CampaignService
from bot.services.pledges import PledgeService

MINUTES_AN_HOUR: Final = 60


class TallyService:
    """The one way to a number: it reads what is published, publishes it, and checks the rest."""

    def __init__(
        self,
        tallies: TallyRepository,
        reconciliation: Reconciliation,
        campaign: CampaignService,
        pledges: PledgeService,
        keys: Keys,
        clock: Clock,
    ) -> None:
        self._tallies = tallies
        self._reconciliation = reconciliation
        self._campaign = campaign
        self._pledges = pledges
        self._keys = keys
        self._clock = clock
        rules = campaign.campaign.tally
        self._whole, self._servers = rules.publish.rule, rules.servers.rule
        self._slots: dict[bool, int] = {}

    @property
    def campaign_name(self) -> str:
        """What the campaign is called."""
        return self._campaign.campaign.name

    async def show(self, *, guild_id: int | None) -> Tally:
        """Return the tally of the campaign and, where it gives nobody away, of this server.

        Raises:
            StoreUnreadable: when the numbers cannot be read; none is guessed.
        """
        server = None if guild_id is None else self._keys.server(guild_id)
        await self._publish_what_is_live(server)
        today = day_of(self._clock())
        whole, here, (yesterday, week, fortnight) = await self._tallies.published(
            campaign_id=self._campaign.id,
            server=server,
            ends=[today - timedelta(days=days) for days in (1, 7, 14)],
        )
        whole, here = self._as_of(whole, self._whole), self._as_of(here, self._servers)
        counts, goal = whole.counts, self._campaign.campaign.goal
        return Tally(
            campaign=counts,
            server=shown_of_server(whole, here),
            since_yesterday=self._change(yesterday, counts),
            weeks=self._weeks(fortnight, week, counts),
            milestone=next_milestone(
                counts.counted,
                goal=goal.target,
                steps=goal.declared_steps,
            ),
            goal=goal.target,
            as_of=whole.as_of,
            together=not self._campaign.moved_by_one,
            refusal=self._campaign.refusal,
        )

    def _weeks(self, fortnight: Counts, week: Counts, now: Counts) -> tuple[int, int] | None:
        """Return the change of the week before the last, and of the last; both, or neither."""
        before, last = self._change(fortnight, week), self._change(week, now)
        return None if before is None or last is None or not fortnight.counted else (before, last)

    def _change(self, before: Counts, now: Counts) -> int | None:
        return shown_change(before.counted, now.counted, at_least=self._whole.at_least)

    async def glance(self, *, guild_id: int | None) -> Tally | None:
        """Return the tally, or None where it cannot be read, for a card that is more than it."""
        try:
            return await self.show(guild_id=guild_id)
        except StoreUnreadable:
            return None

    async def for_member(self, *, user_id: int, guild_id: int) -> tuple[Tally, bool]:
        """Return the tally, and whether to offer this member to sign in this server.

        Raises:
            StoreUnreadable: when the numbers cannot be read; none is guessed.
        """
        tally = await self.show(guild_id=guild_id)
        offers = self._pledges.offers_signing(user_id=user_id, guild_id=guild_id)
        return tally, await offers

    async def history(self, *, guild_id: int, days: int, server: bool) -> History:
        """Return how a published number went over the last `days` days (UTC), today included.

        Raises:
            DaysOutOfRange: when it is asked for fewer days or more than a chart shows.
            StoreUnreadable: when the numbers cannot be read; none is guessed.
        """
        if not SHORTEST <= days <= LONGEST:
            raise DaysOutOfRange(shortest=SHORTEST, longest=LONGEST)
        key = self._keys.server(guild_id)
        await self._publish_what_is_live(key if server else None)
        whole, here, now = await self._tallies.days(
            campaign_id=self._campaign.id, server=key if server else None
        )
        last = day_of(self._clock())
        first = last - timedelta(days=days - 1)
        if server:
            at_least, now = self._servers.at_least, self._as_of(now, self._servers)
            found = of_server(whole, here, first=first, last=last, at_least=at_least)
            return replace(found, as_of=now.as_of)
        goal = self._campaign.campaign.goal
        found = of_campaign(
            whole,
            first=first,
            last=last,
            at_least=self._whole.at_least,
            goal=goal.target,
            steps=goal.declared_steps,
        )
        return replace(found, as_of=self._as_of(now, self._whole).as_of)

    async def publish_due(self) -> None:
        """Publish what is due on the clock grid; asked often, it publishes once a slot.

        What is live is published each minute too, so that a day without readers has its number.

        A number never moves beside the grid, nor in the moment of an act: the slot in which the bot
        started is let pass, and so is one for which it comes too late, or in which the store fails.

        Raises:
            NothingRecorded, OutcomeUnknown: when the store could not; the next slot makes it good.
        """
        failures: list[NothingRecorded | OutcomeUnknown] = []
        for servers, rule in self._rules():
            slot = rule.slot(self._minute())
            last = self._slots.setdefault(servers, slot)
            self._slots[servers] = slot
            if slot > last and rule.strikes(self._minute()):
                try:
                    await self._publish(rule, servers=servers)
                except (NothingRecorded, OutcomeUnknown) as failure:
                    failures.append(failure)
        if failures:
            raise failures[0]

    async def _publish_what_is_live(self, server: bytes | None) -> None:
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
        yield False, self._whole
        yield True, self._servers

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

    def _as_of(self, published: Published, rule: Publishing) -> Published:
        """Return what is live as of now: the store keeps no minute of it that is someone's."""
        if not rule.live or published.as_of is None:
            return published
        return replace(published, as_of=self._clock().replace(second=0, microsecond=0))

    def _minute(self) -> int:
        return int(self._clock().timestamp()) // 60

    async def discrepancies(self) -> list[str]:
        """Return where counters and rows differ; empty when every number is right."""
        return await self._reconciliation.differences(campaign_id=self._campaign.id)
