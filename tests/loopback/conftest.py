"""A Discord on this machine for each test, and a way for a plain discord.py client into it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import discord
import pytest
import yarl

from tests import payloads
from tests.loopback.forking import forking
from tests.loopback.home import Home
from tests.loopback.server import Discord
from tests.loopback.world import Guild, User

Online = Callable[[discord.Client], AbstractAsyncContextManager["asyncio.Task[None]"]]


@pytest.fixture(scope="session")
def forks() -> Iterator[None]:
    """Let the bots of the tests be forks of one process that has read its modules."""
    with forking():
        yield


@pytest.fixture
async def loopback(forks: None) -> AsyncIterator[Discord]:
    async with Discord() as server:
        yield server


@pytest.fixture
def online(loopback: Discord, monkeypatch: pytest.MonkeyPatch) -> Online:
    """Return a block in which a client of this process is connected to the loopback Discord."""
    monkeypatch.setattr("discord.http.Route.BASE", loopback.api_url)
    address = yarl.URL(loopback.gateway_url)
    monkeypatch.setattr("discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY", address)

    @asynccontextmanager
    async def connected(client: discord.Client) -> AsyncGenerator[asyncio.Task[None]]:
        async with client:
            running = asyncio.create_task(client.start(loopback.token))
            await loopback.gateway.connected()
            yield running
        await asyncio.gather(running, return_exceptions=True)

    return connected


@pytest.fixture
def member() -> User:
    """Somebody whose name stands nowhere by chance."""
    return User("adalind-quillfeather")


@pytest.fixture
def guild(loopback: Discord, member: User) -> Guild:
    """A guild with this one member."""
    return loopback.guild("Somewhere", member)


@pytest.fixture
def home(loopback: Discord, tmp_path: Path) -> Home:
    """A home for the real bot, in the loopback Discord."""
    return Home(loopback, tmp_path)


@pytest.fixture
def described() -> None:
    """Skip a test that needs Discord's own description where it is absent."""
    if not payloads.available():
        pytest.skip(payloads.WHERE_IT_IS)
