"""An older database is carried over whole, and nothing of what it told stays behind."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import AsyncGenerator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, inspect, text

from bot.database_url import target_of
from bot.db import Database, migrate_database, open_database
from bot.db.engine.open import open_engine
from bot.db.migrate import REVISIONS
from bot.db.schema import metadata
from bot.domain.clock import day_number
from bot.domain.identity import Keys
from bot.domain.pledges import State
from bot.domain.signer_secret import fits
from bot.domain.tallies import Counts, SignatureChange
from tests.db.fixtures import TickingClock
from tests.db.old_stores import (
    ADA,
    ADA_ELSEWHERE,
    ANOTHER_CAMPAIGN,
    AT,
    DECK,
    ELSEWHERE,
    ERASED,
    EVERYBODY,
    HELD,
    SECRET,
    SET_ASIDE,
    SET_ASIDE_ELSEWHERE,
    UNSIGNED_CAMPAIGN,
    WITHDRAWN,
    Signer,
    fill,
    fingerprint,
    make_old,
    old_key,
    old_mark,
    run_on,
)
from tests.db.people import CAMPAIGN, HERE, KEYS, NEWER, TEXT, THERE, Person, counts, wall
from tests.db.reading import live_counts, problems_of

pytestmark = pytest.mark.sampled(of="0001")

OLD = REVISIONS[:2]
HOUR = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture(params=OLD)
async def carried(request: pytest.FixtureRequest, empty_url: str) -> AsyncGenerator[Database]:
    """A database of each old revision with everybody in it, opened by this release."""
    await make_old(empty_url, request.param)
    async with open_database(empty_url, secret=SECRET) as database:
        yield database


def person(database: Database, clock: TickingClock, signer: Signer) -> Person:
    keys = KEYS.of(signer.campaign_id)
    return Person(database, clock, keys.signer(signer.user_id), signer.user_id, keys)


async def rows(database: Database, query: str) -> list[tuple[object, ...]]:
    """Return the rows of a query, in order."""
    async with open_engine(target_of(database.url), migrate=False) as engine:
        return await engine.read(
            lambda connection: sorted(tuple(row) for row in connection.execute(text(query)))
        )


async def test_who_signed_is_found_again_by_the_hour(
    carried: Database, clock: TickingClock
) -> None:
    standing = await person(carried, clock, ADA).standing()
    assert standing.pledge is not None
    assert standing.signed
    assert (standing.pledge.signed, standing.pledge.changed) == (HOUR, HOUR)
    assert (standing.pledge.text_version, standing.pledge.locale) == (TEXT.version, "en")
    assert (standing.pledge.text_digest, standing.pledge.epoch) == (TEXT.digest, 0)
    assert {one.server: (one.state, one.hour) for one in standing.attributions} == {
        KEYS.server(HERE): (State.COUNTED, HOUR),
        KEYS.server(THERE): (State.COUNTED, HOUR),
    }


async def test_who_was_listed_is_found_again_where_they_were(
    carried: Database, clock: TickingClock
) -> None:
    assert await wall(carried) == ([ADA.user_id, HELD.user_id], 2)
    assert await wall(carried, THERE) == ([], 0)
    ada = person(carried, clock, ADA)
    assert (await ada.standing()).listed == {KEYS.server(HERE)}
    assert not (await ada.unlist()).listed
    assert await wall(carried) == ([HELD.user_id], 1)


async def test_each_status_becomes_a_state_of_every_server(
    carried: Database, clock: TickingClock
) -> None:
    held = await person(carried, clock, HELD).standing()
    assert (held.signed, held.held_here, held.listed_here) == (True, True, True)
    aside = await person(carried, clock, SET_ASIDE).standing()
    assert (aside.signed, aside.set_aside_here, aside.listed) == (True, True, frozenset())
    assert {one.state for one in aside.attributions} == {State.SET_ASIDE}
    assert len(aside.attributions) == 2
    gone = await person(carried, clock, WITHDRAWN).standing()
    assert gone.pledge is not None
    assert not gone.signed
    assert (await person(carried, clock, ELSEWHERE).standing()).signed
    nowhere = await person(carried, clock, SET_ASIDE_ELSEWHERE).standing()
    assert nowhere.pledge is not None
    assert not nowhere.signed


async def test_the_numbers_are_those_of_the_rows(carried: Database, clock: TickingClock) -> None:
    assert await counts(carried) == Counts(counted=2, held=1)
    assert await counts(carried, HERE) == Counts(counted=1, held=1)
    assert await counts(carried, THERE) == Counts(counted=1)
    there = KEYS.of(ANOTHER_CAMPAIGN).server(THERE)
    assert await live_counts(carried, campaign_id=ANOTHER_CAMPAIGN, server=None) == Counts(1)
    assert await live_counts(carried, campaign_id=ANOTHER_CAMPAIGN, server=there) == Counts(1)
    assert (await person(carried, clock, ADA_ELSEWHERE).standing()).signed
    for campaign_id in (CAMPAIGN, ANOTHER_CAMPAIGN):
        assert await carried.reconciliation.differences(campaign_id=campaign_id) == []


async def test_what_the_old_release_showed_is_published_and_no_growth_since_yesterday(
    carried: Database,
) -> None:
    today = datetime.now(UTC).date()
    for until in (today, today - timedelta(days=1)):
        whole, here, (end_of_day,) = await carried.tallies.published(
            campaign_id=CAMPAIGN, server=KEYS.server(HERE), ends=[until]
        )
        assert whole.counts == end_of_day == Counts(counted=2, held=1)
        assert here.counts == Counts(counted=1, held=1)
        assert whole.as_of is not None
        assert here.as_of is not None


async def test_the_days_are_sums_for_the_campaign_and_agree(empty_url: str) -> None:
    await make_old(empty_url)
    await migrate_database(empty_url, secret=SECRET)
    day, kinds = day_number(HOUR.date()), SignatureChange
    found: list[tuple[str, int, int, int, int, int]] = []

    def read(connection: Connection) -> None:
        found.extend(
            tuple(row)
            for row in connection.execute(
                text(
                    "SELECT id, day, kind, acts, counted, held FROM days "
                    "JOIN campaigns ON campaigns.number = campaign ORDER BY id, kind"
                )
            )
        )

    await run_on(empty_url, read)
    today = found[0][1]
    assert found == [
        (ANOTHER_CAMPAIGN, today, kinds.RECONCILED, 1, 1, 0),
        (CAMPAIGN, day, kinds.SIGNED, 6, 6, 0),
        (CAMPAIGN, day, kinds.RENEWED, 1, 0, 0),
        (CAMPAIGN, day, kinds.WITHDRAWN, 1, -1, 0),
        (CAMPAIGN, day, kinds.HELD, 1, -1, 1),
        (CAMPAIGN, day, kinds.SET_ASIDE, 2, -2, 0),
    ]
    assert today >= day_number(datetime(2026, 11, 1, tzinfo=UTC).date())


async def test_what_is_about_nobody_is_kept(
    carried: Database, request: pytest.FixtureRequest
) -> None:
    assert await carried.servers.all() == [HERE, THERE]
    assert await carried.settings.get(guild_id=HERE) == {"features_off": {"letter"}}
    assert await carried.meta.get("x") == "kept"
    assert await carried.meta.get("secret_fingerprint") is None
    assert fits(SECRET, await carried.meta.get("secret_check") or "")
    assert await carried.pledges.times_erased(mark=old_mark(ERASED)[:16]) == 1
    deck = await carried.decks.state(key=DECK)
    assert deck == (None if request.node.callspec.params["carried"] == "0001" else b"state")


async def test_readers_of_a_campaign_that_nobody_signed_are_still_found(
    carried: Database,
) -> None:
    known = [ANOTHER_CAMPAIGN, CAMPAIGN, UNSIGNED_CAMPAIGN]
    assert await carried.pledges.campaign_ids() == sorted(known)
    assert await carried.meta.get(f"pledge_text:{UNSIGNED_CAMPAIGN}:1:en") is None


async def test_everything_works_on_it(carried: Database, clock: TickingClock) -> None:
    for signer in EVERYBODY:
        one = person(carried, clock, signer)
        await one.sign(THERE, NEWER)
        await one.withdraw(everywhere=True)
        await one.sign(None)
        assert await one.erase()
    assert await counts(carried) == Counts()
    for campaign_id in (CAMPAIGN, ANOTHER_CAMPAIGN):
        assert await carried.reconciliation.differences(campaign_id=campaign_id) == []


@pytest.mark.parametrize("revision", OLD)
async def test_no_table_of_the_old_schema_is_left(empty_url: str, revision: str) -> None:
    await make_old(empty_url, revision)
    await migrate_database(empty_url, secret=SECRET)

    def check(connection: Connection) -> None:
        tables = set(inspect(connection).get_table_names())
        assert tables == {*metadata.tables, "alembic_version"}
        if connection.dialect.name == "postgresql":
            query = "SELECT count(*) FROM pg_proc WHERE proname = 'ledger_is_append_only'"
            assert connection.execute(text(query)).scalar() == 0

    await run_on(empty_url, check)
    assert await problems_of(empty_url) == []


async def test_the_old_file_is_nowhere_in_the_new_one(tmp_path: Path) -> None:
    url, path = f"sqlite:///{tmp_path}/old.sqlite3", tmp_path / "old.sqlite3"
    await make_old(url)
    before = path.read_bytes()
    old = [
        *(old_key(signer.user_id, signer.campaign_id)[16:] for signer in EVERYBODY),
        old_mark(ERASED)[16:],
        AT.encode(),
        AT[10:].encode(),
        fingerprint().encode(),
        b"counted_only",
        b"attributed",
    ]
    assert all(one in before for one in old)

    await migrate_database(url, secret=SECRET)

    after = path.read_bytes()
    assert [one for one in old if one in after] == []
    # One row of `servers` each, and one setting of the first: nothing else names a server.
    assert (after.count(HERE.to_bytes(8)), after.count(THERE.to_bytes(8))) == (2, 1)
    assert str(HERE).encode() not in after
    assert {one.name for one in tmp_path.iterdir()} <= {"old.sqlite3", "old.sqlite3.lock"}
    assert oct(path.stat().st_mode & 0o777) == "0o600"


async def test_what_stands_in_the_log_alone_is_carried_over(tmp_path: Path) -> None:
    await make_old(f"sqlite:///{tmp_path}/first.sqlite3", "0002")
    with closing(sqlite3.connect(tmp_path / "first.sqlite3")) as writing:
        writing.execute("INSERT INTO meta VALUES ('late', 'in the log')")
        writing.commit()
        for ending in ("", "-wal"):
            shutil.copyfile(
                tmp_path / f"first.sqlite3{ending}", tmp_path / f"second.sqlite3{ending}"
            )
    url = f"sqlite:///{tmp_path}/second.sqlite3"

    async with open_database(url, secret=SECRET) as database:
        assert await database.meta.get("late") == "in the log"
    assert await problems_of(url) == []


async def test_many_are_carried_over_in_bounded_steps(empty_url: str) -> None:
    from bot.db import migrate

    many = [Signer(10_000 + place, guild_ids=(HERE, THERE)) for place in range(1_234)]

    def make(connection: Connection) -> None:
        migrate.upgrade(connection, "0002")
        fill(connection, many)

    await run_on(empty_url, make)
    async with open_database(empty_url, secret=SECRET) as database:
        assert await counts(database) == Counts(1_234)
        assert await counts(database, THERE) == Counts(1_234)
        assert await database.reconciliation.differences(campaign_id=CAMPAIGN) == []
    assert await problems_of(empty_url) == []


def test_the_keys_of_the_migration_are_those_of_the_bot() -> None:
    from bot.db.migrations.from_0002 import keys as frozen

    ours, theirs = Keys(SECRET, CAMPAIGN), frozen.Keys(SECRET, CAMPAIGN)
    signer, server = ours.signer(ADA.user_id), ours.server(HERE)
    assert signer == old_key(ADA.user_id)[:16]
    assert theirs.server(HERE) == server
    assert theirs.wall(HERE) == ours.wall(HERE)
    assert theirs.listing(signer, server) == ours.listing(signer=signer, server=server)
