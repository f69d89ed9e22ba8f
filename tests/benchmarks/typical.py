"""The bot that a team would write instead: persistent views, aiosqlite, an embed back.

`python -m tests.benchmarks.typical --api URL --gateway URL`: `/sign` shows the pledge with two
buttons, and a press of the first is kept by one INSERT and one commit of its own, then answered.
Its token comes from `DISCORD_TOKEN`, its file from `DATABASE_URL`. It shares its only connection,
so a lock keeps one press's transaction apart from another's: without it a press that fails would
roll back what another was told is stored. It looks nothing up before it shows the card, and it
has the same event loop and JSON library as the campaign bot.
"""

from __future__ import annotations

import asyncio
import os
from typing import Any

import aiosqlite
import click
import discord
from discord import ui
from discord.ext import commands

from tests.benchmarks.bare import run_until_killed
from tests.loopback.launch import point_at

PLEDGE, LATER, COMMAND = "typical:pledge", "typical:later", "sign"

_TABLE = """
    CREATE TABLE IF NOT EXISTS pledges (
        user_id INTEGER PRIMARY KEY, guild_id INTEGER NOT NULL, signed_at TEXT NOT NULL
    )
"""
_SIGN = "INSERT OR IGNORE INTO pledges VALUES (?, ?, ?)"
_PLEDGE_TEXT = "I pledge to support survivors and to hold myself and others accountable. " * 8


class PledgeView(ui.View):
    """Two buttons that work after a restart."""

    def __init__(self, bot: TypicalBot) -> None:
        super().__init__(timeout=None)
        self._bot = bot

    @ui.button(label="I pledge", style=discord.ButtonStyle.success, custom_id=PLEDGE)
    async def pledge(self, interaction: discord.Interaction[Any], _: ui.Button[Any]) -> None:
        """Keep the pledge and say so."""
        new = await self._bot.sign(interaction.user.id, interaction.guild_id or 0)
        embed = discord.Embed(
            title="You have signed" if new else "You signed before",
            description="Thank you. Your pledge is stored. Nobody here was told.",
            colour=discord.Colour(0x3A6EA5),
        )
        embed.add_field(name="Signed", value=discord.utils.format_dt(discord.utils.utcnow(), "D"))
        await interaction.response.send_message(embed=embed, ephemeral=True)

    @ui.button(label="Not now", style=discord.ButtonStyle.secondary, custom_id=LATER)
    async def later(self, interaction: discord.Interaction[Any], _: ui.Button[Any]) -> None:
        """Say that nothing was kept."""
        await interaction.response.send_message("Nothing was recorded.", ephemeral=True)


class TypicalBot(commands.Bot):
    """One table, one connection, one commit a press."""

    def __init__(self, database: aiosqlite.Connection) -> None:
        super().__init__(command_prefix="!", intents=discord.Intents(guilds=True))
        self._database = database
        self._turn = asyncio.Lock()
        self._view = PledgeView(self)

    async def setup_hook(self) -> None:
        await self._database.execute("PRAGMA journal_mode = WAL")
        await self._database.execute("PRAGMA synchronous = FULL")
        await self._database.execute(_TABLE)
        await self._database.commit()
        self.add_view(self._view)
        self.tree.add_command(
            discord.app_commands.Command(
                name=COMMAND, description="Sign the pledge", callback=self._show
            )
        )
        await self.tree.sync()

    async def _show(self, interaction: discord.Interaction[Any]) -> None:
        embed = discord.Embed(
            title="The pledge", description=_PLEDGE_TEXT, colour=discord.Colour(0x3A6EA5)
        )
        embed.add_field(name="Who sees it", value="Nobody, unless you choose to be listed.")
        embed.set_footer(text="You can take it back at any time.")
        await interaction.response.send_message(embed=embed, view=self._view, ephemeral=True)

    async def sign(self, user_id: int, guild_id: int) -> bool:
        """Keep a pledge and return whether it is a new one; it is on disk when this returns."""
        async with self._turn:
            now = discord.utils.utcnow().isoformat()
            done = await self._database.execute(_SIGN, (user_id, guild_id, now))
            await self._database.commit()
        return done.rowcount == 1


async def _run(token: str, file: str) -> None:
    async with aiosqlite.connect(file) as database, TypicalBot(database) as bot:
        await bot.start(token)


@click.command()
@click.option("--api", required=True, help="Where the HTTP API is.")
@click.option("--gateway", required=True, help="Where the gateway is.")
def main(api: str, gateway: str) -> None:
    """Run the typical bot until it is killed."""
    point_at(api, gateway)
    file = os.environ["DATABASE_URL"].removeprefix("sqlite:///")
    run_until_killed(_run(os.environ["DISCORD_TOKEN"], file))


if __name__ == "__main__":
    main()
