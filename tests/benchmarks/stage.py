"""The two bots, each with a Discord of its own, to be started and stopped side by side."""

from __future__ import annotations

import copy
import shutil
import sys
import time
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from tests.benchmarks import bare, typical
from tests.benchmarks.load import Crowd
from tests.components import walk
from tests.loopback.exchange import Exchange
from tests.loopback.forking import REPOSITORY
from tests.loopback.messages import Message
from tests.loopback.process import BotProcess, command
from tests.loopback.server import Discord
from tests.loopback.world import COMPONENTS_V2, EPHEMERAL, Channel, User

_CONFIRM, _LATER = "amh:pledge:confirm:", "amh:pledge:later"


class Contestant:
    """A bot that can be started and stopped, and the crowd that presses its button.

    Attributes:
        database: its file, once it has run.
        light: the custom_id of a button whose answer needs no store.
        crowd: people who press the button to measure.
    """

    def __init__(
        self,
        discord: Discord,
        arguments: list[str],
        folder: Path,
        *,
        light: str,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        self.discord = discord
        self.channel: Channel = discord.guild("Somewhere").channel
        self.database = folder / "outreach.sqlite3"
        self.light = light
        self.crowd = Crowd(discord, discord.old_button(self.channel, light), light)
        self._arguments = arguments
        self._settings = settings or {}

    @asynccontextmanager
    async def running(self) -> AsyncGenerator[BotProcess]:
        """Run the bot; it answers from the first moment of the block on."""
        sessions = self.discord.gateway.sessions + 1
        environment = {
            "DISCORD_TOKEN": self.discord.token,
            "DATABASE_URL": f"sqlite:///{self.database}",
            "LOG_LEVEL": "WARNING",
            **self._settings,
        }
        async with BotProcess(self._arguments, self.database.parent, environment) as process:
            await process.online(self.discord, sessions=sessions)
            await self._press_once()
            yield process

    async def start(self) -> float:
        """Start the bot, stop it again, and return the seconds from nothing to its answer."""
        began = time.perf_counter()
        async with self.running() as process:
            took = time.perf_counter() - began
            await process.stop()
        await self.discord.gateway.disconnected()
        return took

    async def _press_once(self) -> Exchange:
        message = self.discord.old_button(self.channel, self.light)
        return await (await self.discord.press(self.light, self.visitor(), message)).answered()

    def visitor(self) -> User:
        """Return someone new in the guild."""
        user = User("visitor")
        assert self.channel.guild is not None, "the channel is a guild's"
        self.channel.guild.join(user)
        return user

    async def take_card(self, command: str = "pledge sign", confirm: str = _CONFIRM) -> Message:
        """Let a running bot show its signing card, and let the crowd press its button."""
        shown = await self.discord.slash(command, self.visitor(), self.channel)
        await shown.answered()
        assert shown.original is not None, shown.callback
        card = shown.original
        self.crowd = Crowd(self.discord, card, card.button(confirm))
        return card

    def wear(self, card: Message, custom_id: str, instead_of: str = _CONFIRM) -> None:
        """Put a bare bot's button in place of another card's: the same bytes for both to read."""
        components = copy.deepcopy(card.components)
        for component in walk(components):
            if str(component.get("custom_id", "")).startswith(instead_of):
                component["custom_id"] = custom_id
        flags = COMPONENTS_V2 | EPHEMERAL
        worn = self.discord.post(self.channel, components, flags=flags)
        self.crowd = Crowd(self.discord, worn, custom_id)


def campaign_settings(folder: Path) -> dict[str, str]:
    """Write the shipped campaign without a limit of signatures an hour: a crowd is no raid here.

    Return the settings with which a bot carries it.
    """
    campaign = folder / "config"
    shutil.copytree(REPOSITORY / "config", campaign)
    with (campaign / "campaign.yaml").open("a", encoding="utf-8") as file:
        file.write("\nholding:\n  per_hour: 0\n")
    secret = "a secret that only this benchmark knows, long enough"
    return {"CAMPAIGN_CONFIG": str(campaign), "SIGNER_SECRET": secret}


@asynccontextmanager
async def campaign_bot(folder: Path, *, slow_disk: bool = False) -> AsyncGenerator[Contestant]:
    """Make the real bot ready to run on a database in a folder of its own."""
    async with Discord(checks=False, records=False) as discord:
        arguments = _on_disk(command(discord, "run"), slow=slow_disk)
        settings = campaign_settings(folder)
        yield Contestant(discord, arguments, folder, light=_LATER, settings=settings)


@asynccontextmanager
async def bare_bot(folder: Path, *options: str) -> AsyncGenerator[Contestant]:
    """Make the bare bot ready to run."""
    async with Discord(checks=False, records=False) as discord:
        arguments = _module(discord, "tests.benchmarks.bare", *options)
        folder.mkdir()
        yield Contestant(discord, arguments, folder, light=bare.WORD)


@asynccontextmanager
async def typical_bot(folder: Path, *, slow_disk: bool = False) -> AsyncGenerator[Contestant]:
    """Make the bot that a team would write instead ready to run on a database of its own."""
    async with Discord(checks=False, records=False) as discord:
        arguments = _on_disk(_module(discord, "tests.benchmarks.typical"), slow=slow_disk)
        folder.mkdir()
        yield Contestant(discord, arguments, folder, light=typical.LATER)


def _module(discord: Discord, module: str, *options: str) -> list[str]:
    addresses = ["--api", discord.api_url, "--gateway", discord.gateway_url]
    return [sys.executable, "-m", module, *addresses, *options]


def _on_disk(arguments: list[str], *, slow: bool) -> list[str]:
    """Return how a bot is started on this machine's disk, or on one whose commits take longer."""
    python, option, *rest = arguments
    return [python, option, "tests.benchmarks.slow_disk", *rest] if slow else arguments
