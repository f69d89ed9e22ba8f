"""The imitated gateway keeps sessions as Discord does: resumed, redelivered, invalidated."""

from __future__ import annotations

import asyncio

import discord
import pytest

from tests.loopback.conftest import Online
from tests.loopback.server import Discord
from tests.loopback.world import User


class Listener(discord.Client):
    """Notes the interactions that reach it, by id."""

    def __init__(self, *, intents: discord.Intents | None = None) -> None:
        super().__init__(intents=intents or discord.Intents(guilds=True))
        self.heard: list[int] = []

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Do not wait the five seconds before a second session: one bot is no stampede."""

    async def on_interaction(self, interaction: discord.Interaction[Listener]) -> None:
        self.heard.append(interaction.id)
        await interaction.response.defer()


@pytest.mark.parametrize("compression", ["zstd", "zlib"])
async def test_a_bot_connects_in_either_compression(
    loopback: Discord, online: Online, compression: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if compression == "zlib":
        monkeypatch.setattr("discord.utils._ActiveDecompressionContext", _Zlib)
    person = User("ada")
    guild = loopback.guild("Somewhere", person)
    client = Listener()
    async with online(client):
        message = loopback.old_button(guild.channel, "old")
        exchange = await (await loopback.press("old", person, message)).answered()
        assert [one.name for one in client.guilds] == ["Somewhere"]
        later = loopback.guild("Elsewhere")
        await loopback.let_in(later)
        await loopback.wait(lambda: client.get_guild(later.id) is not None)

    assert client.heard == [exchange.id]
    assert loopback.gateway.session is not None
    assert loopback.gateway.session.identified["intents"] == 1


class _Zlib:
    """What discord.py uses where zstandard is not installed."""

    COMPRESSION_TYPE = "zlib-stream"

    def __init__(self) -> None:
        import zlib

        self._stream = zlib.decompressobj()

    def decompress(self, data: bytes, /) -> str:
        return self._stream.decompress(data).decode()


async def test_events_missed_in_a_broken_connection_come_with_the_resume(
    loopback: Discord, online: Online
) -> None:
    person = User("ada")
    message = loopback.old_button(loopback.guild("Somewhere", person).channel, "old")
    client = Listener()
    async with online(client):
        before = await (await loopback.press("old", person, message)).answered()
        await loopback.gateway.drop()
        missed = await loopback.press("old", person, message)
        await loopback.gateway.connected(resumed=1)
        await missed.answered()

    assert client.heard == [before.id, missed.id]
    assert loopback.gateway.sessions == 1


async def test_an_event_is_delivered_twice_when_the_resume_forgets_it(
    loopback: Discord, online: Online
) -> None:
    person = User("ada")
    message = loopback.old_button(loopback.guild("Somewhere", person).channel, "old")
    client = Listener()
    async with online(client):
        exchange = await (await loopback.press("old", person, message)).answered()
        await loopback.gateway.drop(forget=1)
        await loopback.gateway.connected(resumed=1)
        await loopback.wait(lambda: bool(exchange.refusals))

    assert client.heard == [exchange.id, exchange.id]
    assert [one.code for one in exchange.refusals] == [40060]


async def test_a_bot_asked_to_reconnect_resumes(loopback: Discord, online: Online) -> None:
    client = Listener()
    async with online(client):
        await loopback.gateway.ask_to_reconnect()
        await loopback.gateway.connected(resumed=1)

    assert loopback.gateway.sessions == 1


async def test_a_bot_whose_session_is_invalid_begins_another(
    loopback: Discord, online: Online
) -> None:
    client = Listener()
    async with online(client):
        await loopback.gateway.invalidate()
        await loopback.gateway.connected(sessions=2)

    assert loopback.gateway.resumed == 0


async def test_intents_that_were_not_granted_end_the_connection(
    loopback: Discord, online: Online, monkeypatch: pytest.MonkeyPatch
) -> None:
    intents = discord.Intents(guilds=True, message_content=True)
    async with Listener(intents=intents) as client:
        with pytest.raises(discord.PrivilegedIntentsRequired):
            await asyncio.wait_for(client.start(loopback.token), 20)
