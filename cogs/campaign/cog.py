"""`/campaign`: the hub, seen first, then posted."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.refusals import CampaignClosed, CampaignNotOpen, StoreUnreadable
from bot.domain.tallies import Tally
from bot.interactions.response import Answer
from bot.interactions.router import Press
from bot.messages import Voice
from bot.services import CampaignService, TallyService
from cogs.campaign import words
from cogs.campaign.cards import Hub, hub_card


class CampaignCog(commands.Cog):
    """The way in: one card from which everything else is one press away."""

    def __init__(self, campaign: CampaignService, tallies: TallyService) -> None:
        self._campaign = campaign
        self._tallies = tallies

    @app_commands.command(name="campaign")
    @app_commands.guild_only()
    async def campaign(self, interaction: discord.Interaction[Any]) -> None:
        """Show the hub card privately."""
        answer = Answer(interaction)
        tally = await answer.wait(self._tally(answer.guild_id))
        hub = Hub(
            self._campaign.campaign,
            tally,
            self._state(answer.say),
            answer.locale,
            may_post=await answer.may_post(),
        )
        await answer.show(hub_card(hub, answer.say))

    async def press_post(self, press: Press) -> None:
        """Post the hub in the channel, with the name of who shared it."""
        answer = press.answer
        tally = await answer.wait(self._tally(answer.guild_id))
        say = await answer.public_voice()
        hub = Hub(
            self._campaign.campaign,
            tally,
            self._state(say),
            await answer.public_locale() or say.locale,
            shared_by=answer.user_id,
        )
        await answer.post(hub_card(hub, say))

    async def _tally(self, guild_id: int) -> Tally | None:
        """Return the tally, or None: the hub is more than its number."""
        try:
            return await self._tallies.show(guild_id=guild_id)
        except StoreUnreadable:
            return None

    def _state(self, say: Voice) -> str | None:
        """Return a sentence where the campaign takes no signatures today."""
        try:
            self._campaign.must_be_open()
        except CampaignClosed as closed:
            return say(words.CLOSED, **closed.values)
        except CampaignNotOpen as early:
            return say(words.NOT_OPEN, **early.values)
        return None
