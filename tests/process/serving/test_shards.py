"""Over two connections each shard begins, serves, is lost and comes back by itself."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest
import yarl

from bot import running
from bot.exits import CannotStart, Exit
from bot.interactions.connection import connector, starts
from bot.outreach import OutreachBot
from bot.unreachable import Reason
from tests.loopback.server import Discord
from tests.loopback.world import Guild, User
from tests.process.conftest import Startable
from tests.process.line import Impatient, Line

pytestmark = pytest.mark.sampled

STEP = 0.3


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starts, "STEP", STEP)
    monkeypatch.setattr(connector, "REST", 0.05)


@pytest.fixture
def two(loopback: Discord) -> Discord:
    loopback.state.shards = 2
    return loopback


def guild_of(discord: Discord, shard: int, *members: User) -> Guild:
    """Make a guild that one of two shards is told of."""
    while True:
        guild = discord.guild("Riverside", *members)
        if (guild.id >> 22) % 2 == shard:
            return guild
        del discord.state.guilds[guild.id]


@asynccontextmanager
async def serving(
    discord: Discord, startable: Startable, caplog: pytest.LogCaptureFixture
) -> AsyncGenerator[list[OutreachBot]]:
    """Let the bot serve; in the block every shard does. Its lives are in the list."""
    lives: list[OutreachBot] = []
    make_bot = startable.make_bot

    def make() -> OutreachBot:
        lives.append(make_bot())
        return lives[-1]

    startable.make_bot = make
    with caplog.at_level(logging.INFO, "bot"):
        task = startable.serving()
        await discord.wait(lambda: "ready, serving" in caplog.text)
        yield lives
        startable.stop.set()
        await task


async def answered(discord: Discord, guild: Guild, user: User) -> bool:
    exchange = await (await discord.slash("help", user, guild.channel)).answered()
    return bool(exchange.text)


async def test_each_shard_begins_in_its_turn_and_serves_its_own(
    two: Discord, startable: Startable, caplog: pytest.LogCaptureFixture, member: User
) -> None:
    guilds = [guild_of(two, shard, member) for shard in (0, 1, 1)]
    async with serving(two, startable, caplog) as (bot,):
        assert bot.shards_known.guilds == {one.id for one in guilds}
        for guild in guilds:
            assert bot.shards_known.serves(guild.id)
            assert await answered(two, guild, member)
    await two.gateway.disconnected()
    (first, began), (second, followed) = two.gateway.identified
    assert (first, second) == (0, 1)
    assert followed - began >= STEP, "Discord takes one in five seconds"
    said = [one.getMessage() for one in caplog.records]
    assert "shard 1 of 2 serves 1 servers" in said
    assert "shard 2 of 2 serves 2 servers" in said
    assert said.count("ready, serving 3 servers") == 1


async def test_while_one_shard_is_away_the_other_serves_and_nobody_is_taken_for_gone(
    two: Discord, startable: Startable, caplog: pytest.LogCaptureFixture, member: User
) -> None:
    here, there = guild_of(two, 0, member), guild_of(two, 1, member)
    async with Line(two.gateway_url) as line:
        two.gateway.tells_to_resume_at(line.url)
        await line.leave()
        async with serving(two, startable, caplog) as (bot,):
            await two.gateway.drop(shard=1)
            await two.wait(lambda: "gateway cannot be reached: no connection" in caplog.text)
            assert (bot.shards_known.serves(here.id), bot.shards_known.serves(there.id)) == (1, 0)
            assert await answered(two, here, member)
            assert there.id in bot.shards_known.guilds
            await line.come_back()
            await two.gateway.connected(resumed=1)
            await two.wait(lambda: bot.shards_known.serves(there.id))
            assert await answered(two, there, member)
    told = [one.getMessage() for one in caplog.records if one.levelno == logging.WARNING]
    assert told == [
        "shard 2 of 2 lost the connection to Discord, connecting again",
        f"Discord's gateway cannot be reached: {Reason.REFUSED}",
        "Discord is back for shard 2 of 2",
    ]
    assert two.gateway.sessions == 2, "it went on with the session that it had"


async def test_a_server_that_removed_the_bot_while_its_shard_was_away_is_missed_in_it_alone(
    two: Discord, startable: Startable, caplog: pytest.LogCaptureFixture, member: User
) -> None:
    here, stays, goes = (guild_of(two, shard, member) for shard in (0, 1, 1))
    async with serving(two, startable, caplog) as (bot,):
        del two.state.guilds[goes.id]
        await two.gateway.invalidate(shard=1)
        await two.gateway.connected(sessions=3)
        await two.wait(lambda: bot.shards_known.guilds == {here.id, stays.id})
        await two.wait(lambda: bot.shards_known.serves(goes.id))
        assert bot.get_guild(goes.id) is not None, "discord.py would still have it"
        records = startable.make_bot().services.server_records
        assert await records.missing(bot.shards_known.guilds) == [goes.id]


async def test_a_session_that_discord_has_forgotten_is_given_up_at_last(
    two: Discord,
    startable: Startable,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(connector, "RESUMING", 0.2)
    async with Line(two.gateway_url) as line:
        two.gateway.tells_to_resume_at(line.url)
        await line.leave()
        async with serving(two, startable, caplog):
            await two.gateway.drop(shard=1)
            await two.gateway.connected(sessions=3)
            assert two.gateway.resumed == 0
            await two.wait(lambda: "Discord is back for shard 2 of 2" in caplog.text)


async def test_after_a_long_outage_it_is_back_within_ten_seconds(
    loopback: Discord,
    startable: Startable,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(connector, "REST", 2.0)
    monkeypatch.setattr(connector, "RESUMING", 0.0)  # so long that discord.py begins to rest
    async with Line(loopback.gateway_url) as line:
        loopback.gateway.tells_to_resume_at(line.url)
        loopback.tells_to_connect_at(line.url)
        monkeypatch.setattr("discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY", yarl.URL(line.url))
        async with serving(loopback, startable, caplog):
            line.cut = True
            await loopback.gateway.drop()
            await loopback.wait(lambda: line.calls > 8, timeout=120)
            line.cut = False
            await loopback.gateway.connected(sessions=2, timeout=10)
            assert loopback.gateway.resumed == 0, "after so long it begins anew"


async def test_a_gateway_that_is_away_for_hours_at_the_start_is_waited_for(
    loopback: Discord,
    startable: Startable,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(connector, "REST", 0.0)
    monkeypatch.setattr("discord.shard.asyncio", Impatient())
    async with Line(loopback.gateway_url) as line:
        loopback.tells_to_connect_at(line.url)
        line.cut = True
        task = startable.serving()
        await loopback.wait(lambda: line.calls > 3_000 or task.done(), timeout=60)
        assert not task.done(), "it tries on"
        line.cut = False
        await loopback.gateway.connected()
        startable.stop.set()
        await task
    assert loopback.gateway.sessions == 1


@pytest.mark.parametrize(
    ("code", "exit_code", "told"),
    [
        (4004, Exit.TOKEN, "press Reset Token"),
        (4010, Exit.SHARDING, "number of the shard"),
        (4011, Exit.SHARDING, "on more connections"),
        (4012, Exit.OUTDATED, "install a newer release"),
        (4013, Exit.INTENTS, "install a newer release"),
        (4014, Exit.INTENTS, "does not grant"),
    ],
)
async def test_what_discord_ends_for_good_has_its_sentence_and_its_code(
    loopback: Discord, startable: Startable, code: int, exit_code: Exit, told: str
) -> None:
    loopback.gateway.closes_with = code
    with pytest.raises(CannotStart, match=told) as refusal:
        await startable.serving()
    assert refusal.value.code is exit_code


async def test_a_bot_that_outgrew_its_shards_asks_again_how_many_it_needs(
    loopback: Discord,
    startable: Startable,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(running, "PAUSES", (0.0,))
    async with serving(loopback, startable, caplog) as lives:
        loopback.state.shards = 2
        await loopback.gateway.close_with(4011)
        await loopback.wait(lambda: len(lives) == 2 and lives[-1].served)
        await loopback.gateway.connected(sessions=3)
        assert lives[-1].shards_known.count == 2
