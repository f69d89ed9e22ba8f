"""`/tally`: where the campaign stands, seen first, then posted."""

from __future__ import annotations

from typing import ClassVar

from discord import app_commands

from bot.interactions.cog import FeatureCog, Presses, answered
from bot.interactions.response import Response
from bot.services import TallyService
from cogs.tally.cards import posted_card, tally_card


class TallyCog(FeatureCog):
    """Numbers that one can quote."""

    tally = app_commands.Group(name="tally", description="…", guild_only=True)

    def __init__(self, tallies: TallyService) -> None:
        self._tallies = tallies

    @tally.command()
    @answered
    async def show(self, response: Response) -> None:
        """Show the tally privately."""
        tally, may_sign = await response.wait(
            self._tallies.for_member(user_id=response.user_id, guild_id=response.guild_id)
        )
        may_post = await response.may_post()
        await response.show(tally_card(tally, response.say, may_sign=may_sign, may_post=may_post))

    async def post(self, response: Response) -> None:
        """Post the tally as it is published now, with the name of who shared it."""
        tally = await response.wait(self._tallies.show(guild_id=response.guild_id))
        say = await response.public_voice()
        await response.post(posted_card(tally, say, shared_by=response.user_id))

    async def refresh(self, response: Response) -> None:
        """Bring a posted tally up to what is published now, for everyone."""
        shared_by = response.id_named(0)
        tally = await response.wait(self._tallies.show(guild_id=response.guild_id))
        say = await response.public_voice()
        await response.edit(posted_card(tally, say, shared_by=shared_by))

    presses: ClassVar[Presses] = {"show": show, "post": post, "refresh": refresh}
