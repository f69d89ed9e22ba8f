"""Sign, look up, list and withdraw a pledge; each is safe to ask twice."""

from __future__ import annotations

from dataclasses import dataclass

from bot.db.repositories.pledges import PledgeRepository
from bot.db.repositories.signing import Sign
from bot.db.repositories.visibility import SetVisibility
from bot.db.repositories.withdrawal import Withdraw
from bot.domain.clock import Clock
from bot.domain.identity import SignerKeys
from bot.domain.pledges import Signed, Standing, Visibility, Withdrawn
from bot.domain.refusals import TextChanged
from bot.services.campaign import CampaignService

DIGEST_SHOWN = 12
"""How many hex digits of a text's digest a card carries to name exactly what it showed."""

WALL_PAGE = 10
"""Members on one page of the wall."""


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
        self, pledges: PledgeRepository, campaign: CampaignService, keys: SignerKeys, clock: Clock
    ) -> None:
        self._pledges = pledges
        self._campaign = campaign
        self._keys = keys
        self._clock = clock

    async def standing(self, *, user_id: int) -> Standing:
        """Return what is stored about a member's pledge."""
        return await self._pledges.standing(
            campaign_id=self._campaign.id, signer_key=self._key(user_id)
        )

    async def sign(
        self, *, user_id: int, guild_id: int, version: str, locale: str, digest: str
    ) -> Signed:
        """Sign exactly the text that was shown, named by its version, language and digest.

        Returns once the signature is on disk. Signing twice changes nothing.

        Raises:
            CampaignClosed, CampaignNotOpen: when no signatures are taken today.
            TextChanged: when the shown text is not the current one any more.
            NothingRecorded, OutcomeUnknown: when the store could not confirm it.
        """
        self._campaign.must_be_open()
        text = self._campaign.signing_text(locale)
        shown = (version, locale, digest)
        if shown != (text.version, text.locale, text.digest[:DIGEST_SHOWN]):
            raise TextChanged
        return await self._pledges.sign(
            Sign(
                campaign_id=self._campaign.id,
                signer_key=self._key(user_id),
                guild_id=guild_id,
                text=text,
                at=self._clock(),
            )
        )

    async def withdraw(self, *, user_id: int, guild_id: int | None, everywhere: bool) -> Withdrawn:
        """Take a pledge back, from one server's tally or altogether; possible at any time."""
        return await self._pledges.withdraw(
            Withdraw(
                campaign_id=self._campaign.id,
                signer_key=self._key(user_id),
                guild_id=guild_id,
                everywhere=everywhere,
                at=self._clock(),
            )
        )

    async def list_here(self, *, user_id: int, guild_id: int) -> Standing:
        """Put a signer on this server's wall, by their own second choice.

        Raises:
            NotSigned: when they have not signed in this server.
        """
        return await self._show(user_id=user_id, guild_id=guild_id, visibility=Visibility.LISTED)

    async def unlist_here(self, *, user_id: int, guild_id: int) -> Standing:
        """Take a signer off this server's wall and forget their user id."""
        return await self._show(
            user_id=user_id, guild_id=guild_id, visibility=Visibility.COUNTED_ONLY
        )

    async def wall(self, *, guild_id: int, page: int) -> WallPage:
        """Return a page (from 0) of the members listed here; past the end, the last page."""
        ids, total = await self._page(guild_id, page)
        pages = max(1, -(-total // WALL_PAGE))
        if page >= pages:
            page = pages - 1
            ids, total = await self._page(guild_id, page)
        return WallPage(tuple(ids), page, pages, total)

    async def _page(self, guild_id: int, page: int) -> tuple[list[int], int]:
        return await self._pledges.wall(
            campaign_id=self._campaign.id,
            guild_id=guild_id,
            offset=page * WALL_PAGE,
            limit=WALL_PAGE,
        )

    async def _show(self, *, user_id: int, guild_id: int, visibility: Visibility) -> Standing:
        return await self._pledges.set_visibility(
            SetVisibility(
                campaign_id=self._campaign.id,
                signer_key=self._key(user_id),
                guild_id=guild_id,
                user_id=user_id,
                visibility=visibility,
                at=self._clock(),
            )
        )

    def _key(self, user_id: int) -> bytes:
        return self._keys.signer_key(user_id)
