"""`/tally`: where the campaign stands, seen first, then posted."""

from __future__ import annotations

import io
from typing import ClassVar, Final

import discord
from discord import app_commands

from bot.domain.tallies.history import LONGEST, SHORTEST, History
from bot.interactions.cog import FeatureCog, Presses, answered
from bot.interactions.response import Response
from bot.messages import Voice
from bot.services import Pictures, TallyService
from cogs.tally.cards import posted_card, tally_card
from cogs.tally.chart import chart_of
from cogs.tally.charts import CAMPAIGN, FILE_NAME, SERVER, USUAL, chart_card, posted_chart_card

Choice = app_commands.Choice[str]
_SCOPES: Final = [Choice(name=scope, value=scope) for scope in (CAMPAIGN, SERVER)]


class TallyCog(FeatureCog):
    """Numbers that one can quote."""

    tally = app_commands.Group(name="tally", description="…", guild_only=True)

    def __init__(self, tallies: TallyService, pictures: Pictures) -> None:
        self._tallies = tallies
        self._pictures = pictures

    @tally.command()
    @answered
    async def show(self, response: Response) -> None:
        """Show the tally privately."""
        tally, may_sign = await response.wait(
            self._tallies.for_member(user_id=response.user_id, guild_id=response.guild_id)
        )
        may_sign = may_sign and await response.offers("pledge", "sign")
        may_post = await response.may_post()
        await response.show(tally_card(tally, response.say, may_sign=may_sign, may_post=may_post))

    async def post(self, response: Response) -> None:
        """Post the tally as it is published now, with the name of who shared it."""
        tally = await response.wait(self._tallies.show(guild_id=response.guild_id))
        say = await response.public_voice()
        signs = await response.offers("pledge", "sign")
        card = posted_card(tally, say, shared_by=response.user_id, signs=signs)
        await response.post(card)

    async def refresh(self, response: Response) -> None:
        """Bring a posted tally up to what is published now, for everyone."""
        shared_by = response.id_named(0)
        tally = await response.wait(self._tallies.show(guild_id=response.guild_id))
        say = await response.public_voice()
        signs = await response.offers("pledge", "sign")
        await response.edit(posted_card(tally, say, shared_by=shared_by, signs=signs))

    @tally.command()
    @app_commands.choices(scope=_SCOPES)
    @answered
    async def chart(
        self,
        response: Response,
        days: app_commands.Range[int, SHORTEST, LONGEST] = USUAL,
        scope: Choice | None = None,
    ) -> None:
        """Show how a published number went, as a picture and in words."""
        server = scope is not None and scope.value == SERVER
        if response.is_press:
            days, server = response.number(0), response.arg(1) == SERVER
        history = await self._history(response, days=days, server=server)
        file = await self._picture(response, history, response.say)
        card = chart_card(
            history,
            response.say,
            pictured=file is not None,
            may_post=await response.may_post(),
        )
        await response.show(card, file=file)

    async def post_chart(self, response: Response) -> None:
        """Post a chart of what is published now, with the name of who shared it."""
        days, server = response.number(0), response.arg(1) == SERVER
        await response.must_be_allowed_to_post()
        history = await self._history(response, days=days, server=server)
        say = await response.public_voice()
        file = await self._picture(response, history, say)
        card = posted_chart_card(
            history, say, pictured=file is not None, shared_by=response.user_id
        )
        await response.post(card, file=file)

    async def _history(self, response: Response, *, days: int, server: bool) -> History:
        return await response.wait(
            self._tallies.history(guild_id=response.guild_id, days=days, server=server)
        )

    async def _picture(
        self, response: Response, history: History, say: Voice
    ) -> discord.File | None:
        if not history.shown:
            return None
        chart = chart_of(history, say, campaign=self._tallies.campaign_name)
        drawn = await response.wait(self._pictures.draw(chart, person=response.user_id))
        return discord.File(io.BytesIO(drawn), FILE_NAME) if drawn else None

    presses: ClassVar[Presses] = {
        "show": show,
        "post": post,
        "refresh": refresh,
        "chart": chart,
        "post_chart": post_chart,
    }
