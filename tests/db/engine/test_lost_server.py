"""A PostgreSQL server that breaks off, hangs or is away: each pledge counts once."""

from __future__ import annotations

import asyncio
import itertools
import logging
from collections.abc import AsyncGenerator
from contextlib import suppress

import asyncpg
import pytest
from sqlalchemy import text

from bot.database_url import target_of
from bot.db import Database, open_database
from bot.db.engine import open as opening
from bot.db.engine import postgres
from bot.db.engine.open import open_engine
from bot.db.engine.postgres_connections import WRITER_LIMITS
from bot.db.engine.problems import StoreFailure
from bot.domain.pledges import Signing
from bot.domain.refusals import NothingRecorded, OutcomeUnknown, StoreUnreadable
from bot.domain.tallies import Counts
from bot.exits import CannotStart, Exit
from tests.db.engine.proxy import Cut, Proxy, proxy_to
from tests.db.fixtures import TickingClock
from tests.db.people import HERE, THERE, Person, counts, key
from tests.db.reading import problems_of

_KILL = (
    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


@pytest.fixture
async def proxied(
    postgresql_url: str, clock: TickingClock
) -> AsyncGenerator[tuple[Database, Proxy, str]]:
    """A store behind a proxy, the proxy, and the way around it."""
    async with (
        proxy_to(postgresql_url) as (url, proxy),
        open_database(url, migrate=False) as database,
    ):
        yield database, proxy, postgresql_url
        proxy.dead = False


async def total(database: Database) -> Counts:
    return await counts(database)


@pytest.mark.parametrize("cut", list(Cut))
async def test_a_commit_whose_answer_is_lost_is_found_out(
    proxied: tuple[Database, Proxy, str], clock: TickingClock, cut: Cut
) -> None:
    database, proxy, url = proxied
    ada = Person(database, clock, key("ada"))
    proxy.cuts = [cut]

    signed, elsewhere = await asyncio.gather(ada.sign(HERE), ada.sign(THERE))

    assert proxy.cuts == []
    assert (signed.outcome, elsewhere.outcome) == (Signing.SIGNED, Signing.ATTRIBUTED)
    assert await ada.standing(THERE) == elsewhere.standing
    assert await total(database) == Counts(1)
    assert await problems_of(url) == []


async def test_a_connection_that_stays_dead_after_a_commit_means_unknown(
    proxied: tuple[Database, Proxy, str], clock: TickingClock
) -> None:
    database, proxy, url = proxied
    ada = Person(database, clock, key("ada"))
    proxy.cuts = [Cut.AFTER_COMMIT]
    signing = asyncio.create_task(ada.sign())
    while proxy.cuts:
        await asyncio.sleep(0)
    proxy.dead = True

    with pytest.raises(OutcomeUnknown):
        await signing
    with pytest.raises(NothingRecorded):
        await Person(database, clock, key("ben")).sign()
    proxy.dead = False

    assert (await ada.sign()).outcome is Signing.ALREADY
    assert await total(database) == Counts(1)
    assert await problems_of(url) == []


async def test_killed_server_processes_in_a_burst_count_nobody_twice(
    postgresql_url: str, clock: TickingClock
) -> None:
    numbers = itertools.count()
    over = asyncio.Event()

    async def press_on(database: Database) -> list[int]:
        signed: list[int] = []
        while not over.is_set():
            number = next(numbers)
            person = Person(database, clock, key(number))
            while number not in signed:
                with suppress(NothingRecorded, OutcomeUnknown):
                    assert (await person.sign()).standing.signed
                    signed.append(number)
        return signed

    async def kill() -> None:
        killer = await asyncpg.connect(postgresql_url)
        killed = 0
        while killed < 25:
            killed += await killer.fetchval(_KILL)
        await killer.close()
        over.set()

    async with open_database(postgresql_url, migrate=False) as database:
        pressing = [asyncio.create_task(press_on(database)) for _ in range(20)]
        await kill()
        signed = [number for numbers in await asyncio.gather(*pressing) for number in numbers]

        assert await total(database) == Counts(len(signed))
    assert await problems_of(postgresql_url) == []


async def test_two_processes_share_a_server(postgresql_url: str, clock: TickingClock) -> None:
    async with (
        open_database(postgresql_url, migrate=False) as one,
        open_database(postgresql_url, migrate=False) as other,
    ):

        async def visit(database: Database, number: int) -> None:
            person = Person(database, clock, key(number % 60))
            await person.sign(HERE if number % 2 else THERE)
            if number % 5 == 0:
                await person.withdraw(everywhere=True)

        await asyncio.gather(
            *(visit((one, other)[n % 2], n) for n in range(400)),
            *(visit((other, one)[n % 2], 400 - n) for n in range(400)),
        )
        assert await total(one) == await total(other)
    assert await problems_of(postgresql_url) == []


async def test_a_server_held_by_another_program_is_said_to_be(
    postgresql_url: str,
    clock: TickingClock,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    holder = await asyncpg.connect(postgresql_url)
    monkeypatch.setitem(WRITER_LIMITS, "lock_timeout", "50ms")
    async with open_database(postgresql_url, migrate=False) as database:
        hold = holder.transaction()
        await hold.start()
        await holder.execute("LOCK TABLE pledges")
        with pytest.raises(NothingRecorded):
            await Person(database, clock, key("ada")).sign()
        await hold.rollback()
        assert (await Person(database, clock, key("ada")).sign()).outcome is Signing.SIGNED
    await holder.close()

    said = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert said == ["writing: another program holds the database", "writing: works again"]


async def test_a_dead_server_cannot_be_read_until_it_is_back(
    proxied: tuple[Database, Proxy, str], clock: TickingClock, postgresql_url: str
) -> None:
    database, proxy, _ = proxied
    ada = Person(database, clock, key("ada"))
    await ada.sign()
    proxy.dead = True
    killer = await asyncpg.connect(postgresql_url)
    await killer.fetch(_KILL)
    await killer.close()

    for _ in range(3):
        with pytest.raises(StoreUnreadable):
            await ada.standing()
    proxy.dead = False

    assert (await ada.standing()).signed


@pytest.mark.parametrize(
    "url",
    [
        "postgres://someone:hunter2@127.0.0.1:1/name",
        "postgres://someone:hunter2@host.invalid/name?sslmode=require",
        "postgres://someone:hunter2@/name?host=/nowhere/at/all",
        "postgres://someone:hunter2@127.0.0.1:port/name",
    ],
)
async def test_an_unreachable_server_is_one_sentence(url: str, clock: TickingClock) -> None:
    with pytest.raises(CannotStart) as refused:
        async with open_database(url):
            pass

    assert refused.value.code is Exit.DATABASE
    assert "DATABASE_URL" in refused.value.sentence
    assert "hunter2" not in refused.value.sentence
    assert "someone" not in refused.value.sentence


async def test_a_missing_database_is_one_sentence(postgresql_url: str, clock: TickingClock) -> None:
    with pytest.raises(CannotStart, match="DATABASE_URL") as refused:
        async with open_database(postgresql_url.replace("/test_", "/no_")):
            pass
    assert refused.value.code is Exit.DATABASE


async def test_addresses_as_hosts_write_them_are_understood(
    postgresql_url: str, clock: TickingClock
) -> None:
    url = postgresql_url.replace("postgresql://", "postgres://")
    url += "&sslmode=prefer&channel_binding=prefer&connect_timeout=9"

    async with open_database(url, migrate=False) as database:
        assert (await Person(database, clock, key("ada")).sign()).outcome is Signing.SIGNED


async def test_a_reader_cannot_write(postgresql_url: str, clock: TickingClock) -> None:
    async with open_engine(target_of(postgresql_url), migrate=False) as engine:
        with pytest.raises(StoreFailure, match="read-only"):
            await engine.read(lambda connection: connection.execute(text("DELETE FROM meta")))


async def test_a_server_that_fell_silent_does_not_hold_up_closing(
    postgresql_url: str, clock: TickingClock
) -> None:
    async with proxy_to(postgresql_url) as (url, proxy):
        async with open_database(url, migrate=False) as database:
            await Person(database, clock, key("ada")).sign()
            await total(database)
            proxy.hold()
            began = asyncio.get_running_loop().time()
        took = asyncio.get_running_loop().time() - began
    assert took < 2 * (postgres.CLOSING + postgres.TERMINATING)


async def test_a_migration_elsewhere_is_waited_for_but_not_for_ever(
    postgresql_url: str, clock: TickingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "MIGRATING_ELSEWHERE", 0.02)
    another = await asyncpg.connect(postgresql_url)
    await another.execute("SELECT pg_advisory_lock($1)", postgres.MIGRATING)
    with pytest.raises(CannotStart, match="Another process") as refused:
        async with open_database(postgresql_url):
            pass
    assert refused.value.code is Exit.DATABASE
    await another.close()
    async with open_database(postgresql_url):
        pass
