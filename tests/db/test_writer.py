"""The writer: together when it can, alone when it must, and never a false word to anyone."""

from __future__ import annotations

import asyncio
import contextvars
import random
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from bot.db import Writer
from bot.db.leaving import Erase, Withdraw
from bot.db.meta import Remember, value_of
from bot.db.opening import open_door
from bot.db.reckoning import differences
from bot.db.schema import CAMPAIGN_WIDE, counters
from bot.db.signing import Sign
from bot.db.target import target_of
from bot.db.work import Work
from bot.domain.pledges import Signed, Signing
from bot.domain.refusals import NothingRecorded, OutcomeUnknown
from tests.db.doors import Mishap, Rehearsed, until
from tests.db.fixtures import TickingClock
from tests.db.people import CAMPAIGN, HERE, KEYS, NEWER, TEXT, THERE, key


@dataclass(frozen=True, slots=True)
class Store:
    """A writer with a door that the test can hold."""

    door: Rehearsed
    writer: Writer

    async def value(self, name: str) -> str | None:
        return await self.door.read(lambda connection: value_of(connection, name))

    async def counted(self, guild_id: int = CAMPAIGN_WIDE) -> int:
        def query(connection: Connection) -> int:
            found = counters.select().where(counters.c.guild_id == guild_id)
            row = connection.execute(found).one_or_none()
            return row.counted if row else 0

        return await self.door.read(query)

    async def agrees(self) -> bool:
        found = await self.door.read(
            lambda connection: differences(connection, campaign_id=CAMPAIGN)
        )
        return found == []


@asynccontextmanager
async def made(url: str, *, patience: float = 30, in_flight: float = 30) -> AsyncGenerator[Store]:
    async with open_door(target_of(url), migrate=False) as real:
        door = Rehearsed(real)
        writer = Writer(door, patience=patience, in_flight=in_flight)
        try:
            yield Store(door, writer)
        finally:
            door.release()
            await writer.close()


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
    return Sign.of(
        NEWER if newer else TEXT,
        campaign_id=CAMPAIGN,
        signer_key=key(name),
        guild_id=guild_id,
        at=_CLOCK(),
    )


def withdraw(name: str | int, guild_id: int | None = HERE, *, everywhere: bool = True) -> Withdraw:
    return Withdraw(
        campaign_id=CAMPAIGN,
        signer_key=key(name),
        guild_id=guild_id,
        everywhere=everywhere,
        at=_CLOCK(),
    )


def erase(name: str | int) -> Erase:
    return Erase(
        campaign_id=CAMPAIGN,
        signer_key=key(name),
        mark=KEYS.erasure_mark(key(name)),
        at=_CLOCK(),
    )


async def test_who_waits_together_is_committed_together(store: Store) -> None:
    signed = await asyncio.gather(*(store.writer.submit(sign(n)) for n in range(200)))

    assert {one.outcome for one in signed} == {Signing.SIGNED}
    assert len({one.standing.pledge.id for one in signed if one.standing.pledge}) == 200
    assert store.door.transactions == 1
    assert await store.counted() == await store.counted(HERE) == 200
    assert await store.agrees()


async def test_a_batch_has_an_end(sqlite_store: Store) -> None:
    await asyncio.gather(*(sqlite_store.writer.submit(sign(n)) for n in range(1_100)))

    assert sqlite_store.door.transactions == 3
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
    assert store.door.transactions == 1
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
    store.door.hold()
    first = asyncio.create_task(store.writer.submit(Remember(key="first", value="kept")))
    await until(lambda: store.door.waiting == 1)
    second = asyncio.create_task(store.writer.submit(Remember(key="second", value="left")))
    await asyncio.sleep(0)
    second.cancel()
    await asyncio.gather(second, return_exceptions=True)
    store.door.release()
    await first

    assert (await store.value("first"), await store.value("second")) == ("kept", None)


async def test_what_is_in_flight_is_completed(store: Store) -> None:
    store.door.hold()
    leaving = asyncio.create_task(store.writer.submit(Remember(key="in flight", value="kept")))
    await until(lambda: store.door.waiting == 1)
    leaving.cancel()
    await asyncio.gather(leaving, return_exceptions=True)
    store.door.release()
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

    assert await store.door.read(open_transaction) == 0
    assert {(await store.writer.submit(sign(n))).standing.signed for n in range(100)} == {True}
    assert await store.counted() == 100
    assert await store.agrees()


async def test_losing_patience_in_the_queue_means_not_recorded(database_url: str) -> None:
    async with made(database_url, patience=0.02) as store:
        store.door.hold()
        first = asyncio.create_task(store.writer.submit(sign("ada"), patience=30))
        await until(lambda: store.door.waiting == 1)
        with pytest.raises(NothingRecorded):
            await store.writer.submit(Remember(key="late", value="never"))
        store.door.release()

        assert (await first).outcome is Signing.SIGNED
        assert await store.value("late") is None


