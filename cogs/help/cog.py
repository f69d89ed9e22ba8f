"""`/help`: the commands this person can use here, and no others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from discord import app_commands

from bot.domain.settings import ServerSettings
from bot.interactions.cog import FeatureCog, answered
from bot.interactions.commands import OutreachTree, description_of, feature_of
from bot.interactions.response import Interaction, Response
from cogs.help.cards import help_card

Leaf = app_commands.Command[Any, ..., Any]


class HelpCog(FeatureCog):
    """Lists what can be used: by place, by permission, by what this server switched on."""

    def __init__(self, tree: OutreachTree) -> None:
        self._tree = tree

    @app_commands.command()
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    @answered
    async def help(self, response: Response) -> None:
        """List the commands that can be used here."""
        settings = await response.settings()
        usable = self._usable(response.interaction, settings)
        listed = [
            (self._tree.mention(command.qualified_name), response.say(description_of(command)))
            for command in usable
        ]
        in_server = _served(response.interaction)
        await response.show(help_card(listed, response.say, in_server=in_server))

    def _usable(self, interaction: Interaction, settings: ServerSettings) -> Iterator[Leaf]:
        for command in self._tree.walk_commands():
            if not isinstance(command, app_commands.Command):
                continue
            root = command.root_parent or command
            if self._fits(root, interaction) and self._switched_on(command, settings):
                yield command

    @staticmethod
    def _fits(root: app_commands.Group | Leaf, interaction: Interaction) -> bool:
        contexts = root.allowed_contexts
        if not _served(interaction):
            return not root.guild_only and (contexts is None or bool(contexts.dm_channel))
        needed = root.default_permissions
        return needed is None or interaction.permissions >= needed

    @staticmethod
    def _switched_on(command: Leaf, settings: ServerSettings) -> bool:
        return settings.allows(feature_of(command) or "", command.name)


def _served(interaction: Interaction) -> bool:
    """Whether the bot is in the server this comes from, not only in the member's own account."""
    own = interaction.is_user_integration() and not interaction.is_guild_integration()
    return interaction.guild_id is not None and not own
