"""Looks for what is wrong in a server; Discord is asked for its panels and boards alone."""

from __future__ import annotations

import discord

from bot.domain.refusals import NotAllowed
from bot.domain.tallies.boards import LOST, Board, Parked
from bot.interactions.connection.sharded import RIGHTS
from bot.interactions.permissions import INVITED_PERMISSIONS, REQUIRED_PERMISSIONS, lacking
from bot.interactions.posts import PostOutcome, Posts
from bot.outreach import OutreachBot
from cogs.setup.check.looked import (
    TO_KEEP,
    Looked,
    lacking_in_channels,
    support_of,
)
from cogs.setup.panel.keeping import PanelKeeping
from cogs.setup.place import Place


class Checkup:
    """Puts together what the bot knows of itself in a server."""

    def __init__(self, bot: OutreachBot, posts: Posts, panels: PanelKeeping) -> None:
        self._bot = bot
        self._posts = posts
        self._panels = panels

    async def look(self, guild_id: int, place: Place) -> Looked:
        """Look a server through; a panel or board that is gone is forgotten with that.

        Raises:
            NotAllowed: the bot is not in this server.
            StoreUnreadable, NothingRecorded, OutcomeUnknown: when the store does not answer.
        """
        guild = self._bot.get_guild(guild_id)
        if guild is None:
            raise NotAllowed
        gone = await self._panels.gone(guild_id=guild_id)
        boards_gone = await self._boards_gone(guild_id)
        kept = await self._bot.services.boards.of_server(guild_id=guild_id)
        standing = await self._panels.standing(guild_id=guild_id)
        silent = place.stored.settings.silent_channels
        channels = [one.channel_id for one in standing if one.channel_id not in silent]
        tally = await self._bot.services.tallies.show(guild_id=None)
        support, messages = self._bot.services.support, self._bot.messages
        lacks = ((code, messages.lacks(code)) for code in place.languages)
        # who has no board needs nothing pinned
        wanted = discord.Permissions(INVITED_PERMISSIONS if kept else REQUIRED_PERMISSIONS)
        return Looked(
            invite=lacking(wanted, guild.me.guild_permissions),
            channels=lacking_in_channels(guild, channels),
            gone=tuple(one.channel_id for one in gone),
            commands_current=self._bot.command_sync.current,
            support=support_of(support.directory, support.today),
            languages=tuple(
                (code, count, messages.instead_of(code)) for code, count in lacks if count
            ),
            boards=await self._boards(guild_id),
            places=place.denied,
            silenced=place.silenced,
            boards_gone=boards_gone,
            board_channels=lacking_in_channels(
                guild, [one.parent_id or one.channel_id for one in kept], TO_KEEP
            ),
            recounting=tally.recounting,
        )

    async def _boards_gone(self, guild_id: int) -> tuple[int, ...]:
        """Ask Discord for the boards; forget, and return, those that are not there any more.

        One that the bot lost and sees again is tried once more: to be kept current, it has to let
        itself be changed too.
        """
        boards, found = self._bot.services.boards, list[int]()
        for one in await boards.posted(guild_id=guild_id):
            fate = await self._look(one)
            if fate is PostOutcome.MESSAGE_GONE:
                await boards.end(one)
                found.append(one.channel_id)
            elif fate is PostOutcome.CHANNEL_GONE:
                await boards.park(one, Parked.CHANNEL_GONE)
            elif fate is PostOutcome.DONE and one.parked in LOST:
                self._bot.dispatch(RIGHTS, guild_id)
        return tuple(found)

    async def _look(self, board: Board) -> PostOutcome:
        return await self._posts.look(
            guild_id=board.guild_id,
            channel_id=board.channel_id,
            message_id=board.message_id or 0,
        )

    async def _boards(self, guild_id: int) -> tuple[tuple[int, Parked], ...]:
        parked = await self._bot.services.boards.parked(guild_id=guild_id)
        return tuple((one.channel_id, one.parked) for one in parked if one.parked)
