"""In a rush of answers few connections are open, and the gateway waits for none of them."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.interactions.connection import connector
from bot.interactions.connection.connector import GatewayConnector

AT_ONCE = 3


async def test_answers_share_so_many_connections_and_the_gateway_has_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(connector, "AT_ONCE", AT_ONCE)
    go, inside, most = asyncio.Event(), 0, 0

    async def answer(_: web.Request) -> web.Response:
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        await go.wait()
        inside -= 1
        return web.Response()

    async def gateway(request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_str("hello")
        await socket.close()
        return socket

    app = web.Application()
    app.router.add_post("/", answer)
    app.router.add_get("/gateway", gateway)
    async with (
        TestServer(app) as server,
        aiohttp.ClientSession(connector=GatewayConnector()) as session,
        asyncio.timeout(10),
    ):
        posts = [asyncio.create_task(session.post(server.make_url("/"))) for _ in range(20)]
        while inside < AT_ONCE:
            await asyncio.sleep(0)
        address = str(server.make_url("/gateway")).replace("http:", "ws:")
        async with session.ws_connect(address) as socket:
            assert await socket.receive_str() == "hello"
        go.set()
        answers = [await one for one in posts]
        assert [one.status for one in answers] == [200] * 20
    assert most == AT_ONCE
