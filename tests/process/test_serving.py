"""The bot stays on Discord until it is asked to stop, whatever Discord does meanwhile."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import discord
import pytest
import yarl

from bot import running
from bot.config import load
from bot.db import open_database
from bot.domain.clock import system_clock
from bot.exits import CannotStart, Exit
from bot.messages import Messages
from bot.outreach import OutreachBot, build_services, phrases
from bot.running import serve
from tests.loopback.server import Discord
from tests.process.line import Line


@dataclass
class Theatre:
    """A store that is open, and bots that can be made for it."""

    make_bot: Callable[[], OutreachBot]
    token: str
    stop: asyncio.Event = field(default_factory=asyncio.Event)

    def serving(self) -> asyncio.Task[None]:
        return asyncio.create_task(serve(self.make_bot, self.token, self.stop))


@pytest.fixture
async def theatre(
    loopback: Discord, place: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Theatre]:
    monkeypatch.setattr("discord.http.Route.BASE", loopback.api_url)
    address = yarl.URL(loopback.gateway_url)
    monkeypatch.setattr("discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY", address)
    configuration = load(Path("config"), phrases())
    url = f"sqlite:///{place}/data/outreach.sqlite3"
    async with open_database(url, clock=system_clock) as database:
        services = build_services(configuration, database, secret=b"s" * 32, clock=system_clock)
        messages = Messages(configuration.messages)
        yield Theatre(lambda: OutreachBot(services, messages), loopback.token)


async def test_it_serves_until_it_is_asked_to_stop(loopback: Discord, theatre: Theatre) -> None:
    task = theatre.serving()
    await loopback.gateway.connected()
    theatre.stop.set()
    await task
    await loopback.gateway.disconnected()
    assert loopback.gateway.sessions == 1


async def test_asked_before_it_began_it_does_not_begin(loopback: Discord, theatre: Theatre) -> None:
    theatre.stop.set()
    await theatre.serving()
    assert loopback.state.requests == []
    assert loopback.gateway.sessions == 0


async def test_while_discord_is_away_it_says_so_once_and_tries_on(
    loopback: Discord,
    theatre: Theatre,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(running, "_pauses", lambda: iter([0.0] * 1_000_000))
    async with Line(loopback.api_url, cut=True) as line:
        monkeypatch.setattr("discord.http.Route.BASE", line.url)
        with caplog.at_level(logging.WARNING, "bot.running"):
            task = theatre.serving()
            await loopback.wait(lambda: line.calls > 3)
            line.cut = False
            await loopback.gateway.connected()
            theatre.stop.set()
            await task
    said = [record.msg for record in caplog.records if record.name == "bot.running"]
    assert said == ["Discord cannot be reached, trying on until it can"]


async def test_each_outage_is_told_and_met_with_short_pauses_first(
    loopback: Discord,
    theatre: Theatre,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    pauses: list[int] = []

    def fresh() -> Iterator[float]:
        pauses.append(0)
        while True:
            pauses[-1] += 1
            yield 0.0

    monkeypatch.setattr(running, "_pauses", fresh)
    lives = [False, False, True, False, True, False]

    async def live(bot: OutreachBot, token: str, stop: asyncio.Event) -> None:
        bot.served = lives.pop(0)
        if not lives:
            stop.set()
        raise ConnectionResetError

    monkeypatch.setattr(running, "_live", live)
    with caplog.at_level(logging.WARNING, "bot.running"):
        await theatre.serving()
    assert len([record for record in caplog.records if record.name == "bot.running"]) == 3
    assert pauses == [2, 2, 2]


async def test_a_store_that_is_gone_at_the_start_does_not_keep_it_from_discord(
    loopback: Discord, theatre: Theatre, place: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (place / "data/outreach.sqlite3").rename(place / "data/aside")
    with caplog.at_level(logging.WARNING, "bot.interactions.commands"):
        task = theatre.serving()
        await loopback.gateway.connected()
        theatre.stop.set()
        await task
    assert [record.name for record in caplog.records].count("bot.interactions.commands") == 1


async def test_asked_to_stop_it_does_not_wait_for_the_next_try(
    loopback: Discord, theatre: Theatre, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "_pauses", lambda: iter([3_600.0]))
    async with Line(loopback.api_url, cut=True) as line:
        monkeypatch.setattr("discord.http.Route.BASE", line.url)
        task = theatre.serving()
        await loopback.wait(lambda: line.calls > 0)
        theatre.stop.set()
        await asyncio.wait_for(task, 60)
    assert loopback.gateway.sessions == 0


async def test_a_refused_token_is_told(theatre: Theatre) -> None:
    theatre.token = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcdE.not-the-token"
    with pytest.raises(CannotStart, match="Discord refuses DISCORD_TOKEN") as refusal:
        await theatre.serving()
    assert refusal.value.code is Exit.TOKEN


async def test_what_waiting_cannot_mend_is_not_waited_for(
    loopback: Discord, theatre: Theatre
) -> None:
    loopback.refuse("GET", "/users/@me", 403, 40002, "You need to verify your account")
    with pytest.raises(discord.Forbidden):
        await theatre.serving()


async def test_a_bot_that_ends_by_itself_is_an_error(
    loopback: Discord, theatre: Theatre, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def ends_at_once(_: OutreachBot, token: str) -> None:
        assert token == loopback.token

    monkeypatch.setattr(OutreachBot, "start", ends_at_once)
    with pytest.raises(RuntimeError, match="ended by itself"):
        await theatre.serving()
