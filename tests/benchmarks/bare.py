"""The bots to compare with: plain discord.py that answers a press and does nothing else.

`python -m tests.benchmarks.bare --api URL --gateway URL`: it has a button that is answered
with two words, and one that is answered with a card like the campaign's thank-you. Its token comes
from `DISCORD_TOKEN`.
"""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Coroutine
from typing import Any, Self

import click
import discord
from discord import ui
from discord.ext import commands

from tests.loopback.launch import point_at

WORD, CARD = "bare:word", "bare:card"


class _Remade:
    """Of an item that knows nothing but its custom_id."""

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return a new one."""
        return cls()


class Word(_Remade, ui.DynamicItem[ui.Button[Any]], template=WORD):
    """A button that answers privately with two words."""

    def __init__(self) -> None:
        super().__init__(ui.Button(label="Answer", custom_id=WORD))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_message("Thank you.", ephemeral=True)


class Thanks(ui.LayoutView):
    """A card of the thank-you's shape and length, in words that are always the same."""

    def __init__(self) -> None:
        super().__init__(timeout=None)
        tally: ui.Button[Any] = ui.Button(label="See the tally", custom_id="bare:tally")
        support: ui.Button[Any] = ui.Button(label="Support", url="https://example.org")
        row: ui.ActionRow[Any] = ui.ActionRow(tally, support)
        self.add_item(
            ui.Container(
                ui.TextDisplay("## You have signed"),
                ui.TextDisplay("Thank you. Your pledge was stored on <t:1700000000:D>. It counts."),
                ui.TextDisplay("Nobody here was told. If you like, see where it stands now."),
                ui.Separator(),
                row,
                accent_colour=discord.Colour(0x3A6EA5),
            )
        )
        self.stop()


class Card(_Remade, ui.DynamicItem[ui.Button[Any]], template=CARD):
    """A button that puts another card in the place of its own."""

    def __init__(self) -> None:
        super().__init__(ui.Button(label="Answer", custom_id=CARD))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.response.edit_message(view=Thanks(), attachments=[])


class Page(ui.LayoutView):
    """A page of the support page's shape and length, in words that are always the same."""

    def __init__(self) -> None:
        super().__init__(timeout=None)
        entries = [
            ui.Section[Any](
                ui.TextDisplay("words " * 25),
                accessory=ui.Button[Any](label="example.org", url="https://example.org"),
            )
            for _ in range(3)
        ]
        self.add_item(
            ui.Container(
                ui.Section[Any](ui.TextDisplay("words " * 45), accessory=_button("Leave")),
                ui.ActionRow(_menu("bare:country", 25)),
                ui.ActionRow(_menu("bare:need", 8)),
                *entries,
                ui.Separator(),
                ui.TextDisplay("words " * 70),
                ui.ActionRow(_button("Close"), _button("Send it"), _button("It does not work")),
                accent_colour=discord.Colour(0x3A6EA5),
            )
        )
        self.stop()


def _button(label: str) -> ui.Button[Any]:
    return ui.Button(label=label, custom_id=f"bare:{label}")


def _menu(custom_id: str, options: int) -> ui.Select[Any]:
    menu: ui.Select[Any] = ui.Select(custom_id=custom_id, placeholder="Choose")
    for number in range(options):
        menu.add_option(label=f"The option number {number}", value=str(number))
    return menu


@discord.app_commands.command(name="word", description="Two words")
async def word(interaction: discord.Interaction[Any]) -> None:
    """Answer privately with two words."""
    await interaction.response.send_message("Thank you.", ephemeral=True)


@discord.app_commands.command(name="page", description="A page")
async def page(interaction: discord.Interaction[Any]) -> None:
    """Answer privately with a page."""
    await interaction.response.send_message(view=Page(), ephemeral=True)


class BareBot(commands.Bot):
    """The same library, intents and caches as the campaign bot, and nothing of its own."""

    def __init__(self, *, with_commands: bool) -> None:
        super().__init__(
            command_prefix=(),
            help_command=None,
            intents=discord.Intents(guilds=True, dm_messages=True),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
        )
        self._with_commands = with_commands

    async def setup_hook(self) -> None:
        self.add_dynamic_items(Word, Card)
        if self._with_commands:
            self.tree.add_command(word)  # pyright: ignore[reportUnknownArgumentType]
            self.tree.add_command(page)  # pyright: ignore[reportUnknownArgumentType]
            await self.tree.sync()


async def _run(token: str, *, with_commands: bool) -> None:
    async with BareBot(with_commands=with_commands) as bot:
        await bot.start(token)


@click.command()
@click.option("--api", required=True, help="Where the HTTP API is.")
@click.option("--gateway", required=True, help="Where the gateway is.")
@click.option("--with-commands", is_flag=True, help="Offer /word and /page.")
def main(api: str, gateway: str, *, with_commands: bool) -> None:
    """Run the bare bot until it is killed."""
    point_at(api, gateway)
    run_until_killed(_run(os.environ["DISCORD_TOKEN"], with_commands=with_commands))


def run_until_killed(bot: Coroutine[Any, Any, None]) -> None:
    """Run a bot on the event loop that the campaign bot uses."""
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(bot)


def _loop_factory() -> Any:
    """Return uvloop's, where the campaign bot uses it too."""
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop


if __name__ == "__main__":
    main()
