"""`/resources`: the support page, in servers, in direct messages and for those who carry it."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.interactions.response import Answer
from cogs.resources.views import ResourcesViews


class ResourcesCog(commands.Cog):
    """The way to help; no server can switch it off, and nothing of it is written down."""

    def __init__(self, views: ResourcesViews) -> None:
        self._views = views

    @app_commands.command(name="resources")
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def resources(self, interaction: discord.Interaction[Any]) -> None:
        """Show the support page privately, at once."""
        await self._views.open(Answer(interaction))
