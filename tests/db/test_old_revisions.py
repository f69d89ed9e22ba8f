"""A database of any earlier revision with rows in it keeps them, on both engines."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import Connection, MetaData, select

from bot.db import migrate_database, open_database
from bot.db.migrate import REVISIONS, upgrade
from tests.db.fixtures import TickingClock
from tests.db.old_stores import ADA, HELD, SECRET, fill_since, make_old, run_on
from tests.db.people import HERE, KEYS, Person, choice, wall
from tests.db.reading import problems_of

REBUILT = "0003"
"""The revision whose tables are others than those before it."""

Rows = dict[str, list[dict[str, Any]]]


def rows_in(connection: Connection) -> Rows:
    """Return what stands in each column of each table of a database of any revision."""
    there = MetaData()
    there.reflect(connection)
    return {
        name: [dict(row) for row in connection.execute(select(table)).mappings()]
        for name, table in there.tables.items()
        if name != "alembic_version"
    }


async def rows_at(url: str) -> Rows:
    """Return the same of the database at an address."""
    found = Rows()
    await run_on(url, lambda connection: found.update(rows_in(connection)))
    return found


def unfilled(rows: Rows) -> list[str]:
    """Return the tables without a row, and the columns in which no row says anything."""
    return [name for name, found in rows.items() if not found] + [
        f"{name}.{column}"
        for name, found in rows.items()
        for column in (found[0] if found else ())
        if all(row[column] is None for row in found)
    ]


def kept(rows: Rows, before: Rows) -> Rows:
    """Return of rows what stands in the columns that there were before, in the same order."""
    parts = Rows()
    for name, found in before.items():
        part = [{column: row.get(column, "gone") for column in found[0]} for row in rows[name]]
        parts[name] = sorted(part, key=repr)
    return parts


async def check_use(url: str, clock: TickingClock) -> None:
    """Check that a carried-over database is whole, and still knows what the old one knew."""
    assert await problems_of(url) == []
    async with open_database(url, migrate=False) as database:
        ada = Person(database, clock, KEYS.signer(ADA.user_id), ADA.user_id)
        assert (await ada.standing()).signed
        assert await wall(database) == ([ADA.user_id, HELD.user_id], 2)
        assert await database.settings.get(guild_id=HERE) == {"features_off": {"letter"}}
        assert (await database.settings.change(choice("channel_rest", "0"))).change is not None


@pytest.mark.sampled(of="postgresql")
@pytest.mark.parametrize("revision", REVISIONS[-2:1:-1])
async def test_a_database_of_a_release_before_keeps_its_rows(
    empty_url: str, clock: TickingClock, revision: str
) -> None:
    await make_old(empty_url, revision)
    before = await rows_at(empty_url)
    assert unfilled(before) == [], "write such a row in tests/db/old_stores.py"

    await migrate_database(empty_url, secret=SECRET)

    after = await rows_at(empty_url)
    assert before.keys() <= after.keys()
    assert kept(after, before) == kept(before, before)
    await check_use(empty_url, clock)


async def test_one_that_had_each_release_keeps_the_rows_of_all_of_them(
    clock: TickingClock, empty_postgresql_url: str
) -> None:
    """On PostgreSQL, where each of them alone is tried by `make test-long`."""
    await make_old(empty_postgresql_url, REVISIONS[0])
    for earlier, revision in pairwise(REVISIONS):
        await run_on(empty_postgresql_url, partial(check_next, earlier, revision))
    await check_use(empty_postgresql_url, clock)


def check_next(earlier: str, revision: str, connection: Connection) -> None:
    """Check that the next revision keeps all rows, and add what its releases wrote first."""
    before = rows_in(connection)
    assert unfilled(before) == [], f"write such a row of {earlier} in tests/db/old_stores.py"

    upgrade(connection, revision, secret=SECRET)

    assert revision == REBUILT or kept(rows_in(connection), before) == kept(before, before)
    fill_since(revision, connection)
