"""Whoever asks gets an answer, leaves no line in the log, and cannot keep the bot busy."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.db import Database
from bot.domain.refusals import StoreUnreadable
from bot.exits import CannotStart, Exit
from bot.health import Health, answering, listening
from bot.services import TallyService
from tests.db.fixtures import TickingClock
from tests.ports import free_port
from tests.services.published import Numbers

HOST = "127.0.0.1"


@pytest.fixture
async def asking() -> AsyncIterator[tuple[Health, aiohttp.ClientSession]]:
    """A bot that starts, and somebody who asks."""
    port = free_port()
    health = Health(TickingClock())
    async with (
        answering(health, host=HOST, port=port),
        aiohttp.ClientSession(f"http://{HOST}:{port}") as session,
    ):
        yield health, session


async def test_it_says_honestly_that_it_starts(
    asking: tuple[Health, aiohttp.ClientSession],
) -> None:
    _, session = asking
    async with session.get("/healthz") as answer:
        assert answer.status == 503
        assert answer.headers["Cache-Control"] == "no-store"
        assert (await answer.json())["state"] == "starting"
    async with session.get("/tally.json") as answer:
        assert answer.status == 503
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
    async with session.get("/metrics") as answer:
        assert answer.status == 200
        assert answer.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
        assert "campaign_bot_serving 0\n" in await answer.text()
    async with session.get("/") as answer:
        assert answer.status == 404


async def test_the_totals_are_the_published_ones_and_asked_for_once(
    asking: tuple[Health, aiohttp.ClientSession],
    sqlite_database: Database,
    clock: TickingClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    health, session = asking
    numbers = Numbers(sqlite_database, clock)
    await numbers.start()
    await numbers.sign(7)
    await numbers.strike()
    await numbers.sign(2)
    looks = 0
    show = TallyService.show

    async def counted(self: TallyService, *, guild_id: int | None) -> object:
        nonlocal looks
        looks += 1
        return await show(self, guild_id=guild_id)

    monkeypatch.setattr(TallyService, "show", counted)
    async with health.trying(sqlite_database.meta, numbers.tallies):
        answers = await asyncio.gather(*(session.get("/tally.json") for _ in range(5)))
        told = [await one.json() for one in answers]
        async with session.get("/metrics") as answer:
            assert "campaign_bot_published_counted 7\n" in await answer.text()
    assert looks == 1
    assert {one.headers["Cache-Control"] for one in answers} == {"public, max-age=30"}
    assert {one.headers["Access-Control-Allow-Origin"] for one in answers} == {"*"}
    assert [one["counted"] for one in told] == [{"exactly": 7}] * 5
    assert told[0]["as_of"].endswith(":10:00Z")
    assert told[0]["held"] == {"exactly": 0}


@pytest.mark.parametrize("fault", [StoreUnreadable, RuntimeError])
async def test_a_store_that_cannot_be_read_gives_no_number(
    asking: tuple[Health, aiohttp.ClientSession],
    sqlite_database: Database,
    clock: TickingClock,
    monkeypatch: pytest.MonkeyPatch,
    fault: type[Exception],
) -> None:
    async def unreadable(*_: object, **__: object) -> None:
        raise fault

    health, session = asking
    monkeypatch.setattr(TallyService, "show", unreadable)
    health.tallies = Numbers(sqlite_database, clock).tallies
    async with session.get("/tally.json") as answer:
        assert answer.status == 503
        assert await answer.json() == {"error": "the totals cannot be read now"}
    async with session.get("/metrics") as answer:
        assert "published" not in await answer.text()


async def test_no_request_leaves_a_line(
    asking: tuple[Health, aiohttp.ClientSession], caplog: pytest.LogCaptureFixture
) -> None:
    _, session = asking
    with caplog.at_level(logging.INFO):
        async with session.get("/healthz?token=secret") as answer:
            assert answer.status == 503
        reader, writer = await asyncio.open_connection(HOST, answer.url.port)
        writer.write(b"\x16\x03\x01 GARBAGE\r\n\r\n")
        assert b" 400 " in await reader.readline()
        writer.close()
    assert [one for one in caplog.records if one.name.startswith(("aiohttp", "bot"))] == []


@pytest.mark.parametrize("number", [listening.MOST // 2 + 2, listening.MOST])
async def test_as_many_as_may_be_there_at_once_all_stay(number: int) -> None:
    port = free_port()
    async with answering(Health(TickingClock()), host=HOST, port=port), asyncio.timeout(5):
        opened = [await asyncio.open_connection(HOST, port) for _ in range(number)]
        for reader, writer in opened:
            writer.write(b"GET /healthz HTTP/1.1\r\nHost: here\r\n\r\n")
            assert b" 503 " in await reader.readline()
        for _, writer in opened:
            writer.close()


async def test_who_keeps_connections_open_takes_no_place_from_who_asks(
    asking: tuple[Health, aiohttp.ClientSession],
) -> None:
    _, session = asking
    async with session.get("/healthz") as answer:
        port = answer.url.port
    opened = [await asyncio.open_connection(HOST, port) for _ in range(3 * listening.MOST)]
    async with asyncio.timeout(5), session.get("/healthz") as answer:
        assert answer.status == 503
    async with asyncio.timeout(5):  # less than the idle time, after which all would be closed
        for reader, _ in opened[: 2 * listening.MOST]:
            assert await reader.read() == b"", "what came first made room"
    reader, writer = opened[-1]
    writer.write(b"GET /healthz HTTP/1.1\r\nHost: here\r\n\r\n")
    assert b" 503 " in await reader.readline(), "what came last may still ask"
    for _, writer in opened:
        writer.close()


@pytest.mark.parametrize("slowly", [b"", b"GET /healthz HTTP/1.1\r\nX-Slow: "])
async def test_who_sends_no_whole_request_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch, slowly: bytes
) -> None:
    monkeypatch.setattr(listening, "IDLE", 0.3)
    port = free_port()
    async with answering(Health(TickingClock()), host=HOST, port=port), asyncio.timeout(5):
        reader, writer = await asyncio.open_connection(HOST, port)
        writer.write(slowly)
        ended = asyncio.create_task(reader.read())
        while not ended.done():
            writer.write(slowly[-1:])
            await asyncio.wait({ended}, timeout=0.05)
        hung_up = isinstance(ended.exception(), ConnectionResetError) or ended.result() == b""
        assert hung_up, "without an answer"
        writer.close()


@pytest.mark.parametrize(
    ("host", "words"),
    [
        (HOST, "another program listens there"),
        ("192.0.2.1", "no such address"),
        ("a..b", "no such address"),
        ("x" * 64, "no such address"),
    ],
)
async def test_a_port_that_cannot_be_had_is_told_with_its_own_code(host: str, words: str) -> None:
    with socket.create_server((HOST, 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CannotStart, match=words) as refusal:
            async with answering(Health(TickingClock()), host=host, port=port):
                pass
    assert refusal.value.code is Exit.HEALTH
    assert str(port) in refusal.value.sentence


async def test_without_a_port_nothing_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("aiohttp.web.AppRunner")
    async with answering(Health(TickingClock()), host=HOST, port=None):
        tasks = asyncio.all_tasks()
    assert tasks == {asyncio.current_task()}
