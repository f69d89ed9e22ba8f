"""What published numbers still tell, as the README says: exact readings, and quiet hours."""

from __future__ import annotations

import asyncio

import pytest

from bot.db import Database
from tests.attacks.watching import ELSEWHERE, OWN
from tests.db.fixtures import TickingClock
from tests.db.people import Person
from tests.services.published import Numbers, Rules

EXACT: Rules = {"publish": {"at_least": 1, "every_minutes": 10}}
QUIET = pytest.mark.parametrize("acts", [True, False])


async def begun(database: Database, rules: Rules | None = None) -> Numbers:
    """Return a campaign of two servers whose numbers are all shown."""
    numbers = Numbers(database, TickingClock(), rules or {})
    await numbers.start()
    await numbers.sign(10, OWN)
    await numbers.sign(10, ELSEWHERE)
    await numbers.strike(every_minutes=60)
    assert await numbers.here(OWN) == 10
    return numbers


async def come(accounts: list[Person]) -> None:
    await asyncio.gather(*(one.sign(OWN) for one in accounts))


async def go(accounts: list[Person]) -> None:
    await asyncio.gather(*(one.withdraw(everywhere=True) for one in accounts))


@pytest.mark.parametrize(
    ("scope", "own", "minutes"),
    [("publish", 3, 10), ("servers", 5, 60)],
    ids=["campaign", "server"],
)
@pytest.mark.parametrize("others", [0, 1, 2])
async def test_as_many_accounts_as_a_number_needs_read_it_exactly_where_they_come(
    sqlite_database: Database, scope: str, own: int, minutes: int, others: int
) -> None:
    """Where they go it moves too, unless somebody signed meanwhile: then that is what it tells."""
    numbers = await begun(sqlite_database)
    accounts = [numbers.someone() for _ in range(own)]
    await numbers.sign(others, OWN)
    await come(accounts)
    await numbers.strike(every_minutes=minutes)

    async def read() -> int | None:
        return await (numbers.here(OWN) if scope == "servers" else numbers.counted())

    began = 10 if scope == "servers" else 20
    assert await read() == began + others + own
    await numbers.sign(others, OWN)
    await go(accounts)
    await numbers.strike(every_minutes=minutes)
    assert await read() == (began + own + others if others else began)


@QUIET
async def test_who_knows_that_nobody_else_acts_needs_four_accounts_in_a_server(
    sqlite_database: Database, *, acts: bool
) -> None:
    numbers = await begun(sqlite_database)
    await numbers.sign(int(acts), OWN)
    await come([numbers.someone() for _ in range(4)])
    await numbers.strike(every_minutes=60)
    assert await numbers.here(OWN) == (15 if acts else 10)


@QUIET
@pytest.mark.parametrize(("rules", "own"), [(EXACT, 0), (None, 3)])
async def test_who_reads_the_campaign_exactly_learns_whether_a_visitor_had_signed_elsewhere(
    sqlite_database: Database, rules: Rules | None, own: int, *, acts: bool
) -> None:
    """By the rule, or by accounts of one's own; they see the visitor sign in their server."""
    numbers = await begun(sqlite_database, rules)
    visitor = numbers.someone()
    await numbers.sign(3, ELSEWHERE)
    if acts:
        await visitor.sign(ELSEWHERE)
    await numbers.strike()
    before = await numbers.counted()
    await visitor.sign(OWN)
    await come([numbers.someone() for _ in range(own)])
    await numbers.strike()
    assert await numbers.counted() - before - own == (0 if acts else 1)


async def test_the_campaign_without_a_server_may_change_by_one(sqlite_database: Database) -> None:
    numbers = await begun(sqlite_database)
    await numbers.sign(5, OWN)
    await numbers.sign(1, ELSEWHERE)
    await numbers.strike(every_minutes=60)
    line = await numbers.here(OWN)
    assert line is not None
    assert (await numbers.counted(), line) == (26, 15)
    assert (26 - 15) - (20 - 10) == 1


async def test_only_publications_that_follow_each_other_differ_by_three(
    sqlite_database: Database,
) -> None:
    numbers = await begun(sqlite_database)
    new = await numbers.sign(3)
    published = [await numbers.counted()]
    for step in (lambda: numbers.sign(0), lambda: go(new), lambda: numbers.sign(4)):
        await step()
        await numbers.strike()
        published.append(await numbers.counted())
    assert published == [20, 23, 20, 24]
    assert abs(published[3] - published[1]) == 1
