"""`/campaign`: the hub, seen first, then posted."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import ClassVar

from discord import app_commands

from bot.domain.tallies import Tally
from bot.interactions.cards import Card
from bot.interactions.cog import FeatureCog, Presses, answered
from bot.interactions.response import Response
from bot.services import CampaignService, PledgeService, TallyService
from cogs.campaign.cards import Hub, hub_card


class CampaignCog(FeatureCog):
    """The way in: one card from which everything else is one press away."""

    def __init__(
        self, campaign: CampaignService, tallies: TallyService, pledges: PledgeService
    ) -> None:
        self._campaign = campaign
        self._tallies = tallies
        self._pledges = pledges

    @app_commands.command()
    @app_commands.guild_only()
    @answered
    async def campaign(self, response: Response) -> None:
        """Show the hub card privately."""
        user_id, guild_id = response.user_id, response.guild_id
        tally, may_sign = await response.wait(
            asyncio.gather(
                self._tallies.glance(guild_id=guild_id),
                self._pledges.offers_signing(user_id=user_id, guild_id=guild_id),
            )
        )
        hub = await self._hub(response, tally, locale=response.locale)
        may_post = await response.may_post()
        hub = replace(hub, may_sign=hub.may_sign and may_sign, may_post=may_post)
        await response.show(hub_card(hub, response.say))

    async def post(self, response: Response) -> None:
        """Post the hub in the channel, with the name of who shared it."""
        await response.post(await self._posted(response, shared_by=response.user_id))

    async def refresh(self, response: Response) -> None:
        """Bring a posted hub up to what is published now, for everyone."""
        card = await self._posted(response, shared_by=response.id_named(0))
        await response.edit(card)

    async def _posted(self, response: Response, *, shared_by: int) -> Card:
        tally = await response.wait(self._tallies.show(guild_id=response.guild_id))
        say = await response.public_voice()
        locale = await response.public_locale() or say.locale
        hub = await self._hub(response, tally, locale=locale)
        return hub_card(replace(hub, shared_by=shared_by), say)

    async def _hub(self, response: Response, tally: Tally | None, *, locale: str) -> Hub:
        """Return what the card shows of the campaign and of what this server offers."""
        return Hub(
            self._campaign.campaign,
            tally,
            self._campaign.refusal,
            locale,
            may_sign=await response.offers("pledge", "sign"),
            reads=await response.offers("letter", "read"),
            has_support=not response.lacks("resources"),
            begun=self._campaign.begun,
            counts=await response.offers("tally", "show"),
        )

    presses: ClassVar[Presses] = {"open": campaign, "post": post, "refresh": refresh}
