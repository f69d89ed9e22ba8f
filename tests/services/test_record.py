"""The record of days tells why a number moved, and adds up to nothing that was not published."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.db import Database
from bot.domain.pledges import State
from bot.domain.refusals import BeingRecounted
from bot.domain.tallies.changes import OTHER, Record
from tests.db.fixtures import TickingClock
from tests.db.people import HERE, THERE
from tests.services.published import Numbers

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TODAY, TOMORROW = NOON.date(), NOON.date() + timedelta(days=1)

Told = tuple[int | None, int | None, list[tuple[str, int]]]


async def record(numbers: Numbers, guild_id: int = HERE) -> Record:
    found = await numbers.tallies.record(guild_id=guild_id)
    assert found is not None
    return found


async def told(numbers: Numbers) -> list[Told]:
    """Return each day as a file tells it: total, change, and what the change was made of."""
    found = await record(numbers)
    return [
        (
            one.total,
            one.change,
            [(each.kind, each.change) for each in found.causes.get(one.day, ())],
        )
        for one in found.campaign.days
    ]


async def next_day(numbers: Numbers) -> None:
    """Let the day end; the bot publishes at the first point of the next one."""
    numbers.clock.now = (numbers.clock.now + timedelta(days=1)).replace(hour=0, minute=0)
    await numbers.tallies.publish_due()


async def test_before_the_first_publication_there_is_none(numbers: Numbers) -> None:
    await numbers.sign(7)
    assert await numbers.tallies.record(guild_id=HERE) is None


@pytest.mark.parametrize(("at_least", "fewest"), [(3, 5), (12, 12)])
async def test_it_says_how_many_of_a_kind_it_takes(
    database: Database, clock: TickingClock, at_least: int, fewest: int
) -> None:
    made = Numbers(database, clock, {"publish": {"at_least": at_least, "every_minutes": 10}})
    await made.start()
    await made.sign(20)
    await made.strike()
    assert (await record(made)).fewest == fewest


async def test_who_looks_all_the_time_and_subtracts_sees_no_act(numbers: Numbers) -> None:
    await numbers.sign(10)
    await numbers.strike()
    seen = await record(numbers), await record(numbers, THERE)
    one, other = await numbers.sign(2)
    await one.erase()
    await other.judged(State.HELD)
    for _ in range(3):
        assert (await record(numbers), await record(numbers, THERE)) == seen
        await numbers.strike()
    await numbers.sign(1)
    await next_day(numbers)
    first, *_ = await told(numbers)
    assert first == (10, 10, [(OTHER, 10)]), "eleven are counted, and no sum says so"


async def test_a_kind_is_told_once_its_day_is_over_and_a_few_are_folded(numbers: Numbers) -> None:
    people = await numbers.sign(30)
    await numbers.strike()
    await next_day(numbers)
    for person in people[:6]:
        await person.withdraw(everywhere=True)
    for person in people[6:10]:
        await person.erase()
    await numbers.sign(16, THERE)
    await numbers.strike()
    assert (await told(numbers))[-1] == (36, 6, []), "the day is not over"
    await next_day(numbers)
    assert await told(numbers) == [
        (30, 30, [(OTHER, 30)]),
        (36, 6, [("withdrawn", -6), (OTHER, 12)]),
        (36, 0, []),
    ]


async def test_four_accounts_beside_somebody_tell_no_more_than_a_kind_of_five(
    numbers: Numbers,
) -> None:
    """What the README says is left: four withdrawals of one's own, and one of somebody else."""
    people = await numbers.sign(30)
    await numbers.strike()
    await next_day(numbers)
    for person in people[:4]:
        await person.withdraw(everywhere=True)
    await numbers.sign(12)
    await numbers.strike()
    await next_day(numbers)
    assert (await told(numbers))[1] == (38, 8, [(OTHER, 8)])
    for person in people[4:9]:
        await person.withdraw(everywhere=True)
    await numbers.sign(14)
    await numbers.strike()
    await next_day(numbers)
    assert (await told(numbers))[2] == (47, 9, [("withdrawn", -5), (OTHER, 14)])


async def test_a_server_s_days_are_left_out_where_the_rest_is_few(numbers: Numbers) -> None:
    await numbers.sign(8)
    await numbers.sign(4, THERE)
    await numbers.strike(every_minutes=60)
    assert [one.total for one in (await record(numbers)).server.days] == [None]
    await numbers.sign(6, THERE)
    await numbers.strike(every_minutes=60)
    assert [one.total for one in (await record(numbers)).server.days] == [8]


async def test_while_numbers_are_recounted_there_is_none(numbers: Numbers) -> None:
    await numbers.sign(8)
    await numbers.strike()
    await numbers.database.tallies.mark(differ=True)
    with pytest.raises(BeingRecounted):
        await numbers.tallies.record(guild_id=HERE)