async def test_losing_patience_in_flight_means_unknown(database_url: str) -> None:
    async with made(database_url, patience=0.01, in_flight=0.01) as store:
        store.door.hold()
        with pytest.raises(OutcomeUnknown):
            await store.writer.submit(sign("ada"))
        store.door.release()

        again = await store.writer.submit(sign("ada"), patience=30)
        assert again.outcome is Signing.ALREADY
        assert await store.counted() == 1


async def test_a_lost_line_is_tried_again(store: Store) -> None:
    await store.writer.submit(sign("ben"))
    store.door.mishaps = [Mishap.LOST]

    answers = await asyncio.gather(
        store.writer.submit(sign("eve")),
        store.writer.submit(sign("eve", THERE)),
        store.writer.submit(withdraw("ben")),
    )

    assert [one.outcome.value for one in answers] == ["signed", "attributed", "everywhere"]
    assert await store.counted() == 1
    assert await store.agrees()


@pytest.mark.parametrize("mishap", [Mishap.KEPT_UNKNOWN, Mishap.GONE_UNKNOWN])
async def test_asking_again_after_an_unknown_outcome_is_harmless(
    store: Store, mishap: Mishap
) -> None:
    store.door.mishaps = [mishap]

    with pytest.raises(OutcomeUnknown):
        await store.writer.submit(sign("ada"))

    assert (await store.writer.submit(sign("ada"))).standing.signed
    assert await store.counted() == 1
    assert await store.agrees()


@pytest.mark.parametrize(
    ("mishaps", "refusal"),
    [
        ([Mishap.KEPT_UNKNOWN], OutcomeUnknown),
        ([Mishap.GONE_UNKNOWN], OutcomeUnknown),
        ([Mishap.LOST, Mishap.KEPT_UNKNOWN], OutcomeUnknown),
        ([Mishap.LOST, Mishap.FULL], NothingRecorded),
        ([Mishap.LOST, Mishap.LOST], NothingRecorded),
        ([Mishap.FULL], NothingRecorded),
    ],
)
async def test_a_store_that_stays_unwell_gets_the_honest_word(
    store: Store, mishaps: list[Mishap], refusal: type[Exception]
) -> None:
    store.door.mishaps = list(mishaps)

    answers = await asyncio.gather(
        *(store.writer.submit(sign(n)) for n in range(3)), return_exceptions=True
    )

    assert [type(answer) for answer in answers] == [refusal] * 3
    signed = [(await store.writer.submit(sign(n))).standing.signed for n in range(3)]
    assert signed == [True, True, True]
    assert await store.counted() == 3
    assert await store.agrees()


async def test_trouble_in_the_middle_of_one_by_one_spares_what_was_kept(store: Store) -> None:
    # The batch fails by its bad work; then, one by one, the disk fills up at the third.
    works: list[Work[Any]] = [sign(0), sign(1), Poison(), sign(3)]
    tasks = [asyncio.create_task(store.writer.submit(work)) for work in works]
    original, seen = store.door.write, 0

    async def write(act: object) -> object:
        nonlocal seen
        seen += 1
        if seen == 4:
            store.door.mishaps = [Mishap.FULL]
        return await original(act)  # pyright: ignore[reportArgumentType, reportUnknownVariableType]

    store.door.write = write  # pyright: ignore[reportAttributeAccessIssue]
    answers = await asyncio.gather(*tasks, return_exceptions=True)

    kept, refused = answers[:2], answers[2:]
    assert all(isinstance(one, Signed) for one in kept)
    assert all(isinstance(one, NothingRecorded) for one in refused)
    assert await store.counted() == 2


async def test_an_idle_writer_holds_no_task(store: Store) -> None:
    await store.writer.submit(sign("ada"))
    await until(lambda: not any(task.get_name() == "store-flush" for task in asyncio.all_tasks()))


async def test_the_batch_runs_in_nobodys_context(sqlite_store: Store) -> None:
    whose = contextvars.ContextVar("whose", default="nobody's")
    seen: list[str] = []
    original = sqlite_store.door.write

    async def write(act: object) -> object:
        seen.append(whose.get())
        return await original(act)  # pyright: ignore[reportArgumentType, reportUnknownVariableType]

    sqlite_store.door.write = write  # pyright: ignore[reportAttributeAccessIssue]
    whose.set("ada's")
    await sqlite_store.writer.submit(sign("ada"))

    assert seen == ["nobody's"]


async def test_closing_finishes_what_is_there(store: Store) -> None:
    tasks = [asyncio.create_task(store.writer.submit(sign(n))) for n in range(700)]
    await asyncio.sleep(0)
    await store.writer.close()

    assert {(await task).outcome for task in tasks} == {Signing.SIGNED}
    with pytest.raises(NothingRecorded):
        await store.writer.submit(sign("late"))
    assert await store.counted() == 700


async def test_closing_does_not_wait_for_ever(store: Store) -> None:
    store.door.hold()
    in_flight = asyncio.create_task(store.writer.submit(sign("ada")))
    await until(lambda: store.door.waiting == 1)
    queued = asyncio.create_task(store.writer.submit(sign("ben")))
    await asyncio.sleep(0)

    await store.writer.close(limit=0.01)

    with pytest.raises(OutcomeUnknown):
        await in_flight
    with pytest.raises(NothingRecorded):
        await queued
