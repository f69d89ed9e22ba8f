"""`/help`: the commands this person can use here; and the way to it for who writes to the bot."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Final

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.settings import ServerSettings
from bot.interactions.cog import FeatureCog, answered
from bot.interactions.commands import (
    OutreachTree,
    Who,
    description_of,
    feature_of,
    whom_for,
    works_in_dm,
)
from bot.interactions.errors import TRACELESS
from bot.interactions.internals import direct_message_channel
from bot.interactions.permissions import has_right, is_organiser, server_of
from bot.interactions.response import Interaction, Response
from bot.messages import Messages
from cogs.help.cards import Heading, HelpLine, help_card, written_card
from cogs.help.recently_answered import RecentlyAnswered

Leaf = app_commands.Command[Any, ..., Any]

_HEADINGS: Final = {
    Who.EVERYONE: Heading.EVERYONE,
    Who.MODERATORS: Heading.MODERATORS,
    Who.ORGANISERS: Heading.ORGANISERS,
}
_WRITTEN: Final = (discord.MessageType.default, discord.MessageType.reply)
_LOST: Final = (discord.DiscordException, aiohttp.ClientError, OSError, RuntimeError)
"""How sending ends that Discord or the network refuses; also a client that is closed already."""


class HelpCog(FeatureCog):
    """Lists what can be used: by place, by right, by what this server switched on."""

    def __init__(self, client: discord.Client, tree: OutreachTree, messages: Messages) -> None:
        self._client = client
        self._tree = tree
        self._messages = messages
        self._recently_answered = RecentlyAnswered()

    @app_commands.command()
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    @answered
    async def help(self, response: Response) -> None:
        """List the commands that can be used here."""
        settings = await response.settings()
        listed = [
            HelpLine(
                heading_of(command),
                self._tree.mention(command.qualified_name),
                description_of(command),
            )
            for command in self._usable(response.interaction, settings)
        ]
        in_server = response.server_id is not None
        await response.show(help_card(listed, response.say, in_server=in_server))

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Tell whoever writes to the bot where the commands are, and where help is.

        What they wrote is not looked at; they may look for help, so nothing is kept or logged, and
        the answer makes no sound. No bot is answered, and nobody again within some minutes.
        """
        author = message.author
        if message.guild is not None or author.bot or message.type not in _WRITTEN:
            return
        if self._client.is_closed() or not self._recently_answered.first(author.id):
            return
        voices = [self._messages.voice(locale) for locale in sorted(self._messages.locales)]
        card = written_card(
            [self._messages.voice(), *voices],
            command=self._tree.mention("help"),
            support=self._tree.mention("resources") if self._has_support() else None,
        )
        with suppress(*_LOST):  # a line in the log would tell that someone wrote
            async with direct_message_channel(self._client, message.channel.id) as conversation:
                await conversation.send(view=card, silent=True, nonce=message.id)

    async def cog_unload(self) -> None:
        """Forget who was answered."""
        self._recently_answered.forget()

    def _has_support(self) -> bool:
        return self._tree.get_command("resources") is not None

    def _usable(self, interaction: Interaction, settings: ServerSettings) -> Iterator[Leaf]:
        for command in self._tree.walk_commands():
            if not isinstance(command, app_commands.Command):
                continue
            if self._fits(command, interaction, settings) and self._switched_on(command, settings):
                yield command

    def _fits(self, command: Leaf, interaction: Interaction, settings: ServerSettings) -> bool:
        """Return whether the gate, and the command itself, would let this person through here."""
        if server_of(interaction) is None:
            return works_in_dm(command)
        if whom_for(command) is Who.ORGANISERS and not is_organiser(interaction, settings):
            return False
        right = self._tree.router.right_for(feature_of(command) or "")
        return right is None or has_right(interaction, right, settings)

    @staticmethod
    def _switched_on(command: Leaf, settings: ServerSettings) -> bool:
        return settings.allows(feature_of(command) or "", command.name)


def heading_of(command: Leaf) -> Heading:
    """Return under which heading a command stands."""
    return Heading.SUPPORT if feature_of(command) in TRACELESS else _HEADINGS[whom_for(command)]
