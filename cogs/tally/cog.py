"""`/tally`: where the campaign stands, seen first, then posted."""

from __future__ import annotations

from typing import ClassVar

from discord import app_commands

from bot.interactions.cog import FeatureCog, Presses, answered
from bot.interactions.response import Response
from bot.services import TallyService
from cogs.tally.cards import tally_card


class TallyCog(FeatureCog):
    """Numbers that one can quote."""

    tally = app_commands.Group(name="tally", description="…", guild_only=True)

    def __init__(self, tallies: TallyService) -> None:
        self._tallies = tallies

    @tally.command()
    @answered
    async def show(self, response: Response) -> None:
        """Show the tally privately."""
        tally = await response.wait(self._tallies.show(guild_id=response.guild_id))
        may_post = await response.may_post()
        await response.show(tally_card(tally, response.say, may_post=may_post))

    async def post(self, response: Response) -> None:
        """Post the tally as it is now, with the name of who shared it."""
        tally = await response.wait(self._tallies.show(guild_id=response.guild_id))
        say = await response.public_voice()
        await response.post(tally_card(tally, say, shared_by=response.user_id))

    presses: ClassVar[Presses] = {"show": show, "post": post}
