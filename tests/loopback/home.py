"""The real bot at home: its process, its database file, and the campaign it carries."""

from __future__ import annotations

import asyncio
import re
import shutil
import sqlite3
from collections.abc import AsyncGenerator, Iterable
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

from bot.config import load
from bot.domain.identity import Keys
from bot.outreach import phrases
from tests.loopback.exchange import Exchange
from tests.loopback.forking import REPOSITORY
from tests.loopback.messages import Message
from tests.loopback.process import BotProcess, command
from tests.loopback.server import Discord
from tests.loopback.world import Channel, User

CONFIRM = "amh:pledge:confirm:"
_SECRET = "tests alone sign with 9f2c41d07b6e8a35c1f0"
_TRACES = ("Traceback", "unexpected error", "an event handler failed", "was never retrieved")


class Home:
    """A folder with the bot's database, and what may be asked of it from outside.

    Attributes:
        telling: the seconds after which moderators are told of a raid again, if not ten minutes.
    """

    telling: float | None = None

    def __init__(self, discord: Discord, folder: Path) -> None:
        self.discord = discord
        self.database = folder / "outreach.sqlite3"
        self._folder = folder
        configuration = load(REPOSITORY / "config", phrases())
        self._words = configuration.messages["en"]
        self._keys = Keys(_SECRET.encode(), configuration.campaign.id)

    @asynccontextmanager
    async def bot(self, **environment: str) -> AsyncGenerator[BotProcess]:
        """Run `python -m bot run`; in the block it is connected."""
        sessions = self.discord.gateway.sessions + 1
        async with self.process("run", **environment) as process:
            await process.online(self.discord, sessions=sessions)
            yield process

    def process(self, *arguments: str, **environment: str) -> BotProcess:
        """Return a process of the bot that is not started yet."""
        settings = {
            "DISCORD_TOKEN": self.discord.token,
            "DATABASE_URL": f"sqlite:///{self.database}",
            "SIGNER_SECRET": _SECRET,
            "CAMPAIGN_CONFIG": str(REPOSITORY / "config"),
        }
        line = command(self.discord, *arguments, telling=self.telling)
        return BotProcess(line, self._folder, settings | environment)

    def live_campaign(self) -> str:
        """Write the shipped campaign with numbers that show at once; return its folder."""
        folder = self._folder / "live"
        words = shutil.ignore_patterns("messages")  # they are read where they are shipped
        shutil.copytree(REPOSITORY / "config", folder, dirs_exist_ok=True, ignore=words)
        campaign = folder / "campaign.yaml"
        rules = r"at_least: \d+, every_minutes: \d+"
        shipped = campaign.read_text("utf-8")
        live, found = re.subn(rules, "at_least: 1, every_minutes: 0", shipped)
        assert found == len(("publish", "servers"))
        campaign.write_text(live, "utf-8")
        return str(folder)

    def words(self, key: str) -> str:
        """Return the English words of a key, as far as its first placeholder."""
        words = self._words[key]
        assert isinstance(words, str), f"{key} has plural forms"
        return words.split("{", 1)[0].strip()

    # --- what members do -----------------------------------------------------------------------

    async def card(self, user: User, channel: Channel) -> Message:
        """Ask for the signing card and return it."""
        shown = await (await self.discord.slash("pledge sign", user, channel)).answered()
        assert shown.original is not None, shown.callback
        return shown.original

    async def sign(self, user: User, channel: Channel) -> Exchange:
        """Ask for the signing card and press *I pledge*; return that press."""
        card = await self.card(user, channel)
        return await self.discord.press(card.button(CONFIRM), user, card)

    def says_signed(self, exchange: Exchange) -> bool:
        """Whether a press was answered with the thank-you."""
        return f"## {self.words('pledge.signed_title')}\n" in exchange.said + "\n"

    # --- what the file says --------------------------------------------------------------------

    def ask(self, sql: str, *values: Any) -> list[Any]:
        """Return the rows of a query, asked of the file itself."""
        with closing(sqlite3.connect(self.database)) as connection:
            return connection.execute(sql, values).fetchall()

    def counted(self, users: Iterable[User]) -> list[User]:
        """Return which of these people have a counted pledge in the file."""
        found = self.ask(_COUNTED)
        keys = {bytes(row[0]) for row in found}
        return [user for user in users if self._keys.signer(user.id) in keys]

    def servers_noted(self) -> bool:
        """Return whether the bot has noted, after it began to serve, which servers it is in."""
        with closing(sqlite3.connect(self.database)) as connection:
            return bool(connection.execute("SELECT count(*) FROM servers").fetchone()[0])

    def assert_counters_equal_rows(self) -> None:
        """Check the campaign's number, the sums of its days and each server's number with rows."""
        total = len(self.ask(_COUNTED))
        kept = self.ask("SELECT COALESCE(SUM(counted), 0) FROM numbers WHERE scope = x''")
        assert kept == [(total,)], "the campaign's number"
        days = self.ask("SELECT COALESCE(SUM(counted), 0) FROM days")
        assert days == [(total,)], "the campaign's days"
        assert self.ask(_SERVER_ROWS) == self.ask(_SERVER_NUMBERS), "the servers' numbers"


_COUNTED = """
    SELECT signer FROM pledges WHERE stands = 1 AND signer IN (
        SELECT signer FROM attributions WHERE state = 0
    )
"""
_SERVER_ROWS = """
    SELECT server, COUNT(*) FROM attributions JOIN pledges USING (campaign, signer)
    WHERE stands = 1 AND state = 0 GROUP BY server ORDER BY server
"""
_SERVER_NUMBERS = """
    SELECT scope, counted FROM numbers WHERE scope <> x'' AND counted > 0 ORDER BY scope
"""


def assert_calm(process: BotProcess) -> None:
    """Check that nothing in a process's log tells of an error nobody expected."""
    for trace in _TRACES:
        assert trace not in process.log, process.log


async def everyone(exchanges: Iterable[Exchange]) -> None:
    """Wait until everyone has a finished answer."""
    await asyncio.gather(*(exchange.finished() for exchange in exchanges))
