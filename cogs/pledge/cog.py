"""`/pledge`: sign, look at it, take it back, see who chose to be listed."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.interactions.response import Answer
from cogs.pledge.views import PledgeViews


@app_commands.guild_only()
class PledgeCog(commands.GroupCog, group_name="pledge"):
    """The commands; each does what the button of the same name does."""

    def __init__(self, views: PledgeViews) -> None:
        super().__init__()
        self._views = views

    @app_commands.command(name="sign")
    async def sign(self, interaction: discord.Interaction[Any]) -> None:
        """Show the full text and who will see what."""
        await self._views.sign(Answer(interaction))

    @app_commands.command(name="mine")
    async def mine(self, interaction: discord.Interaction[Any]) -> None:
        """Show what is stored about my pledge."""
        await self._views.mine(Answer(interaction))

    @app_commands.command(name="withdraw")
    async def withdraw(self, interaction: discord.Interaction[Any]) -> None:
        """Ask once, then take the pledge back."""
        await self._views.withdraw(Answer(interaction))

    @app_commands.command(name="wall")
    async def wall(self, interaction: discord.Interaction[Any]) -> None:
        """Show the members who chose to be listed here."""
        await self._views.wall(Answer(interaction), page=0)
