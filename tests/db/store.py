"""A writer whose engine a test can hold, and short ways to make its works."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
from sqlalchemy import Connection, text

from bot.database_url import target_of
from bot.db import Writer
from bot.db.engine.open import open_engine
from bot.db.maintenance.reconcile import differences
from bot.db.repositories.meta import value_of
from bot.db.repositories.signing import Sign
from bot.db.repositories.withdrawal import Withdraw
from bot.db.sql import run
from bot.db.transactions.work import Work
from bot.db.transactions.writer import CLOSING
from bot.domain.clock import hour_of
from tests.db.faults import FaultyEngine
from tests.db.fixtures import TickingClock
from tests.db.people import CAMPAIGN, HERE, KEYS, NEWER, TEXT, key, server_key
from tests.db.reading import live_counts_of


@dataclass(frozen=True, slots=True)
class Store:
    """A writer with an engine that the test can hold."""

    engine: FaultyEngine
    writer: Writer

    async def value(self, name: str) -> str | None:
        return await self.engine.read(lambda connection: value_of(connection, name))

    async def counted(self, guild_id: int | None = None) -> int:
        def query(connection: Connection) -> int:
            return live_counts_of(connection, CAMPAIGN, server_key(guild_id)).counted

        return await self.engine.read(query)

    async def pledges(self) -> int:
        """Return how many rows there are."""
        query = "SELECT count(*) FROM pledges"
        return await self.engine.read(lambda connection: run(connection, query)[0][0])

    async def agrees(self) -> bool:
        found = await self.engine.read(
            lambda connection: differences(connection, campaign_id=CAMPAIGN)
        )
        return found == []


@asynccontextmanager
async def made(url: str, *, patience: float = 30, in_flight: float = 30) -> AsyncGenerator[Store]:
    async with open_engine(target_of(url), migrate=False) as real:
        engine = FaultyEngine(real)
        writer = Writer(engine, patience=patience, in_flight=in_flight)
        try:
            yield Store(engine, writer)
        finally:
            engine.release()
            # what hangs for ever is waited for in vain; how long is another test's
            await writer.close(limit=0.2 if engine.scrubbing_hangs else CLOSING)


@pytest.fixture
async def store(database_url: str) -> AsyncGenerator[Store]:
    async with made(database_url) as opened:
        yield opened


@pytest.fixture
async def sqlite_store(sqlite_url: str) -> AsyncGenerator[Store]:
    async with made(sqlite_url) as opened:
        yield opened


class Poison(Work[None]):
    """A work with a fault of its own, found before the database sees it or by the database."""

    def __init__(self, statement: str | None = None) -> None:
        self._statement = statement

    def perform(self, connection: Connection) -> None:
        if self._statement is None:
            raise ZeroDivisionError
        connection.execute(text(self._statement))


_CLOCK = TickingClock()


def sign(name: str | int, guild_id: int | None = HERE, *, newer: bool = False) -> Sign:
    return Sign(
        keys=KEYS,
        signer=key(name),
        server=server_key(guild_id),
        text=NEWER if newer else TEXT,
        hour=hour_of(_CLOCK()),
    )


def withdraw(name: str | int, guild_id: int | None = HERE, *, everywhere: bool = True) -> Withdraw:
    return Withdraw(
        keys=KEYS,
        signer=key(name),
        server=server_key(guild_id),
        everywhere=everywhere,
        hour=hour_of(_CLOCK()),
    )
