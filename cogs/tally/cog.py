"""`/tally`: where the campaign stands, seen first, then posted."""

from __future__ import annotations

import io
import math
from functools import partial
from typing import ClassVar, Final

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.refusals import CannotPostHere, ExportElsewhere, NotAllowed, OutdatedControl
from bot.domain.tallies.boards import Board
from bot.domain.tallies.history import LONGEST, SHORTEST, History
from bot.interactions.cog import FeatureCog, Presses, answered
from bot.interactions.commands import ELSEWHERE, FOR_ORGANISERS
from bot.interactions.permissions import is_organiser, may_write
from bot.interactions.response import Response
from bot.messages import Messages, Voice
from bot.services import Pictures, TallyService
from cogs.tally.board_keeping import BoardKeeping
from cogs.tally.boards import board_card
from cogs.tally.briefs import brief_card
from cogs.tally.cards import posted_card, tally_card
from cogs.tally.chart import chart_of
from cogs.tally.charts import CAMPAIGN, FILE_NAME, SERVER, USUAL, chart_card, posted_chart_card
from cogs.tally.export.attached import attached, largest_file, taking_files
from cogs.tally.export.cards import export_card, more_files_card, waiting_card
from cogs.tally.export.files import BEGIN, Begin, Exporter, in_messages
from cogs.tally.milestones import Announcer

Choice = app_commands.Choice[str]
_SCOPES: Final = [Choice(name=scope, value=scope) for scope in (CAMPAIGN, SERVER)]

_LONG: Final = 10.0
"""Seconds of looking members up from which it is said before how long it takes."""


class TallyCog(FeatureCog):
    """Numbers that one can quote."""

    tally = app_commands.Group(name="tally", description="…", guild_only=True)

    def __init__(
        self,
        tallies: TallyService,
        pictures: Pictures,
        messages: Messages,
        *,
        boards: BoardKeeping,
        announcer: Announcer,
        exporter: Exporter,
    ) -> None:
        self._tallies = tallies
        self._boards = boards
        self._announcer = announcer
        self._exporter = exporter
        self._messages = messages
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
        card = tally_card(
            tally,
            response.say,
            may_sign=may_sign,
            may_post=may_post,
            organises=await _organises(response),
        )
        await response.show(card)

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
        await response.show(card, files=[file] if file else [])

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

    @tally.command(extras={**FOR_ORGANISERS})
    @answered
    async def brief(self, response: Response) -> None:
        """Give an organiser one sentence to quote, in a language that they choose."""
        if not await _organises(response):
            raise NotAllowed
        quoted = self._voice(response.chosen()) if response.values else response.say
        brief = await response.wait(self._tallies.brief(guild_id=response.guild_id))
        card = brief_card(
            brief,
            response.say,
            quoted,
            campaign=self._tallies.campaign_name,
            languages=self._messages.locales,
        )
        await response.show(card)

    @tally.command(extras={**FOR_ORGANISERS})
    @answered
    async def board(self, response: Response) -> None:
        """Make this channel's board, or bring the one that it has up to date."""
        if not await _organises(response):
            raise NotAllowed
        await response.must_be_allowed_to_post()
        interaction = response.interaction
        permissions = interaction.app_permissions
        if not (permissions.view_channel and may_write(interaction, permissions)):
            raise CannotPostHere
        channel = interaction.channel
        wanted = Board(
            response.guild_id,
            response.channel_id,
            interaction.id,
            parent_id=channel.parent_id if isinstance(channel, discord.Thread) else None,
            locale=str(interaction.guild_locale or "") or None,
        )
        placing = self._boards.place(wanted, may_pin=permissions.pin_messages)
        await response.show(board_card(await response.wait(placing), response.say))

    @tally.command(extras={**FOR_ORGANISERS, ELSEWHERE: ExportElsewhere})
    @answered
    async def export(self, response: Response) -> None:
        """Give an organiser published days and the wall of this server as files."""
        if not await _organises(response):
            raise NotAllowed
        begin = Begin(response.id_named(0), response.number(1)) if response.is_press else BEGIN
        has_wall = partial(response.offers, "pledge", "wall")
        await self._say_how_long(response, wall=await has_wall())
        largest = largest_file(response.interaction)
        exporting = self._exporter.export(
            guild_id=response.guild_id,
            user_id=response.user_id,
            say=response.say,
            has_wall=has_wall,
            largest=largest,
            begin=begin,
        )
        export = await response.wait(exporting)
        first, *more = in_messages(export.files, largest=largest)
        with taking_files():
            await response.show(export_card(export, first, response.say), files=attached(first))
            for number, files in enumerate(more, 2):
                card = more_files_card(files, response.say, number=number, messages=1 + len(more))
                await response.show_beside(card, files=attached(files))

    async def _say_how_long(self, response: Response, *, wall: bool) -> None:
        """Say before that a list is long; the files take the place of what is said.

        A further part says so at once, in a message of its own: the part before keeps its files.
        """
        longest = math.ceil(self._exporter.longest / 60)
        if response.is_press:
            await response.show_beside(waiting_card(response.say, minutes=None, longest=longest))
        elif wall:
            exporting = self._exporter.lasting(guild_id=response.guild_id)
            if (seconds := await response.wait(exporting)) >= _LONG:
                minutes = math.ceil(seconds / 60)
                await response.show(waiting_card(response.say, minutes=minutes, longest=longest))

    @commands.Cog.listener()
    async def on_numbers_published(self) -> None:
        """Bring every board up to date whose number moved, and announce milestones."""
        await self._boards.bring_up()
        await self._announcer.announce()

    @commands.Cog.listener()
    async def on_discord_back(self) -> None:
        """Bring boards up to date at once when Discord is back, lost ones too."""
        await self._boards.discord_back()

    @commands.Cog.listener("on_server_changed")
    @commands.Cog.listener("on_rights_changed")
    async def bring_boards_up(self, guild_id: int) -> None:
        """Let a server's boards say what was chosen (its language, its words), lost ones too."""
        await self._boards.bring_up(guild_id=guild_id)

    @commands.Cog.listener()
    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Go on with the boards of a server that could not be seen for a while."""
        await self._boards.available(guild_id=guild.id)

    @commands.Cog.listener()
    async def on_raw_thread_update(self, payload: discord.RawThreadUpdateEvent) -> None:
        """Go on with the board of a thread that is open again."""
        # in one that is locked and not archived, what stands there can be changed
        if not payload.data["thread_metadata"]["archived"]:
            await self._boards.reopened(guild_id=payload.guild_id, channel_id=payload.thread_id)

    async def cog_unload(self) -> None:
        """Begin no more edits."""
        self._boards.stop()

    def _voice(self, locale: str) -> Voice:
        if locale not in self._messages.locales:
            raise OutdatedControl
        return self._messages.voice(locale)

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
        "brief": brief,
        "export": export,
    }


async def _organises(response: Response) -> bool:
    return is_organiser(response.interaction, await response.settings())
