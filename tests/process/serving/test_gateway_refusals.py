"""Why the gateway does not take the bot is said, each reason once, and never at a stop."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.exits import Exit
from bot.unreachable import Reason
from tests.loopback.process import BotProcess
from tests.loopback.server import Discord
from tests.process.line import Line
from tests.process.serving.test_running import LIMIT, starting

CANNOT = "Discord's gateway cannot be reached: "


@asynccontextmanager
async def gateway(status: int) -> AsyncGenerator[str]:
    """Give the address of a gateway that answers each handshake so; 101 is one, without a word."""

    async def answer(request: web.Request) -> web.StreamResponse:
        if status != 101:
            return web.Response(status=status)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.receive()
        return socket

    app = web.Application()
    app.router.add_get("/", answer)
    async with TestServer(app) as server:
        yield str(server.make_url("/")).replace("http:", "ws:")


async def told(discord: Discord, bot: BotProcess, log: Path) -> list[str]:
    """Wait until the bot has said why, stop it, and return each reason that it has said."""
    await discord.wait(log.exists)
    await discord.wait(lambda: CANNOT in bot.log, timeout=60)
    code, seconds = await bot.stop()
    assert (code, seconds < LIMIT) == (Exit.OK, True), bot.log
    assert "discord.shard" not in bot.log, "it is told in our own words"
    assert "error" not in bot.log
    return [one.partition(CANNOT)[2] for one in bot.log.splitlines() if CANNOT in one]


@pytest.mark.sampled(of="403")
@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (403, Reason.OTHER_PAGE),
        (429, Reason.ADDRESS),
        (502, Reason.DOWN),
        (101, Reason.SILENT),
    ],
)
async def test_what_answers_the_handshake(
    loopback: Discord, place: Path, status: int, reason: Reason
) -> None:
    async with gateway(status) as url, starting(loopback, place, gateway=url) as bot:
        assert await told(loopback, bot, place / "log") == [reason]


async def test_a_port_that_takes_the_connection_and_says_nothing(
    loopback: Discord, place: Path
) -> None:
    async with Line(loopback.gateway_url) as line:
        line.hold()
        async with starting(loopback, place, gateway=line.url) as bot:
            assert await told(loopback, bot, place / "log") == [Reason.SILENT]


async def test_a_gateway_that_ends_each_connection(loopback: Discord, place: Path) -> None:
    loopback.gateway.closes_with = 4000
    async with starting(loopback, place) as bot:
        assert await told(loopback, bot, place / "log") == [Reason.ENDS]


async def test_what_ends_the_bot_for_good_is_one_sentence(loopback: Discord, place: Path) -> None:
    loopback.gateway.closes_with = 4004
    async with starting(loopback, place) as bot:
        assert await bot.ended() == Exit.TOKEN
    assert CANNOT not in bot.log


@pytest.mark.parametrize("path", ["/users/@me", "/gateway/bot"])
async def test_a_limit_of_discords_own_is_told_when_it_begins(
    loopback: Discord, place: Path, path: str
) -> None:
    loopback.limit("GET", path, 3_000)
    async with starting(loopback, place) as bot:
        await loopback.wait((place / "log").exists)
        await loopback.wait(lambda: Reason.LIMITED in bot.log, timeout=60)
        await bot.stop()
    assert bot.log.count(f"Discord is waited for: {Reason.LIMITED} seconds=3001") == 1


async def test_it_says_once_that_it_starts(loopback: Discord, place: Path) -> None:
    loopback.answer_with_a_page("GET", "/gateway/bot", 200, times=3)
    async with starting(loopback, place) as bot:
        await bot.online(loopback)
        await bot.stop()
    assert bot.log.count(" starting ") == 1
    assert bot.log.count(Reason.OTHER_PAGE) == 1
