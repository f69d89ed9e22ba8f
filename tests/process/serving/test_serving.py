"""The bot stays on Discord until it is asked to stop, whatever Discord does meanwhile."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import discord
import pytest

from bot import running
from bot.exits import CannotStart, Exit
from bot.interactions.connection import shards
from bot.interactions.loops.numbers import PUBLISHED
from bot.log import waiting
from bot.outreach import OutreachBot
from bot.services.texts import TextService
from bot.unreachable import Reason
from tests.loopback.server import Discord
from tests.process.conftest import Startable
from tests.process.line import Line

pytestmark = pytest.mark.sampled


async def test_it_serves_until_it_is_asked_to_stop(loopback: Discord, startable: Startable) -> None:
    task = startable.serving()
    await loopback.gateway.connected()
    startable.stop.set()
    await task
    await loopback.gateway.disconnected()
    assert loopback.gateway.sessions == 1


async def test_asked_before_it_began_it_does_not_begin(
    loopback: Discord, startable: Startable
) -> None:
    startable.stop.set()
    await startable.serving()
    assert loopback.state.requests == []
    assert loopback.gateway.sessions == 0


async def test_while_discord_is_away_it_says_so_once_and_tries_on(
    loopback: Discord,
    startable: Startable,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(running, "PAUSES", (0.0,))
    async with Line(loopback.api_url, cut=True) as line:
        monkeypatch.setattr("discord.http.Route.BASE", line.url)
        with caplog.at_level(logging.WARNING, "bot.running"):
            task = startable.serving()
            await loopback.wait(lambda: line.calls > 3)
            line.cut = False
            await loopback.gateway.connected()
            startable.stop.set()
            await task
    said = [record.msg for record in caplog.records if record.name == "bot.running"]
    assert said == ["Discord cannot be reached, trying on until it can: %s"]
    assert Reason.CUT in caplog.text


async def test_each_outage_is_told_and_met_with_short_pauses_first(
    loopback: Discord,
    startable: Startable,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    pauses: list[int] = []

    def fresh(_: object) -> Iterator[float]:
        pauses.append(0)
        while True:
            pauses[-1] += 1
            yield 0.0

    monkeypatch.setattr(running, "pauses", fresh)
    lives = [False, False, True, False, True, False]

    async def live(bot: OutreachBot, token: str, stop: asyncio.Event) -> None:
        bot.served = lives.pop(0)
        if not lives:
            stop.set()
        raise ConnectionResetError

    monkeypatch.setattr(running, "_live", live)
    with caplog.at_level(logging.WARNING, "bot.running"):
        await startable.serving()
    assert len([record for record in caplog.records if record.name == "bot.running"]) == 3
    assert pauses == [2, 2, 2]


async def test_a_store_that_is_gone_at_the_start_does_not_keep_it_from_discord(
    loopback: Discord, startable: Startable, place: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (place / "data/outreach.sqlite3").rename(place / "data/aside")
    with caplog.at_level(logging.WARNING, "bot.interactions.sync"):
        task = startable.serving()
        await loopback.gateway.connected()
        startable.stop.set()
        await task
    assert [record.name for record in caplog.records].count("bot.interactions.sync") == 1


async def test_asked_to_stop_it_does_not_wait_for_the_next_try(
    loopback: Discord, startable: Startable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "PAUSES", (3_600.0,))
    async with Line(loopback.api_url, cut=True) as line:
        monkeypatch.setattr("discord.http.Route.BASE", line.url)
        task = startable.serving()
        await loopback.wait(lambda: line.calls > 0)
        startable.stop.set()
        await asyncio.wait_for(task, 60)
    assert loopback.gateway.sessions == 0


async def test_a_refused_token_is_told(startable: Startable) -> None:
    startable.token = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcdE.not-the-token"
    with pytest.raises(CannotStart, match="Discord refuses DISCORD_TOKEN") as refusal:
        await startable.serving()
    assert refusal.value.code is Exit.TOKEN


async def test_what_waiting_cannot_mend_is_not_waited_for(
    loopback: Discord, startable: Startable
) -> None:
    loopback.refuse("GET", "/users/@me", 403, 40002, "You need to verify your account")
    with pytest.raises(CannotStart, match="forbids this bot everything") as refusal:
        await startable.serving()
    assert refusal.value.code is Exit.FORBIDDEN


async def test_a_refusal_that_nobody_knows_ends_a_start(
    loopback: Discord, startable: Startable
) -> None:
    loopback.refuse("GET", "/users/@me", 404, 0, "no such route")
    with pytest.raises(CannotStart, match="status 404, code 0") as refusal:
        await startable.serving()
    assert refusal.value.code is Exit.REFUSED


async def test_a_start_that_is_refused_has_nobody_read_the_store(
    loopback: Discord, startable: Startable, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    dispatch = OutreachBot.dispatch

    def listening(bot: OutreachBot, event: str, *args: Any) -> None:
        told.append(event)
        dispatch(bot, event, *args)

    monkeypatch.setattr(OutreachBot, "dispatch", listening)
    loopback.limit("GET", "/gateway/bot", 0.5)
    loopback.refuse("GET", "/gateway/bot", 404, 0, "no such route")
    with pytest.raises(CannotStart):
        await startable.serving()
    assert PUBLISHED not in told


async def test_a_refusal_that_nobody_knows_does_not_end_a_bot_that_has_served(
    startable: Startable, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    response: Any = SimpleNamespace(
        status=404, reason="", headers={"Content-Type": "application/json"}
    )
    unknown = discord.HTTPException(response, {"error": "no such route"})
    monkeypatch.setattr(running, "PAUSES", (0.0,))
    lives = [(True, ConnectionResetError()), (False, unknown), (False, unknown)]

    async def live(bot: OutreachBot, token: str, stop: asyncio.Event) -> None:
        bot.served, error = lives.pop(0)
        if not lives:
            stop.set()
        raise error

    monkeypatch.setattr(running, "_live", live)
    await startable.serving()
    assert lives == []
    assert Reason.OTHER_PAGE in caplog.text


async def test_a_bot_that_ends_by_itself_is_an_error(
    loopback: Discord, startable: Startable, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def ends_at_once(_: OutreachBot) -> None:
        assert loopback.state.commands, "it logged in"

    monkeypatch.setattr(OutreachBot, "connect", ends_at_once)
    with pytest.raises(RuntimeError, match="ended by itself"):
        await startable.serving()


async def test_a_gateway_that_does_not_answer_is_told(
    loopback: Discord,
    startable: Startable,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(waiting, "SLOW", 0.1)
    async with Line(loopback.gateway_url) as line:
        line.hold()
        loopback.tells_to_connect_at(line.url)
        with caplog.at_level(logging.INFO, "bot.log.waiting"):
            task = startable.serving()
            await loopback.wait(lambda: "still waiting for Discord's gateway" in caplog.text)
            startable.stop.set()
            await task
    assert loopback.gateway.sessions == 0


async def test_a_store_that_does_not_answer_is_told(
    loopback: Discord,
    startable: Startable,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def hangs(*_: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(waiting, "SLOW", 0.1)
    monkeypatch.setattr(TextService, "hold", hangs)
    with caplog.at_level(logging.INFO, "bot.log.waiting"):
        task = startable.serving()
        await loopback.wait(lambda: "still reading the store" in caplog.text)
        startable.stop.set()
        await task
    assert "logging in" not in caplog.text


async def test_a_passing_loss_is_told_once_and_so_is_the_return(
    loopback: Discord, startable: Startable, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "bot"):
        task = startable.serving()
        await loopback.wait(lambda: "ready, serving" in caplog.text)
        await loopback.gateway.ask_to_reconnect()
        await loopback.gateway.connected(resumed=1)
        await loopback.wait(lambda: "Discord is back" in caplog.text)
        startable.stop.set()
        await task
    said = [one.msg for one in caplog.records if one.name in ("bot.outreach", shards.__name__)]
    assert said == [
        "ready, serving %d servers",
        "the connection to Discord is lost, connecting again",
        "Discord is back",
    ]


async def test_cloudflares_refusal_is_named_and_the_time_it_asks_for_is_waited(
    loopback: Discord,
    startable: Startable,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    pauses: list[float | None] = []

    async def at_once(*_: object, seconds: float | None = None) -> None:
        if seconds is None:
            await wait(*_)  # pyright: ignore[reportArgumentType]
        else:
            pauses.append(seconds)

    wait = vars(running)["_wait"]
    monkeypatch.setattr(running, "_wait", at_once)
    loopback.answer_with_a_page("GET", "/users/@me", 429, headers={"Retry-After": "310"})
    with caplog.at_level(logging.WARNING, "bot.running"):
        task = startable.serving()
        await loopback.gateway.connected()
        startable.stop.set()
        await task
    assert pauses == [310]
    assert Reason.ADDRESS in caplog.text


@pytest.mark.parametrize("path", ["/users/@me", "/oauth2/applications/@me", "/gateway/bot"])
async def test_a_page_of_the_hotels_is_waited_out(
    loopback: Discord,
    startable: Startable,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    path: str,
) -> None:
    monkeypatch.setattr(running, "PAUSES", (0.0,))
    loopback.answer_with_a_page("GET", path, 200)
    with caplog.at_level(logging.WARNING, "bot.running"):
        task = startable.serving()
        await loopback.gateway.connected()
        startable.stop.set()
        await task
    assert Reason.OTHER_PAGE in caplog.text
