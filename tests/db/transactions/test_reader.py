"""Look-ups end in time, are never torn, and see one moment each."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import AsyncGenerator
from contextlib import closing
from typing import TypeVar, cast

import pytest
from sqlalchemy import Connection, create_engine, func, literal, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from bot.database_url import target_of
from bot.db.engine.open import open_engine
from bot.db.engine.problems import Problem, StoreFailure
from bot.db.engine.protocol import READERS, Act, StoreEngine
from bot.db.repositories.meta import Remember, value_of
from bot.db.schema import meta
from bot.db.transactions.reader import BATCH, SLOW, Reader
from bot.db.transactions.writer import Writer
from bot.domain.refusals import NothingRecorded, StoreUnreadable
from tests.db.faults import FaultyEngine, until

T = TypeVar("T")


@pytest.fixture
async def engine(database_url: str) -> AsyncGenerator[FaultyEngine]:
    async with open_engine(target_of(database_url), migrate=False) as real:
        yield FaultyEngine(real)


def one(connection: Connection) -> int:
    return connection.execute(text("SELECT 1")).scalar_one()


def number(value: int) -> Act[int]:
    return lambda connection: connection.execute(select(literal(value))).scalar_one()


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


async def test_a_store_that_was_closed_takes_nothing_and_is_no_trouble(
    engine: FaultyEngine, caplog: pytest.LogCaptureFixture
) -> None:
    reader = Reader(engine)
    assert await reader.read(one) == 1
    await engine.close()
    with pytest.raises(StoreUnreadable):
        await reader.read(one)
    writer = Writer(engine)
    with pytest.raises(NothingRecorded):
        await writer.submit(Remember(key="k", value="1"))
    assert caplog.messages == []
    await writer.close()
    await reader.close()


class _AllAtOnce:
    """A store whose answers come in one and the same moment."""

    def __init__(self) -> None:
        self.gate = asyncio.Event()
        self.connection = create_engine("sqlite://", poolclass=NullPool).connect()

    async def read(self, act: Act[T]) -> T:
        await self.gate.wait()
        return act(self.connection)


async def test_whoever_asks_again_at_once_is_answered_when_all_readers_end_together() -> None:
    store = _AllAtOnce()
    reader = Reader(cast("StoreEngine", store))

    async def twice() -> int:
        return await reader.read(one) + await reader.read(one)

    asking: list[asyncio.Task[int]] = []
    for asked in (twice(), *(reader.read(one) for _ in range(READERS - SLOW - 1))):
        asking.append(asyncio.create_task(asked))
        for _ in range(3):
            await asyncio.sleep(0)
    store.gate.set()
    async with asyncio.timeout(4):
        assert (await asyncio.gather(*asking))[0] == 2
    await reader.close()
    store.connection.close()
    store.connection.close()


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


async def test_who_waits_for_a_reader_is_answered_together(engine: FaultyEngine) -> None:
    reader = Reader(engine)
    engine.hold()
    first = [asyncio.create_task(reader.read(one)) for _ in range(2)]
    await until(lambda: engine.reads == 1)
    others = [asyncio.create_task(reader.read(number(n))) for n in range(120)]
    await asyncio.sleep(0)
    engine.release()

    assert await asyncio.gather(*first) == [1, 1]
    assert await asyncio.gather(*others) == list(range(120))
    assert engine.reads <= 1 + 120 // BATCH + 1
    await reader.close()


async def test_each_in_a_batch_has_its_own_answer_or_error(engine: FaultyEngine) -> None:
    def faulty(connection: Connection) -> int:
        return 1 // 0

    def misspelt(connection: Connection) -> int:
        return connection.execute(text("SELECT nothing FROM nowhere")).scalar_one()

    reader = Reader(engine)
    queries = [number(1), faulty, number(2), misspelt, number(3)]
    answers = await asyncio.gather(*map(reader.read, queries), return_exceptions=True)

    assert engine.reads == 1
    assert [answers[0], answers[2], answers[4]] == [1, 2, 3]
    assert isinstance(answers[1], ZeroDivisionError)
    assert isinstance(answers[3], DBAPIError)


async def test_a_store_that_fails_for_one_is_asked_again_for_the_others(
    engine: FaultyEngine,
) -> None:
    def on_a_damaged_page(connection: Connection) -> int:
        raise StoreFailure(Problem.BROKEN)

    reader = Reader(engine)
    queries = [number(1), on_a_damaged_page, number(3)]
    answers = await asyncio.gather(*map(reader.read, queries), return_exceptions=True)

    assert [answers[0], answers[2]] == [1, 3]
    assert isinstance(answers[1], StoreUnreadable)


async def test_each_in_a_batch_sees_its_own_moment(sqlite_url: str) -> None:
    def count(connection: Connection) -> int:
        return connection.execute(select(func.count()).select_from(meta)).scalar_one()

    def count_and_add(connection: Connection) -> int:
        found = count(connection)
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("INSERT INTO meta (key, value) VALUES ('more', 'x')")
        return found

    path = sqlite_url.removeprefix("sqlite:///")
    async with open_engine(target_of(sqlite_url), migrate=False) as real:
        engine = FaultyEngine(real)
        reader = Reader(engine)
        before, after = await asyncio.gather(reader.read(count_and_add), reader.read(count))
        assert (engine.reads, after) == (1, before + 1)


class OccupiedEngine:
    """An engine that lets the first few queries wait at a gate."""

    def __init__(self) -> None:
        self.gate = asyncio.Event()
        self.reads = 0

    async def read(self, query: Act[T]) -> T:
        self.reads += 1
        if self.reads <= SLOW:
            await self.gate.wait()
        own = create_engine("sqlite://", isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with own.connect() as connection:
            return query(connection)


async def test_twenty_slow_look_ups_do_not_hold_up_a_quick_one() -> None:
    engine = OccupiedEngine()
    reader = Reader(cast("StoreEngine", engine))
    slow = [asyncio.create_task(reader.read(lambda _: "slow", patience=60)) for _ in range(20)]
    await until(lambda: engine.reads == SLOW)

    for _ in range(5):
        assert await reader.read(lambda _: "quick") == "quick"
    assert not any(task.done() for task in slow)

    engine.gate.set()
    assert await asyncio.gather(*slow) == ["slow"] * 20
    await reader.close()


async def test_an_idle_reader_holds_no_task(engine: FaultyEngine) -> None:
    reader = Reader(engine)
    await reader.read(one)
    await until(lambda: len(asyncio.all_tasks()) == 1)
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_a_look_up_of_several_statements_sees_one_moment(sqlite_url: str) -> None:
    begun, written = threading.Event(), threading.Event()

    def look(connection: Connection) -> tuple[str | None, str | None]:
        before = value_of(connection, "k")
        begun.set()
        assert written.wait(10)
        return before, value_of(connection, "k")

    async with open_engine(target_of(sqlite_url), migrate=False) as engine:
        writer, reader = Writer(engine), Reader(engine)
        await writer.submit(Remember(key="k", value="1"))
        looking = asyncio.create_task(reader.read(look))
        await until(begun.is_set)
        await writer.submit(Remember(key="k", value="2"))
        written.set()
        assert await looking == ("1", "1")
        await reader.close()
        await writer.close()
