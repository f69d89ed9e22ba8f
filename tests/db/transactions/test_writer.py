"""The writer commits in batches, one by one after a failure, and shields its callers."""

from __future__ import annotations

import asyncio
import contextvars
import random
from collections import Counter
from typing import Any

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from bot.db.repositories.meta import Remember
from bot.db.transactions.work import Work
from bot.domain.pledges import Signing
from tests.db.faults import until
from tests.db.people import HERE, THERE
from tests.db.store import Poison, Store, sign, withdraw


async def test_who_waits_together_is_committed_together(store: Store) -> None:
    signed = await asyncio.gather(*(store.writer.submit(sign(n)) for n in range(200)))

    assert {one.outcome for one in signed} == {Signing.SIGNED}
    assert all(one.standing.signed_here for one in signed)
    assert store.engine.transactions == 1
    assert await store.counted() == await store.counted(HERE) == 200
    assert await store.agrees()


async def test_a_batch_has_an_end(sqlite_store: Store) -> None:
    await asyncio.gather(*(sqlite_store.writer.submit(sign(n)) for n in range(1_100)))

    assert sqlite_store.engine.transactions == 3
    assert await sqlite_store.counted() == 1_100


async def test_fifty_presses_of_one_person_make_one_pledge(store: Store) -> None:
    signed = await asyncio.gather(*(store.writer.submit(sign("ada")) for _ in range(50)))

    assert Counter(one.outcome for one in signed) == {Signing.SIGNED: 1, Signing.ALREADY: 49}
    assert signed[0].outcome is Signing.SIGNED
    assert len({one.standing for one in signed}) == 1
    assert await store.counted() == 1
    assert await store.agrees()


async def test_a_mixed_batch_keeps_its_order(store: Store) -> None:
    answers = await asyncio.gather(
        store.writer.submit(sign("ada", HERE)),
        store.writer.submit(sign("ada", THERE)),
        store.writer.submit(sign("ada", THERE, newer=True)),
        store.writer.submit(withdraw("ada")),
        store.writer.submit(sign("ada", THERE)),
        store.writer.submit(sign("ben", None)),
    )

    assert [one.outcome.value for one in answers] == [
        "signed",
        "attributed",
        "renewed",
        "everywhere",
        "signed",
        "signed",
    ]
    assert store.engine.transactions == 1
    assert (await store.counted(), await store.counted(HERE), await store.counted(THERE)) == (
        2,
        0,
        1,
    )
    assert await store.agrees()


@pytest.mark.parametrize("statement", [None, "INSERT INTO meta (key, value) VALUES (NULL, NULL)"])
async def test_one_bad_work_harms_nobody_else(store: Store, statement: str | None) -> None:
    works: list[Work[Any]] = [sign(n) for n in range(20)]
    works.insert(10, Poison(statement))

    answers = await asyncio.gather(
        *(store.writer.submit(work) for work in works), return_exceptions=True
    )

    wrong = answers.pop(10)
    assert isinstance(wrong, IntegrityError if statement else ZeroDivisionError)
    assert all(getattr(answer, "outcome", None) is Signing.SIGNED for answer in answers)
    assert await store.counted() == 20
    assert await store.agrees()


async def test_a_lone_bad_work_is_told_its_own_error(store: Store) -> None:
    with pytest.raises(ZeroDivisionError):
        await store.writer.submit(Poison())
    assert (await store.writer.submit(sign("ada"))).outcome is Signing.SIGNED


async def test_who_leaves_the_queue_takes_the_work_along(store: Store) -> None:
    store.engine.hold()
    first = asyncio.create_task(store.writer.submit(Remember(key="first", value="kept")))
    await until(lambda: store.engine.waiting == 1)
    second = asyncio.create_task(store.writer.submit(Remember(key="second", value="left")))
    await asyncio.sleep(0)
    second.cancel()
    await asyncio.gather(second, return_exceptions=True)
    store.engine.release()
    await first

    assert (await store.value("first"), await store.value("second")) == ("kept", None)


async def test_what_is_in_flight_is_completed(store: Store) -> None:
    store.engine.hold()
    leaving = asyncio.create_task(store.writer.submit(Remember(key="in flight", value="kept")))
    await until(lambda: store.engine.waiting == 1)
    leaving.cancel()
    await asyncio.gather(leaving, return_exceptions=True)
    store.engine.release()
    await store.writer.submit(Remember(key="next", value="kept"))

    assert await store.value("in flight") == "kept"


async def test_a_storm_of_cancellations_leaves_nothing_behind(store: Store) -> None:
    dice = random.Random(7)  # noqa: S311
    for _ in range(4):
        tasks = [asyncio.create_task(store.writer.submit(sign(n))) for n in range(100)]
        for task in dice.sample(tasks, 50):
            for _ in range(dice.randrange(4)):
                await asyncio.sleep(0)
            task.cancel()
        stayed = await asyncio.gather(*tasks, return_exceptions=True)
        assert any(not isinstance(answer, BaseException) for answer in stayed)

    def open_transaction(connection: Connection) -> int | None:
        if connection.dialect.name == "sqlite":
            return 0
        idle = "SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'"
        return connection.execute(text(f"{idle} AND datname = current_database()")).scalar()

    assert await store.engine.read(open_transaction) == 0
    assert {(await store.writer.submit(sign(n))).standing.signed for n in range(100)} == {True}
    assert await store.counted() == 100
    assert await store.agrees()


async def test_an_idle_writer_holds_no_task(store: Store) -> None:
    before = asyncio.all_tasks()
    await store.writer.submit(sign("ada"))
    await until(lambda: not any(task.get_name() == "store-flush" for task in asyncio.all_tasks()))
    assert asyncio.all_tasks() == before


async def test_the_batch_runs_in_nobodys_context(sqlite_store: Store) -> None:
    whose = contextvars.ContextVar("whose", default="nobody's")
    seen: list[str] = []
    sqlite_store.engine.watch = lambda _: seen.append(whose.get())
    whose.set("ada's")
    await sqlite_store.writer.submit(sign("ada"))

    assert seen == ["nobody's"]
