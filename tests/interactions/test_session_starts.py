"""Sessions begin as fast and as often as Discord allows, and no faster."""

from __future__ import annotations

import asyncio
from itertools import pairwise
from typing import Any

import pytest
from discord import SessionStartLimits

from bot.interactions.connection import starts
from bot.interactions.connection.starts import STEP, SessionStarts
from tests.interactions.clock import Clock, clock_for


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return clock_for(starts, monkeypatch)


def allowed(remaining: int, *, at_once: int = 1, hours: float = 24) -> SessionStarts:
    limits: dict[str, Any] = {
        "total": 1000,
        "remaining": remaining,
        "reset_after": int(hours * 3_600_000),
        "max_concurrency": at_once,
    }
    made = SessionStarts()
    made.allow(SessionStartLimits(**limits))
    return made


async def test_the_first_begins_at_once_and_the_next_after_five_seconds(clock: Clock) -> None:
    sessions = allowed(999)
    began: list[float] = []
    for _ in range(3):
        await sessions.turn(0)
        began.append(clock.now)
    assert began[0] == 1_000
    assert all(STEP <= later - one < STEP + 1 for one, later in pairwise(began))


async def test_where_discord_allows_more_at_once_they_begin_together(clock: Clock) -> None:
    sessions = allowed(999, at_once=2)
    for shard in (0, 1):
        await sessions.turn(shard)
    assert clock.now == 1_000
    await sessions.turn(2)
    assert clock.now > 1_000 + STEP


async def test_the_last_tenth_is_spread_over_the_day(
    clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    sessions = allowed(100, hours=10)
    await sessions.turn(0)
    assert clock.now == pytest.approx(1_000 + 360)
    assert "begin only 100 more sessions today" in caplog.text
    for _ in range(20):
        await sessions.turn(0)
    assert clock.now == pytest.approx(1_000 + 21 * 360, rel=0.01)


async def test_when_none_is_left_it_waits_for_the_next_day(clock: Clock) -> None:
    sessions = allowed(0, hours=2)
    await sessions.turn(0)
    assert clock.now == pytest.approx(1_000 + 7_200)
    await sessions.turn(0)
    assert clock.now < 1_000 + 7_200 + STEP + 1, "all of them are there again"


async def test_the_days_after_the_first_have_their_number_too(clock: Clock) -> None:
    sessions = allowed(0, hours=1)
    await sessions.turn(0)
    for _ in range(900):
        await sessions.turn(0)
    began = clock.now
    await sessions.turn(0)
    assert clock.now > began + 60, "the last tenth of them is spread over what is left of the day"


async def test_a_wait_that_is_given_up_counts_no_session(caplog: pytest.LogCaptureFixture) -> None:
    sessions = allowed(10, hours=10)
    for _ in range(2):
        waiting = asyncio.create_task(sessions.turn(0))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
    assert caplog.text.count("begin only 10 more sessions today") == 2
