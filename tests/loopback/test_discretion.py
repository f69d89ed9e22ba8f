"""The log tells nothing of a person, in either format, at the level that tells most."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import cast

import pytest

from tests.loopback.exchange import Exchange
from tests.loopback.home import Home
from tests.loopback.messages import Message
from tests.loopback.process import BotProcess
from tests.loopback.server import Discord
from tests.loopback.world import Guild, User

LONG_NUMBER = re.compile(r"\d{15,}")


@dataclass
class Visit:
    """One person's visit, and everything of it that no log may tell."""

    discord: Discord
    home: Home
    member: User
    guild: Guild
    exchanges: list[Exchange] = field(default_factory=list[Exchange])

    async def use(self, name: str, *, private: bool = False) -> Exchange:
        channel = None if private else self.guild.channel
        return await self._kept(await self.discord.slash(name, self.member, channel))

    async def press(self, message: Message, beginning: str) -> Exchange:
        custom_id = message.button(beginning)
        return await self._kept(await self.discord.press(custom_id, self.member, message))

    async def _kept(self, exchange: Exchange) -> Exchange:
        self.exchanges.append(exchange)
        return await exchange.finished()

    def secrets(self) -> dict[str, str]:
        """Return what may not be told, by what it is."""
        guild = self.guild
        told = {
            "member's id": str(self.member.id),
            "member's name": self.member.name,
            "guild's id": str(guild.id),
            "guild's name": guild.name,
            "channel's id": str(guild.channel.id),
            "channel's name": guild.channel.name,
            "bot's id": str(self.discord.state.bot.id),
            "bot's token": self.discord.token,
            "token's signature": self.discord.token.rpartition(".")[2],
        }
        if self.discord.gateway.session is not None:
            told["session"] = self.discord.gateway.session.id
        for exchange in self.exchanges:
            told[f"interaction {exchange.id}"] = str(exchange.id)
            told[f"token of {exchange.id}"] = exchange.token
            told[f"end of token of {exchange.id}"] = exchange.token[-40:]
        return told


def _original(exchange: Exchange) -> Message:
    return cast("Message", exchange.original)


async def everything(visit: Visit) -> None:
    """Do all that a member can do, and let go wrong what can go wrong."""
    discord = visit.discord
    await visit.use("campaign")
    await visit.use("help")
    sign = await visit.use("pledge sign")
    await visit.press(_original(sign), "amh:pledge:confirm:")
    mine = await visit.use("pledge mine")
    ask = await visit.press(_original(mine), "amh:pledge:list")
    await visit.press(_original(ask), "amh:pledge:list_yes")
    await visit.use("pledge wall")
    await visit.use("tally show")
    export = await visit.use("privacy export", private=True)
    assert export.files, "the export is a file"
    leave = await visit.use("pledge withdraw")
    await visit.press(_original(leave), "amh:pledge:leave")
    erase = await visit.use("privacy erase", private=True)
    await visit.press(_original(erase), "amh:privacy:erase_yes")
    await _go_wrong(visit)
    await discord.gateway.drop(forget=1)
    await discord.gateway.connected(resumed=1)
    await visit.use("pledge mine")


async def _go_wrong(visit: Visit) -> None:
    discord, channel = visit.discord, visit.guild.channel
    old = discord.old_button(channel, f"amh:old:{visit.member.id}")
    await visit.press(old, "amh:old:")
    strange = discord.old_button(channel, "amh:pledge:wall:x")
    await visit.press(strange, "amh:pledge:wall")
    await discord.malformed(visit.exchanges[0], "data")
    await discord.redeliver(visit.exchanges[0])
    for status, code, message in (
        (404, 10062, "Unknown interaction"),
        (403, 50013, f"Missing Permissions of {visit.member.name} {visit.member.id}"),
        (400, 50035, f"Invalid Form Body {visit.member.name} {visit.exchanges[0].token}"),
    ):
        discord.refuse("POST", "/interactions/*/callback", status, code, message)
        lost = await discord.slash("pledge mine", visit.member, channel)
        visit.exchanges.append(lost)
        await discord.wait(lambda: not discord.state.injected)


@pytest.mark.parametrize("form", ["plain", "json"])
async def test_nothing_of_a_person_is_in_the_log(
    loopback: Discord, home: Home, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = User("zinaida-quokka")
    guild = loopback.guild("the-velvet-harbour", member)
    guild.channel.name = "lantern-room"
    loopback.state.bot.name = "ask-more-robot"
    visit = Visit(loopback, home, member, guild)
    async with home.bot(LOG_LEVEL="debug", LOG_FORMAT=form) as process:
        await everything(visit)
        code, _ = await process.stop()

    assert code == 0, process.log
    assert_discreet(visit, process)


def assert_discreet(visit: Visit, process: BotProcess) -> None:
    log = process.log
    assert log.count("\n") > 3, "at this level it tells something"
    told = [what for what, secret in visit.secrets().items() if secret in log]
    assert told == []
    assert LONG_NUMBER.findall(log) == []
