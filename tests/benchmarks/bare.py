"""The bot to compare with: plain discord.py that answers a press with a card and does nothing else.

`python -m tests.benchmarks.bare --api URL --gateway URL`: its token comes from `DISCORD_TOKEN`.
"""

from __future__ import annotations

import asyncio
import os
import re
from typing import Any, Self

import click
import discord
from discord import ui
from discord.ext import commands

from tests.loopback.launch import point_at

CUSTOM_ID = "bare:answer"


class Answer(ui.DynamicItem[ui.Button[Any]], template="bare:answer"):
    """A button that answers privately, as any bot's button would."""

    def __init__(self) -> None:
        super().__init__(ui.Button(label="Answer", custom_id=CUSTOM_ID))

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls()

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_message("Thank you.", ephemeral=True)


class BareBot(commands.Bot):
    """The same library, intents and caches as the campaign bot, and nothing of its own."""

    def __init__(self) -> None:
        super().__init__(
            command_prefix=(),
            help_command=None,
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
        )

    async def setup_hook(self) -> None:
        self.add_dynamic_items(Answer)


async def _run(token: str) -> None:
    async with BareBot() as bot:
        await bot.start(token)


@click.command()
@click.option("--api", required=True, help="Where the HTTP API is.")
@click.option("--gateway", required=True, help="Where the gateway is.")
def main(api: str, gateway: str) -> None:
    """Run the bare bot until it is killed."""
    point_at(api, gateway)
    runner = asyncio.Runner(loop_factory=_loop_factory())
    with runner:
        runner.run(_run(os.environ["DISCORD_TOKEN"]))


def _loop_factory() -> Any:
    """Return uvloop's, where the campaign bot uses it too."""
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop


if __name__ == "__main__":
    main()
