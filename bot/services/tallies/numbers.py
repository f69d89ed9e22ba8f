"""Tallies: the published numbers of the campaign and of a server, and their publication."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.db.maintenance.reconcile import Reconciliation
from bot.db.repositories.tallies import Quote, TallyRepository
from bot.domain.clock import Clock, day_number, day_of
from bot.domain.identity import Keys
from bot.domain.refusals import (
    BeingRecounted,
    DaysOutOfRange,
    NothingRecorded,
    OutcomeUnknown,
    StoreUnreadable,
)
from bot.domain.tallies import (
    SMALLEST_SHOWN,
    Brief,
    Counts,
    Published,
    Publishing,
    Tally,
    next_milestone,
    shown_change,
    shown_of_server,
)
from bot.domain.tallies.changes import Record, by_day, causes_of, fewest_told
from bot.domain.tallies.history import (
    LONGEST,
    SHORTEST,
    History,
    Series,
    of_campaign,
    of_server,
    reached_by_campaign,
    reached_by_server,
)
from bot.services.campaign import CampaignService
from bot.services.pledges import PledgeService
from bot.services.tallies.publishing import Publication


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
        self._publication = Publication(tallies, campaign, clock)
        self._whole, self._servers = self._publication.whole, self._publication.servers

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
        await self._publication.publish_what_is_live(server)
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
            recounting=whole.recounting,
        )

    def _weeks(
        self, fortnight: Counts | None, week: Counts | None, now: Counts
    ) -> tuple[int, int] | None:
        """Return the change of the week before the last, and of the last; both, or neither."""
        if fortnight is None or week is None:
            return None
        before, last = self._change(fortnight, week), self._change(week, now)
        return None if before is None or last is None else (before, last)

    def _change(self, before: Counts | None, now: Counts) -> int | None:
        earlier = None if before is None else before.counted
        return shown_change(earlier, now.counted, at_least=self._whole.at_least)

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
        await self._publication.publish_what_is_live(key if server else None)
        whole, here, now = await self._tallies.days(
            campaign_id=self._campaign.id, server=key if server else None
        )
        last = day_of(self._clock())
        first = last - timedelta(days=days - 1)
        if server:
            return self._history_of_server(whole, here, now, first=first, last=last)
        return self._history_of_campaign(whole, now, first=first, last=last)

    def _history_of_campaign(
        self, whole: Series, now: Published, *, first: date, last: date
    ) -> History:
        goal = self._campaign.campaign.goal
        found = of_campaign(
            whole,
            first=first,
            last=last,
            at_least=self._whole.at_least,
            goal=goal.target,
            steps=goal.declared_steps,
        )
        as_of = self._as_of(now, self._whole).as_of
        return replace(found, as_of=as_of, recounting=now.recounting)

    def _history_of_server(
        self, whole: Series, here: Series, now: Published, *, first: date, last: date
    ) -> History:
        at_least, now = self._servers.at_least, self._as_of(now, self._servers)
        found = of_server(whole, here, first=first, last=last, at_least=at_least)
        return replace(found, as_of=now.as_of, recounting=now.recounting)

    async def record(self, *, guild_id: int) -> Record | None:
        """Return every day since the first number was published; None where none was yet.

        Raises:
            BeingRecounted: while the numbers may be wrong.
            StoreUnreadable: when the numbers cannot be read; none is guessed.
        """
        key, at_least = self._keys.server(guild_id), self._whole.at_least
        await self._publication.publish_what_is_live(key)
        whole, here, now = await self._tallies.days(campaign_id=self._campaign.id, server=key)
        today = day_of(self._clock())
        if now.recounting:
            raise BeingRecounted
        if not whole.days:
            return None
        days = {"first": whole.days[0], "last": max(today, whole.days[-1])}
        campaign = self._history_of_campaign(whole, now, **days)
        server = self._history_of_server(whole, here, now, **days)
        moved = by_day(
            await self._tallies.changes(
                campaign_id=self._campaign.id, before=today, at_least=at_least
            )
        )
        causes = {
            one.day: causes_of(one.change, moved.get(one.day, ()), at_least=at_least)
            for one in campaign.days
            if one.day < today
        }
        return Record(campaign, server, causes, fewest_told(at_least))

    async def brief(self, *, guild_id: int) -> Brief:
        """Return what can be quoted today, and keep that this server quoted it.

        Raises:
            BeingRecounted: while the numbers may be wrong.
            StoreUnreadable: when the numbers cannot be read; none is guessed.
            NothingRecorded, OutcomeUnknown: when the store could not keep it.
        """
        tally = await self.show(guild_id=None)
        counted = tally.campaign.counted
        if tally.recounting:
            raise BeingRecounted
        if tally.as_of is None:
            return Brief(tally.campaign, None)
        last = await self._tallies.quote(
            Quote(
                campaign_id=self._campaign.id,
                guild_id=guild_id,
                day=day_number(day_of(self._clock())),
                counted=counted,
            )
        )
        servers = await self._tallies.servers(campaign_id=self._campaign.id)
        return Brief(
            tally.campaign,
            tally.as_of,
            servers=servers if servers >= SMALLEST_SHOWN else None,
            last=last,
            change=last and self._change(Counts(last.counted), tally.campaign),
        )

    async def reached(self, *, guild_id: int | None) -> tuple[Mapping[date, int], Published]:
        """Return which milestones were reached on which day (UTC), and what is published now.

        Of the campaign, or of one server: of its number where it is shown.

        Raises:
            StoreUnreadable: when the numbers cannot be read.
        """
        server = None if guild_id is None else self._keys.server(guild_id)
        whole, here, now = await self._tallies.days(campaign_id=self._campaign.id, server=server)
        if server is not None:
            return reached_by_server(whole, here), self._as_of(now, self._servers)
        goal = self._campaign.campaign.goal
        reached = reached_by_campaign(whole, goal=goal.target, steps=goal.declared_steps)
        return reached, self._as_of(now, self._whole)

    async def edition(self) -> Hashable:
        """Return what is another whenever a card of the numbers may be another, here or anywhere.

        Raises:
            StoreUnreadable: when that cannot be read.
        """
        if self._publication.live:
            return object()  # equal to nothing: what is live moves at any time
        latest = await self._tallies.latest(campaign_id=self._campaign.id)
        return latest, day_of(self._clock())

    def without_moments(self, tally: Tally) -> Tally:
        """Return a tally without the moments that pass by themselves: those of live numbers."""
        whole, server = tally.as_of, tally.server
        if whole is not None and self._whole.live:
            whole = datetime.min.replace(tzinfo=UTC)
        if server is not None and self._servers.live:
            server = replace(server, as_of=None)
        return replace(tally, as_of=whole, server=server)

    async def publish_due(self) -> bool:
        """Publish what is due on the clock grid, and return whether cards may say something else.

        Raises:
            NothingRecorded, OutcomeUnknown: when the store could not; the next slot makes it good.
        """
        return await self._publication.publish_due()

    def _as_of(self, published: Published, rule: Publishing) -> Published:
        """Return what is live as of now: the store keeps no minute of it that is someone's."""
        if not rule.live or published.as_of is None:
            return published
        return replace(published, as_of=self._clock().replace(second=0, microsecond=0))

    async def discrepancies(self) -> list[str]:
        """Return where counters and rows differ; empty when every number is right.

        While they differ, nothing is published, and every card says that it is being recounted.
        """
        found = await self._reconciliation.differences(campaign_id=self._campaign.id)
        with suppress(NothingRecorded, OutcomeUnknown):  # the next comparison notes it
            await self._tallies.mark(differ=bool(found))
        return found
