"""Look-ups end in time, are never torn, and an instant stays the instant it was."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Connection, select, text
from sqlalchemy.exc import StatementError

from bot.database_url import target_of
from bot.db.engine.open import open_door
from bot.db.schema import erasures
from bot.db.transactions.reader import Reader
from bot.domain.refusals import StoreUnreadable
from tests.db.faults import Rehearsed


@pytest.fixture
async def door(database_url: str) -> AsyncGenerator[Rehearsed]:
    async with open_door(target_of(database_url), migrate=False) as real:
        yield Rehearsed(real)


def one(connection: Connection) -> int:
    return connection.execute(text("SELECT 1")).scalar_one()


async def test_a_stalled_store_is_unreadable_in_time(
    door: Rehearsed, caplog: pytest.LogCaptureFixture
) -> None:
    reader = Reader(door, patience=0.01)
    door.hold()
    async with asyncio.timeout(10):
        for _ in range(3):
            with pytest.raises(StoreUnreadable):
                await reader.read(one)
    door.release()

    assert await reader.read(one, patience=30) == 1
    assert [record.getMessage() for record in caplog.records] == [
        "reading: the database does not answer in time",
        "reading: works again",
    ]
    await reader.close()


async def test_a_cancelled_look_up_harms_no_other(door: Rehearsed) -> None:
    reader = Reader(door)
    for _ in range(5):
        asking = [asyncio.create_task(reader.read(one)) for _ in range(20)]
        await asyncio.sleep(0)
        for task in asking[::2]:
            task.cancel()
        assert await asyncio.gather(*asking[1::2]) == [1] * 10
    await reader.close()


async def test_closing_does_not_wait_for_ever(door: Rehearsed) -> None:
    reader = Reader(door, patience=30)
    door.hold()
    asking = asyncio.create_task(reader.read(one))
    await asyncio.sleep(0)
    await reader.close(limit=0.01)

    with pytest.raises(asyncio.CancelledError):
        await asking
    door.release()


async def test_a_fault_of_the_query_itself_is_not_the_stores(door: Rehearsed) -> None:
    def faulty(connection: Connection) -> int:
        return 1 // 0

    with pytest.raises(ZeroDivisionError):
        await Reader(door).read(faulty)


async def test_an_instant_comes_back_aware_and_in_order(door: Rehearsed) -> None:
    noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    instants = [
        noon + timedelta(microseconds=1),
        noon.astimezone(timezone(timedelta(hours=9))),
        noon - timedelta(days=400),
        noon.replace(year=2031),
    ]

    def write(connection: Connection) -> None:
        connection.execute(
            erasures.insert(),
            [{"mark": bytes([n]) * 32, "erased_at": at} for n, at in enumerate(instants)],
        )

    def read(connection: Connection) -> list[datetime]:
        found = connection.execute(select(erasures.c.erased_at).order_by(erasures.c.erased_at))
        return list(found.scalars())

    await door.write(write)
    found = await door.read(read)

    assert found == sorted(instants)
    assert {at.tzinfo for at in found} == {UTC}


async def test_an_instant_without_a_zone_is_refused(door: Rehearsed) -> None:
    def write(connection: Connection) -> None:
        connection.execute(
            erasures.insert(),
            {"mark": b"m" * 32, "erased_at": datetime(2026, 3, 2)},  # noqa: DTZ001
        )

    with pytest.raises(StatementError, match="time zone"):
        await door.write(write)
