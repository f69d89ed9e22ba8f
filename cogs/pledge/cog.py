"""`/pledge`: sign, look at it, be listed, take it back, see who chose to be listed."""

from __future__ import annotations

from typing import ClassVar

from discord import app_commands

from bot.domain.pledges import Signing, Standing, Withdrawing
from bot.domain.refusals import OutdatedControl, PledgeSetAside, TextChanged
from bot.interactions.cog import EVERYWHERE, FeatureCog, Presses, answered
from bot.interactions.response import Response
from bot.services import CampaignService, PledgeService
from bot.services.pledges import Members
from cogs.pledge.afterwards import kept_card, list_card, wall_card, withdraw_card, withdrawn_card
from cogs.pledge.cards import already_card, mine_card, not_now_card, sign_card, signed_card


class PledgeCog(FeatureCog):
    """What a member does with their pledge."""

    pledge = app_commands.Group(name="pledge", description="…", **EVERYWHERE)

    def __init__(self, pledges: PledgeService, campaign: CampaignService, members: Members) -> None:
        self._pledges = pledges
        self._campaign = campaign
        self._members = members

    @app_commands.guild_only()
    @pledge.command()
    @answered
    async def sign(self, response: Response) -> None:
        """Show the text to sign, or when it was signed."""
        await self._offer(response)

    async def _offer(self, response: Response) -> None:
        standing = await self._standing(response, guild_id=response.guild_id)
        pledge = standing.pledge
        text = self._campaign.signing_text(response.locale)
        if standing.set_aside_here:
            raise PledgeSetAside
        current = pledge is not None and pledge.text_version == text.version
        if standing.signed_here and current:
            await response.show(already_card(standing, response.say))
            return
        self._campaign.must_be_open()
        await response.show(sign_card(text, standing, response.locale, response.say))

    async def confirm(self, response: Response) -> None:
        """Store the signature of exactly the text on the card; say so once it is on disk."""
        version, locale, digest = response.arg(0), response.arg(1), response.arg(2)
        try:
            signed = await response.wait(
                self._pledges.sign(
                    user_id=response.user_id,
                    guild_id=response.guild_id,
                    version=version,
                    locale=locale,
                    digest=digest,
                    joined_at=response.joined_at,
                )
            )
        except TextChanged:
            await self._offer(response)
            raise
        if signed.outcome is Signing.SET_ASIDE:
            raise PledgeSetAside
        alone = signed.outcome is Signing.ATTRIBUTED
        shows_later = self._campaign.shows_later(server_alone=alone)
        card = signed_card(
            signed,
            response.say,
            shows_later=shows_later,
            may_list=await response.offers("pledge", "list"),
            has_support=not response.lacks("resources"),
        )
        await response.show(card)

    async def later(self, response: Response) -> None:
        """Record nothing, and say so."""
        await response.show(not_now_card(response.say))

    @pledge.command()
    @answered
    async def mine(self, response: Response) -> None:
        """Show what is stored, also in a direct message."""
        standing = await self._standing(response, guild_id=response.server_id)
        await self._show_mine(response, standing)

    async def _show_mine(self, response: Response, standing: Standing) -> None:
        is_open, pledge = self._campaign.refusal is None, standing.pledge
        current = self._campaign.signing_text(response.locale).version
        newer = current if is_open and pledge and pledge.text_version != current else None
        may_sign = is_open and response.server_id is not None
        card = mine_card(
            standing,
            response.say,
            may_sign=may_sign and await response.offers("pledge", "sign"),
            may_list=await response.offers("pledge", "list"),
            newer=newer,
        )
        await response.show(card)

    async def ask_to_list(self, response: Response) -> None:
        """Show the separate choice of being listed."""
        await response.show(list_card(response.say, of_letter=not response.lacks("letter")))

    async def list_here(self, response: Response) -> None:
        """List the member on this server's wall."""
        standing = await response.wait(
            self._pledges.list_here(user_id=response.user_id, guild_id=response.guild_id)
        )
        await self._show_mine(response, standing)

    async def unlist_here(self, response: Response) -> None:
        """Take the member off this server's wall."""
        standing = await response.wait(
            self._pledges.unlist_here(user_id=response.user_id, guild_id=response.guild_id)
        )
        await self._show_mine(response, standing)

    @pledge.command()
    @answered
    async def withdraw(self, response: Response) -> None:
        """Ask once; where there is nothing to withdraw, say what is there instead."""
        standing = await self._standing(response, guild_id=response.server_id)
        if not standing.signed:
            await self._show_mine(response, standing)
            return
        card = withdraw_card(
            standing,
            response.say,
            shows_later=self._campaign.shows_later(),
            may_sign=self._campaign.refusal is None,
            signs_here=await response.offers("pledge", "sign"),
        )
        await response.show(card)

    async def leave(self, response: Response) -> None:
        """Take the pledge back, here or everywhere."""
        where = response.arg(0)
        if where not in ("here", "everywhere"):
            raise OutdatedControl
        withdrawn = await response.wait(
            self._pledges.withdraw(
                user_id=response.user_id,
                guild_id=response.server_id,
                everywhere=where == "everywhere",
            )
        )
        alone = withdrawn.outcome is Withdrawing.HERE
        shows_later = self._campaign.shows_later(server_alone=alone)
        await response.show(withdrawn_card(withdrawn, response.say, shows_later=shows_later))

    async def keep(self, response: Response) -> None:
        """Keep the pledge as it is."""
        await response.show(kept_card(response.say))

    @app_commands.guild_only()
    @pledge.command()
    @answered
    async def wall(self, response: Response) -> None:
        """Show a page of the members who chose to be listed here, and are members now."""
        looking = self._pledges.wall_of_members(
            guild_id=response.guild_id,
            page=response.number(0, command=0),
            members=self._members,
        )
        wall = await response.wait(looking)
        await response.show(wall_card(wall, response.say))

    async def _standing(self, response: Response, *, guild_id: int | None) -> Standing:
        looking = self._pledges.standing(user_id=response.user_id, guild_id=guild_id)
        return await response.wait(looking)

    presses: ClassVar[Presses] = {
        "sign": sign,
        "confirm": confirm,
        "later": later,
        "mine": mine,
        "list": ask_to_list,
        "list_yes": list_here,
        "unlist": unlist_here,
        "withdraw": withdraw,
        "leave": leave,
        "keep": keep,
        "wall": wall,
    }
