"""Sign, look up, list and withdraw a pledge; each is safe to ask twice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from bot.db.repositories.pledges import PledgeRepository
from bot.db.repositories.signing import Sign
from bot.db.repositories.visibility import List, Unlist
from bot.db.repositories.withdrawal import Withdraw
from bot.domain.clock import Clock, hour_of
from bot.domain.identity import Keys
from bot.domain.paging import pages_of
from bot.domain.pledges import Signed, Signing, Standing, Withdrawn
from bot.domain.refusals import Refusal, StoreUnreadable, TextChanged, WallUnknown
from bot.services.campaign import CampaignService
from bot.services.limits import SigningLimit
from bot.services.moderation.holding import Holding
from bot.services.texts import TextService

DIGEST_SHOWN = 12
"""How many hex digits of a text's digest a card carries to name exactly what it showed."""

WALL_PAGE = 10
"""Members on one page of the wall."""

PEOPLE_A_QUESTION = 100
"""People whose membership is asked for at once: Discord tells of no more in one answer."""

_GLANCE = 0.7
"""Seconds in which a card learns whether somebody signed, or does without."""

_LOOKS = 3
"""Looks at one press: who fills up a page after others came off may have left as well."""

Members = Callable[[int, Sequence[int]], Awaitable[frozenset[int] | None]]
"""Tells which of some people are members of a server now; None when nobody can tell."""


@dataclass(frozen=True, slots=True)
class WallPage:
    """One page of the members who chose to be listed in one server."""

    user_ids: tuple[int, ...]
    page: int
    pages: int
    total: int


