"""Why the gateway does not take the bot is told once for each reason, and never while closing."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Sequence

import aiohttp
import pytest
from aiohttp import web

from bot.interactions.connection import reasons
from bot.interactions.connection.reasons import GatewayReasons
from bot.unreachable import NotDiscord, Reason


def told(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return the reasons that stand in the log, in their order."""
    lines = [one.getMessage() for one in caplog.records if one.name == reasons.__name__]
    return [line.partition(": ")[2] for line in lines]


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    for wait in ("SILENT", "ENDED"):
        monkeypatch.setattr(reasons, wait, 0.0)


async def a_moment() -> None:
    """Let what is due at once happen."""
    for _ in range(3):
        await asyncio.sleep(0)


def reset_by(error: Exception) -> ConnectionResetError:
    reset = ConnectionResetError()
    reset.__cause__ = error
    return reset


@pytest.mark.parametrize(
    ("errors", "expected"),
    [
        ((NotDiscord(), NotDiscord()), [Reason.OTHER_PAGE]),
        ((ValueError(), TimeoutError()), [Reason.OTHER_PAGE, Reason.SILENT]),
        ((ConnectionRefusedError(),), [Reason.REFUSED]),
        ((reset_by(TimeoutError()), ConnectionResetError()), [Reason.SILENT, Reason.CUT]),
        ((None, None), [Reason.ENDS]),
        ((TimeoutError(), None), [Reason.SILENT]),
    ],
)
async def test_each_reason_is_told_once(
    caplog: pytest.LogCaptureFixture, errors: Sequence[Exception | None], expected: list[Reason]
) -> None:
    gateway = GatewayReasons()
    for error in errors:
        gateway.failed(error)
    assert told(caplog) == expected


async def test_what_the_gateway_took_makes_the_same_reason_news_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    gateway = GatewayReasons()
    gateway.tell(Reason.DOWN)
    gateway.takes()
    gateway.tell(Reason.DOWN)
    assert told(caplog) == [Reason.DOWN] * 2


@pytest.mark.usefixtures("soon")
async def test_silence_is_told_unless_something_was_heard(
    caplog: pytest.LogCaptureFixture,
) -> None:
    gateway = GatewayReasons()
    gateway.waits()
    gateway.hears()
    await a_moment()
    assert told(caplog) == []
    gateway.waits()
    await a_moment()
    assert told(caplog) == [Reason.SILENT]


@pytest.mark.usefixtures("soon")
async def test_an_end_is_told_where_nothing_else_was(caplog: pytest.LogCaptureFixture) -> None:
    gateway = GatewayReasons()
    gateway.ends()
    gateway.ends()
    await a_moment()
    gateway.ends()
    await a_moment()
    assert told(caplog) == [Reason.ENDS]


@pytest.mark.usefixtures("soon")
async def test_nothing_is_told_while_closing(caplog: pytest.LogCaptureFixture) -> None:
    gateway = GatewayReasons()
    gateway.waits()
    gateway.ends()
    gateway.close()
    gateway.waits()
    gateway.ends()
    gateway.failed(TimeoutError())
    await a_moment()
    assert told(caplog) == []


async def _answer(request: web.Request) -> web.Response:
    status = int(request.match_info["status"])
    headers = {"Retry-After": "3000", "Via": "1.1 google"} if request.query.get("own") else {}
    return web.json_response({}, status=status, headers=headers)


@pytest.fixture
async def address() -> AsyncGenerator[str]:
    application = web.Application()
    application.router.add_get("/{status}/{rest:.*}", _answer)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    yield f"{host}:{port}"
    await runner.cleanup()


@pytest.mark.parametrize(
    ("status", "expected"),
    [(403, Reason.OTHER_PAGE), (429, Reason.ADDRESS), (502, Reason.DOWN)],
)
async def test_a_refused_handshake_is_told(
    caplog: pytest.LogCaptureFixture, address: str, status: int, expected: Reason
) -> None:
    gateway = GatewayReasons()
    async with aiohttp.ClientSession(trace_configs=[gateway.trace()]) as session:
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(f"ws://{address}/{status}/")
    assert told(caplog) == [expected]


@pytest.mark.parametrize(
    ("path", "told_of"),
    [
        ("429/gateway/bot?own=1", True),
        ("429/users/@me?own=1", True),
        ("429/gateway/bot", False),  # Cloudflare's: discord.py raises it
        ("429/channels/1/messages?own=1", False),  # it may follow what one person did
        ("200/gateway/bot?own=1", False),
    ],
)
async def test_of_limits_only_those_of_a_start_are_told(
    caplog: pytest.LogCaptureFixture, address: str, path: str, told_of: bool
) -> None:
    gateway = GatewayReasons()
    with caplog.at_level(logging.WARNING):
        async with aiohttp.ClientSession(trace_configs=[gateway.trace()]) as session:
            await (await session.get(f"http://{address}/{path}")).read()
    assert told(caplog) == ([Reason.LIMITED] if told_of else [])
    assert [getattr(one, "seconds", None) for one in caplog.records] == [3_000.0] * told_of
