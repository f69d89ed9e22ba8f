"""What was published is kept: weeks, days, and the change since an earlier day."""

from __future__ import annotations

import pytest

from bot.db import Database
from bot.domain.refusals import DaysOutOfRange
from bot.domain.tallies import Counts, Quoted
from tests.db.fixtures import TickingClock
from tests.db.people import HERE, THERE
from tests.services.published import LIVE, NOON, Numbers


async def test_two_weeks_are_compared_where_there_are_two(numbers: Numbers) -> None:
    await numbers.sign(12)
    await numbers.strike()
    assert (await numbers.show()).weeks is None, "the campaign is younger"
    numbers.clock.advance(days=10)
    await numbers.sign(8)
    await numbers.strike()
    numbers.clock.advance(days=5)
    await numbers.sign(20)
    await numbers.strike()
    assert (await numbers.show()).weeks == (0, 28)
    numbers.clock.advance(days=5)
    assert (await numbers.show()).weeks == (8, 20)
    numbers.clock.advance(days=30)
    assert (await numbers.show()).weeks == (0, 0)


async def test_a_history_has_each_day_and_the_moment_of_the_last_number(numbers: Numbers) -> None:
    await numbers.sign(12)
    await numbers.strike()
    numbers.clock.advance(days=2)
    await numbers.sign(20)
    await numbers.strike()
    history = await numbers.tallies.history(guild_id=HERE, days=4, server=False)
    assert [day.total for day in history.days] == [None, 12, 12, 32]
    assert [day.milestone for day in history.days] == [None, 10, None, 25]
    assert history.as_of == numbers.clock.now.replace(second=0, microsecond=0)
    here = await numbers.tallies.history(guild_id=HERE, days=4, server=True)
    assert here.shown == (), "nobody signed elsewhere"


async def test_the_last_number_of_a_day_is_that_day_s(numbers: Numbers) -> None:
    numbers.clock.now = NOON.replace(hour=23, minute=45)
    await numbers.sign(12)
    await numbers.strike()
    history = await numbers.tallies.history(guild_id=HERE, days=1, server=False)
    assert [(day.day, day.total) for day in history.days] == [(NOON.date(), 12)]
    numbers.clock.advance(minutes=5)
    await numbers.sign(8)
    await numbers.strike()
    history = await numbers.tallies.history(guild_id=HERE, days=2, server=False)
    assert [day.total for day in history.days] == [12, 20]


@pytest.mark.parametrize("days", [0, 731])
async def test_a_history_of_no_day_or_of_years_is_declined(numbers: Numbers, days: int) -> None:
    with pytest.raises(DaysOutOfRange):
        await numbers.tallies.history(guild_id=HERE, days=days, server=False)


async def test_a_history_of_a_live_number_ends_as_it_is_now(
    database: Database, clock: TickingClock
) -> None:
    numbers = Numbers(database, clock, LIVE)
    await numbers.start()
    await numbers.sign(7)
    clock.advance(minutes=3)
    history = await numbers.tallies.history(guild_id=HERE, days=1, server=False)
    assert (history.days[0].total, history.as_of) == (7, NOON.replace(minute=3))


async def test_a_brief_tells_the_change_since_an_earlier_day(numbers: Numbers) -> None:
    await numbers.sign(12)
    await numbers.strike()
    first = await numbers.tallies.brief(guild_id=HERE)
    assert (first.campaign, first.last, first.change) == (Counts(12), None, None)
    assert first.servers is None, "fewer than five servers are not counted"
    numbers.clock.advance(days=2)
    await numbers.sign(20)
    await numbers.strike()
    for _ in range(2):
        again = await numbers.tallies.brief(guild_id=HERE)
        assert (again.last, again.change) == (Quoted(NOON.date(), 12), 20), "also the second time"
    assert (await numbers.tallies.brief(guild_id=THERE)).last is None, "each server has its own"
    numbers.clock.advance(days=1)
    later = await numbers.tallies.brief(guild_id=HERE)
    assert (later.last and later.last.counted, later.change) == (32, 0)


async def test_a_brief_before_the_first_number_quotes_nothing(numbers: Numbers) -> None:
    assert (await numbers.tallies.brief(guild_id=HERE)).as_of is None
    await numbers.sign(6)
    await numbers.strike()
    assert (await numbers.tallies.brief(guild_id=HERE)).last is None, "nothing was quoted"


async def test_a_brief_counts_servers_of_five_people_and_more(numbers: Numbers) -> None:
    for server in range(1, 7):
        await numbers.sign(5 if server < 6 else 4, guild_id=server)
    await numbers.strike(every_minutes=60)
    assert (await numbers.tallies.brief(guild_id=HERE)).servers == 5
