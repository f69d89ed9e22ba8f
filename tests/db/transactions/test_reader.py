"""Look-ups end in time, are never torn, and an instant stays the instant it was."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Connection, select, text
from sqlalchemy.exc import StatementError

from bot.database_url import target_of
from bot.db.engine.open import open_engine
from bot.db.schema import erasures
from bot.db.transactions.reader import Reader
from bot.domain.refusals import StoreUnreadable
from tests.db.faults import FaultyEngine


@pytest.fixture
async def engine(database_url: str) -> AsyncGenerator[FaultyEngine]:
    async with open_engine(target_of(database_url), migrate=False) as real:
        yield FaultyEngine(real)


def one(connection: Connection) -> int:
    return connection.execute(text("SELECT 1")).scalar_one()


async def test_a_stalled_store_is_unreadable_in_time(
    engine: FaultyEngine, caplog: pytest.LogCaptureFixture
) -> None:
    reader = Reader(engine, patience=0.01)
    engine.hold()
    async with asyncio.timeout(10):
        for _ in range(3):
            with pytest.raises(StoreUnreadable):
                await reader.read(one)
    engine.release()

    assert await reader.read(one, patience=30) == 1
    assert [record.getMessage() for record in caplog.records] == [
        "reading: the database does not answer in time",
        "reading: works again",
    ]
    await reader.close()


async def test_a_cancelled_look_up_harms_no_other(engine: FaultyEngine) -> None:
    reader = Reader(engine)
    for _ in range(5):
        asking = [asyncio.create_task(reader.read(one)) for _ in range(20)]
        await asyncio.sleep(0)
        for task in asking[::2]:
            task.cancel()
        assert await asyncio.gather(*asking[1::2]) == [1] * 10
    await reader.close()


async def test_closing_does_not_wait_for_ever(engine: FaultyEngine) -> None:
    reader = Reader(engine, patience=30)
    engine.hold()
    asking = asyncio.create_task(reader.read(one))
    await asyncio.sleep(0)
    await reader.close(limit=0.01)

    with pytest.raises(asyncio.CancelledError):
        await asking
    engine.release()


async def test_a_fault_of_the_query_itself_is_not_the_stores(engine: FaultyEngine) -> None:
    def faulty(connection: Connection) -> int:
        return 1 // 0

    with pytest.raises(ZeroDivisionError):
        await Reader(engine).read(faulty)


async def test_an_instant_comes_back_aware_and_in_order(engine: FaultyEngine) -> None:
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

    await engine.write(write)
    found = await engine.read(read)

    assert found == sorted(instants)
    assert {at.tzinfo for at in found} == {UTC}


async def test_an_instant_without_a_zone_is_refused(engine: FaultyEngine) -> None:
    def write(connection: Connection) -> None:
        connection.execute(
            erasures.insert(),
            {"mark": b"m" * 32, "erased_at": datetime(2026, 3, 2)},  # noqa: DTZ001
        )

    with pytest.raises(StatementError, match="time zone"):
        await engine.write(write)
