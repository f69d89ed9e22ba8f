"""The bot says that it serves only while Discord acknowledges and the store keeps a write."""

from __future__ import annotations

import asyncio
import math
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import discord
import pytest

from bot.db import Database, MetaRepository
from bot.domain.refusals import NothingRecorded
from bot.health import state
from bot.health.state import MOST_SILENCE, OLDEST_COMMIT, SIGN, Health, State
from tests.services.published import Numbers

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)


@dataclass
class Watch:
    """A health with a clock and a client that a test moves."""

    now: datetime = NOON
    latency: float = math.nan
    served: bool = False
    health: Health = field(init=False)

    def __post_init__(self) -> None:
        self.health = Health(lambda: self.now)
        self.life()

    def life(self) -> None:
        watch = self

        class Client(discord.Client):
            """A client that is acknowledged when the test says so."""

            @property
            def latency(self) -> float:
                return watch.latency

        self.health.watch(Client(intents=discord.Intents.none()), lambda: self.served)

    def later(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    @property
    def state(self) -> State:
        return self.health.report().state


@pytest.fixture
async def watch(sqlite_database: Database, numbers: Numbers) -> Watch:
    """A bot that serves."""
    made = Watch()
    assert made.state is State.STARTING
    async with made.health.trying(sqlite_database.meta, numbers.tallies):
        await made.health.try_store()
        assert made.health.report().store_works
        assert made.state is State.STARTING
        made.latency, made.served = 0.04, True
        assert made.state is State.SERVING
        return made


@pytest.fixture
def numbers(sqlite_database: Database) -> Numbers:
    return Numbers(sqlite_database, lambda: NOON)  # type: ignore[arg-type]


async def test_the_acknowledgement_is_as_old_as_the_last_other_latency(watch: Watch) -> None:
    watch.later(40)
    assert watch.health.report().acknowledged == NOON
    watch.latency = 0.05
    assert watch.health.report().acknowledged == watch.now


async def test_no_acknowledgement_for_long_is_away_until_the_next(watch: Watch) -> None:
    watch.later(MOST_SILENCE.total_seconds())
    assert watch.state is State.SERVING
    watch.later(1)
    assert watch.state is State.AWAY
    watch.latency = math.inf  # a new connection, not acknowledged yet
    assert watch.state is State.AWAY
    watch.latency = 0.03
    assert watch.state is State.SERVING


async def test_a_later_life_that_does_not_serve_yet_is_away_and_not_starting(watch: Watch) -> None:
    watch.served = False
    watch.life()
    assert watch.state is State.AWAY
    assert watch.health.report().acknowledged == watch.now


async def test_of_several_connections_the_one_that_waits_longest_is_told() -> None:
    watch = Watch()
    latencies = [(0, 0.01), (1, 0.02)]

    class Client(discord.AutoShardedClient):
        """A client of two connections."""

        @property
        def latencies(self) -> list[tuple[int, float]]:
            return latencies

    watch.health.watch(Client(intents=discord.Intents.none()), lambda: True)
    watch.health.look()
    watch.later(30)
    latencies[0] = (0, 0.03)
    assert watch.health.report().acknowledged == NOON


async def test_a_store_that_takes_no_change_is_told_and_so_is_its_return(
    watch: Watch, sqlite_database: Database, numbers: Numbers, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with watch.health.trying(sqlite_database.meta, numbers.tallies):
        with monkeypatch.context() as patched:

            async def refused(*_: object) -> None:
                raise NothingRecorded

            patched.setattr(MetaRepository, "set", refused)
            await watch.health.try_store()
            assert watch.state is State.STORE
            assert watch.health.report().committed == NOON
        watch.later(60)
        await watch.health.try_store()
        assert watch.state is State.SERVING
        assert watch.health.report().committed == watch.now
        assert await sqlite_database.meta.get(SIGN) == "2026-12-01T12:01+00:00"


async def test_after_an_error_that_nobody_expects_the_store_is_tried_again(
    sqlite_database: Database,
    numbers: Numbers,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(state, "LOOK", 0.001)
    watch = Watch(latency=0.04, served=True)
    async with watch.health.trying(sqlite_database.meta, numbers.tallies), asyncio.timeout(5):
        with monkeypatch.context() as patched:

            async def broken(*_: object) -> None:
                raise RuntimeError

            patched.setattr(MetaRepository, "set", broken)
            while watch.health.report().state is not State.STORE:
                await asyncio.sleep(0)
        assert "trying the store failed; it is tried again" in caplog.messages
        while watch.health.report().state is not State.SERVING:
            await asyncio.sleep(0.001)


async def test_a_write_that_is_not_tried_any_more_counts_as_none(watch: Watch) -> None:
    watch.later(OLDEST_COMMIT.total_seconds() + 1)
    watch.latency = 0.05
    assert watch.state is State.STORE


async def test_asked_to_stop_it_says_so(watch: Watch) -> None:
    watch.health.stopping = lambda: True
    assert watch.state is State.STOPPING
