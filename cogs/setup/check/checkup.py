"""Looks for what is wrong in a server; Discord is asked for its panels, and for nothing else."""

from __future__ import annotations

import discord

from bot.domain.refusals import NotAllowed
from bot.outreach import REQUIRED_PERMISSIONS, OutreachBot
from cogs.setup.check.looked import Looked, lacking, lacking_in_channels, support_of
from cogs.setup.panel.keeping import PanelKeeping
from cogs.setup.place import Place


class Checkup:
    """Puts together what the bot knows of itself in a server."""

    def __init__(self, bot: OutreachBot, panels: PanelKeeping) -> None:
        self._bot = bot
        self._panels = panels

    async def look(self, guild_id: int, place: Place) -> Looked:
        """Look a server through; a panel that is gone is forgotten with that.

        Raises:
            NotAllowed: the bot is not in this server.
            StoreUnreadable, NothingRecorded, OutcomeUnknown: when the store does not answer.
        """
        guild = self._bot.get_guild(guild_id)
        if guild is None:
            raise NotAllowed
        gone = await self._panels.gone(guild_id=guild_id)
        standing = await self._panels.standing(guild_id=guild_id)
        silent = place.stored.settings.silent_channels
        channels = [one.channel_id for one in standing if one.channel_id not in silent]
        support, messages = self._bot.services.support, self._bot.messages
        lacks = ((code, messages.lacks(code)) for code in place.languages)
        wanted = discord.Permissions(REQUIRED_PERMISSIONS)
        return Looked(
            invite=lacking(wanted, guild.me.guild_permissions),
            channels=lacking_in_channels(guild, channels),
            gone=tuple(one.channel_id for one in gone),
            commands_current=self._bot.command_sync.current,
            support=support_of(support.directory, support.today),
            languages=tuple(
                (code, count, messages.instead_of(code)) for code, count in lacks if count
            ),
        )
