"""Through a connection pooler, in either of its modes, the store works as it does without one."""

from __future__ import annotations

import asyncio
from collections.abc import Generator
from pathlib import Path

import asyncpg
import pytest

from bot.db import Accepted, backup, open_database, restore
from bot.db.engine import open as opening
from bot.db.engine.postgres_connections import WRITER_LIMITS
from bot.db.maintenance.inspect import inspect_store
from bot.domain.pledges import Signing
from bot.domain.refusals import NothingRecorded
from bot.domain.tallies import Counts
from bot.exits import CannotStart, Exit
from tests.db.engine.pooler import WITHOUT, Mode, pooler_to
from tests.db.fixtures import TickingClock
from tests.db.people import HERE, THERE, Person, counts, key
from tests.db.reading import problems_of

pytestmark = WITHOUT
SECRET = b"a secret of these tests, 32 bytes"


@pytest.fixture(params=list(Mode))
def mode(request: pytest.FixtureRequest) -> Mode:
    return request.param


@pytest.fixture
def pooled_url(postgresql_url: str, mode: Mode) -> Generator[str]:
    with pooler_to(postgresql_url, mode) as url:
        yield url


async def test_every_start_finds_what_the_one_before_left(
    pooled_url: str, clock: TickingClock
) -> None:
    for start in range(3):
        async with open_database(pooled_url) as database:
            signed = await Person(database, clock, key("ada")).sign()
            assert signed.outcome is (Signing.ALREADY if start else Signing.SIGNED)
            assert await counts(database) == Counts(1)


async def test_two_processes_in_a_burst_count_everyone_once(
    pooled_url: str, postgresql_url: str, clock: TickingClock
) -> None:
    async with open_database(pooled_url) as one, open_database(pooled_url) as other:

        async def visit(number: int) -> None:
            person = Person((one, other)[number % 2], clock, key(number % 30))
            await person.sign(HERE if number % 3 else THERE)
            assert (await person.standing()).signed

        await asyncio.gather(*(visit(number) for number in range(120)))
        assert await counts(one) == await counts(other) == Counts(30)
    assert await problems_of(postgresql_url) == []


async def test_nothing_of_the_bot_stays_with_a_connection_that_others_get(
    postgresql_url: str, clock: TickingClock
) -> None:
    with pooler_to(postgresql_url, Mode.TRANSACTION, connections=1) as url:
        async with open_database(url) as database:
            await Person(database, clock, key("ada")).sign()
            await counts(database)
        await inspect_store(url)
        another = await asyncpg.connect(url, statement_cache_size=0)
        left = await another.fetch(
            "SELECT name FROM pg_settings WHERE source = 'session' AND name LIKE '%timeout' "
            "UNION ALL SELECT name FROM pg_settings WHERE name = 'default_transaction_read_only' "
            "AND setting = 'on' UNION ALL SELECT name FROM pg_prepared_statements "
            "UNION ALL SELECT 'lock' FROM pg_locks JOIN pg_database ON oid = database "
            "WHERE locktype = 'advisory' AND datname = current_database()"
        )
        await another.close()
    assert [tuple(row) for row in left] == []


async def test_limits_hold_in_every_transaction(
    pooled_url: str, postgresql_url: str, clock: TickingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(WRITER_LIMITS, "lock_timeout", "50ms")
    holder = await asyncpg.connect(postgresql_url)
    async with open_database(pooled_url) as database:
        await holder.execute("BEGIN; LOCK TABLE pledges")
        with pytest.raises(NothingRecorded):
            await Person(database, clock, key("ada")).sign()
        await holder.execute("ROLLBACK")
        assert (await Person(database, clock, key("ada")).sign()).outcome is Signing.SIGNED
    await holder.close()


async def test_a_backup_is_made_and_put_back(
    pooled_url: str, postgresql_url: str, clock: TickingClock, tmp_path: Path
) -> None:
    async with open_database(pooled_url) as database:
        await Person(database, clock, key("ada")).sign()
        made = await backup(pooled_url, tmp_path / "copy", secret=SECRET)
    assert made.counted == 1
    lost = Accepted(lost_erasures=True)
    for _ in range(2):
        done = await restore(pooled_url, made.path, secret=SECRET, accepted=lost)
        assert done.counted == 1
    async with open_database(pooled_url) as database:
        assert (await Person(database, clock, key("ada")).sign()).outcome is Signing.ALREADY
    assert await problems_of(postgresql_url) == []


@pytest.mark.parametrize(
    ("in_mode", "more", "said"),
    [
        ("statement", "", "not in statement mode"),
        ("session", "max_client_conn = 1\n", "and the bot takes five"),
        ("transaction", "max_client_conn = 1\n", "and the bot takes five"),
    ],
)
async def test_a_pooler_with_too_little_is_told_before_anybody_signs(
    postgresql_url: str, in_mode: str, more: str, said: str
) -> None:
    with (
        pooler_to(postgresql_url, in_mode, more=more) as url,
        pytest.raises(CannotStart, match=said) as refused,
    ):
        await open_database(url).__aenter__()
    assert refused.value.code is Exit.DATABASE


async def test_a_pooler_that_lets_a_second_connection_wait_is_not_waited_for(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "SECOND_CONNECTION", 0.5)
    with pooler_to(postgresql_url, Mode.SESSION, connections=1) as url:
        async with asyncio.timeout(20):
            with pytest.raises(CannotStart, match="and the bot takes five"):
                await open_database(url).__aenter__()


async def test_a_restore_is_refused_while_a_bot_is_seen_at_work(
    pooled_url: str, postgresql_url: str, tmp_path: Path
) -> None:
    made = await backup(pooled_url, tmp_path / "copy", secret=SECRET)
    async with open_database(postgresql_url):
        with pytest.raises(CannotStart) as refused:
            await restore(pooled_url, made.path, secret=SECRET)
    assert refused.value.code is Exit.SECOND_COPY
