"""Looks for what is wrong in a server; Discord is asked for its panels, and for nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import discord

from bot.domain.refusals import NotAllowed
from bot.domain.tallies.boards import Parked
from bot.outreach import REQUIRED_PERMISSIONS, OutreachBot
from cogs.setup.check.looked import TO_TELL, Looked, lacking, lacking_in_channels, support_of
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
            boards=await self._boards(guild_id),
            places=tuple(_denied(guild, place)),
        )

    async def _boards(self, guild_id: int) -> tuple[tuple[int, Parked], ...]:
        parked = await self._bot.services.boards.parked(guild_id)
        return tuple((one.channel_id, one.parked) for one in parked if one.parked)


def _denied(guild: discord.Guild, place: Place) -> Iterator[tuple[str, int, tuple[str, ...]]]:
    """Yield the channels that were chosen to post in, and in which the bot lacks a right."""
    settings = place.stored.settings
    chosen = {"announcements": settings.announcements, "log_channel": settings.log_channel}
    for key, channel in chosen.items():
        for channel_id, rights in lacking_in_channels(guild, [channel] if channel else [], TO_TELL):
            yield key, channel_id, rights
