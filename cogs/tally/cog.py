"""`/tally`: where the campaign stands, seen first, then posted."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.interactions.response import Answer
from bot.interactions.router import Press
from bot.services import TallyService
from cogs.tally.cards import tally_card


@app_commands.guild_only()
class TallyCog(commands.GroupCog, group_name="tally"):
    """Numbers that one can quote."""

    def __init__(self, tallies: TallyService) -> None:
        super().__init__()
        self._tallies = tallies

    @app_commands.command(name="show")
    async def show(self, interaction: discord.Interaction[Any]) -> None:
        """Show the tally privately."""
        await self._show(Answer(interaction))

    async def press_show(self, press: Press) -> None:
        """Show the tally privately, from a button."""
        await self._show(press.answer)

    async def press_post(self, press: Press) -> None:
        """Post the tally as it is now, with the name of who shared it."""
        answer = press.answer
        tally = await answer.wait(self._tallies.show(guild_id=answer.guild_id))
        say = await answer.public_voice()
        await answer.post(tally_card(tally, say, shared_by=answer.user_id))

    async def _show(self, answer: Answer) -> None:
        tally = await answer.wait(self._tallies.show(guild_id=answer.guild_id))
        await answer.show(tally_card(tally, answer.say, may_post=await answer.may_post()))