class PledgeService:
    """What a member does with their pledge."""

    def __init__(
        self,
        pledges: PledgeRepository,
        campaign: CampaignService,
        keys: Keys,
        clock: Clock,
        holding: Holding | None = None,
        texts: TextService | None = None,
    ) -> None:
        self._pledges = pledges
        self._campaign = campaign
        self._keys = keys
        self._clock = clock
        self._holding = holding
        self._texts = texts
        self._limit = SigningLimit(clock)

    async def standing(self, *, user_id: int, guild_id: int | None) -> Standing:
        """Return what is stored about a member's pledge, as it is seen from a server."""
        return await self._pledges.standing(
            keys=self._keys, signer=self._keys.signer(user_id), server=self._server(guild_id)
        )

    async def offers_signing(self, *, user_id: int, guild_id: int) -> bool:
        """Return whether to offer a member to sign in this server: they may, and have not.

        Where the store is away or slow, it is offered: a card must not wait for that, and signing
        says by itself what was signed before.
        """
        if self._campaign.refusal is not None:
            return False
        try:
            standing = await self._pledges.standing(
                keys=self._keys,
                signer=self._keys.signer(user_id),
                server=self._keys.server(guild_id),
                patience=_GLANCE,
            )
        except StoreUnreadable:
            return True
        return not (standing.signed_here or standing.set_aside_here)

    async def sign(
        self,
        *,
        user_id: int,
        guild_id: int,
        version: str,
        locale: str,
        digest: str,
        joined_at: datetime | None = None,
    ) -> Signed:
        """Sign exactly the text that was shown, named by its version, language and digest.

        Returns once the signature is on disk. Signing twice changes nothing. The server may hold
        it, by when the account was made and when it joined, as Discord tells with the press.

        Raises:
            CampaignClosed, CampaignNotOpen: when no signatures are taken today.
            TextChanged: when the shown text is not the current one any more.
            TextUnderOldVersion: when people signed another text under its version.
            SignedTooOften: when they signed, withdrew and signed again several times this hour, or
                did so in this server alone.
            NothingRecorded, OutcomeUnknown: when the store could not confirm it.
        """
        self._campaign.must_be_open()
        text = self._campaign.signing_text(locale)
        shown = (version, locale, digest)
        if shown != (text.version, text.locale, text.digest[:DIGEST_SHOWN]):
            raise TextChanged
        if self._texts is not None:
            await self._texts.must_be_held()
        signer, server = self._keys.signer(user_id), self._keys.server(guild_id)
        limit = self._limit
        async with limit.signing(signer) as count, limit.signing(signer + server) as count_here:
            work = Sign(
                keys=self._keys,
                signer=signer,
                server=server,
                text=text,
                hour=hour_of(self._clock()),
            )
            signed = await self._signed(work, user_id, guild_id, joined_at)
            if signed.outcome is Signing.SIGNED:
                count()
            elif signed.outcome is Signing.ATTRIBUTED:
                count_here()
        return signed

    async def _signed(
        self, work: Sign, user_id: int, guild_id: int, joined_at: datetime | None
    ) -> Signed:
        """Store a signature, held where the rules of its server say so."""
        if self._holding is None:
            return await self._pledges.sign(work)
        arrived = await self._holding.arrive(
            user_id=user_id, guild_id=guild_id, joined_at=joined_at
        )
        new = False
        try:
            signed = await self._pledges.sign(replace(work, hold=arrived.hold))
            new = signed.outcome in (Signing.SIGNED, Signing.ATTRIBUTED)
        finally:
            if not new:
                self._holding.forget(arrived, guild_id=guild_id)
        return signed

    async def withdraw(self, *, user_id: int, guild_id: int | None, everywhere: bool) -> Withdrawn:
        """Take a pledge back, from one server's tally or altogether; possible at any time."""
        return await self._pledges.withdraw(
            Withdraw(
                keys=self._keys,
                signer=self._keys.signer(user_id),
                server=self._server(guild_id),
                everywhere=everywhere,
                hour=hour_of(self._clock()),
            )
        )

    async def list_here(self, *, user_id: int, guild_id: int) -> Standing:
        """Put a signer on this server's wall, by their own second choice.

        Raises:
            NotSigned: when they have not signed in this server.
            PledgeSetAside: when a moderator of this server set the signature aside.
        """
        return await self._pledges.list(
            List(
                keys=self._keys,
                signer=self._keys.signer(user_id),
                server=self._keys.server(guild_id),
                wall=self._keys.wall(guild_id),
                user_id=user_id,
            )
        )

    async def unlist_here(self, *, user_id: int, guild_id: int) -> Standing:
        """Take a signer off this server's wall and forget their user id."""
        return await self._pledges.unlist(
            Unlist(
                keys=self._keys,
                signer=self._keys.signer(user_id),
                server=self._keys.server(guild_id),
            )
        )

    async def wall(self, *, guild_id: int, page: int) -> WallPage:
        """Return a page (from 0) of the members listed here; past the end, the last page."""
        ids, total = await self._page(guild_id, page)
        pages = pages_of(total, WALL_PAGE)
        if page >= pages:
            page = pages - 1
            ids, total = await self._page(guild_id, page)
        return WallPage(tuple(ids), page, pages, total)

    async def wall_of_members(self, *, guild_id: int, page: int, members: Members) -> WallPage:
        """Return a page of the wall, off which whoever is no member any more has come.

        Raises:
            WallUnknown: when Discord does not say who is a member; then nobody comes off.
        """
        wall = await self.wall(guild_id=guild_id, page=page)
        there, gone = set[int](), set[int]()
        for _ in range(_LOOKS):
            if (there | gone).issuperset(wall.user_ids):
                break
            asked, _total = await self._page(guild_id, wall.page, people=PEOPLE_A_QUESTION)
            found = await members(guild_id, asked)
            if found is None:
                raise WallUnknown
            there |= found
            if left := set(asked) - found:
                gone |= left
                await self.take_off(left, guild_id=guild_id)
                wall = await self.wall(guild_id=guild_id, page=page)
        return replace(wall, user_ids=tuple(one for one in wall.user_ids if one in there))

    async def wall_in_parts(
        self, *, guild_id: int, people: int, after: int = 0
    ) -> AsyncIterator[list[int]]:
        """Yield all who are listed here after an id, so many at once, in the order of their ids."""
        wall, last = self._keys.wall(guild_id), after
        while some := await self._pledges.wall_after(wall=wall, user_id=last, limit=people):
            yield some
            last = some[-1]

    async def take_off(self, user_ids: Iterable[int], *, guild_id: int) -> None:
        """Take people off a server's wall who are no members of it any more."""
        await asyncio.gather(*(self._take_off(one, guild_id) for one in user_ids))

    async def _take_off(self, user_id: int, guild_id: int) -> None:
        with suppress(Refusal):  # who cannot come off now is not shown, and comes off another time
            await self.unlist_here(user_id=user_id, guild_id=guild_id)

    async def _page(
        self, guild_id: int, page: int, *, people: int = WALL_PAGE
    ) -> tuple[list[int], int]:
        wall = self._keys.wall(guild_id)
        return await self._pledges.wall(wall=wall, offset=page * WALL_PAGE, limit=people)

    def _server(self, guild_id: int | None) -> bytes | None:
        return None if guild_id is None else self._keys.server(guild_id)
