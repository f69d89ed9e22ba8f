"""Numbers are published together, on the clock's grid, and never in the moment of an act."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.db import Database
from bot.db.repositories.counting import Publish
from bot.db.repositories.tallies import TallyRepository
from bot.domain.pledges import State
from bot.domain.refusals import NothingRecorded
from bot.domain.tallies import Counts
from tests.db.fixtures import TickingClock
from tests.db.people import HERE, THERE, counts
from tests.services.published import NOON, Numbers


async def test_a_number_moves_when_the_clock_strikes_and_not_before(numbers: Numbers) -> None:
    await numbers.sign(7)
    for _ in range(9):
        assert await numbers.counted() == 0
        numbers.clock.advance(minutes=1)
        await numbers.tallies.publish_due()
    assert (await numbers.show()).as_of is None
    await numbers.strike()
    shown = await numbers.show()
    assert shown.campaign == Counts(7)
    assert shown.as_of == NOON.replace(minute=10)


async def test_once_in_a_slot_and_never_for_an_act(numbers: Numbers) -> None:
    await numbers.sign(7)
    await numbers.strike()
    first, *_ = await numbers.sign(4)
    await first.withdraw()
    numbers.clock.advance(minutes=9)
    await numbers.tallies.publish_due()
    shown = await numbers.show()
    assert (shown.campaign, shown.as_of) == (Counts(7), NOON.replace(minute=10))
    await numbers.strike()
    shown = await numbers.show()
    assert (shown.campaign, shown.as_of) == (Counts(10), NOON.replace(minute=20))


@pytest.mark.parametrize(("minute", "in_time"), [(40, True), (42, True), (43, False), (49, False)])
async def test_a_busy_bot_may_be_little_late_and_one_that_was_away_waits(
    numbers: Numbers, minute: int, in_time: bool
) -> None:
    await numbers.sign(7)
    numbers.clock.advance(minutes=minute)
    await numbers.tallies.publish_due()
    as_of = NOON.replace(minute=minute) if in_time else None
    assert (await numbers.show()).as_of == as_of
    await numbers.sign(7)
    await numbers.tallies.publish_due()
    assert await numbers.counted() == (7 if in_time else 0), "once in a slot"
    await numbers.strike()
    shown = await numbers.show()
    assert (shown.campaign, shown.as_of) == (Counts(14), NOON.replace(minute=50))


async def test_a_start_publishes_nothing_until_the_next_slot(numbers: Numbers) -> None:
    await numbers.sign(7)
    numbers.clock.advance(minutes=25)
    await numbers.start()
    await numbers.tallies.publish_due()
    assert await numbers.counted() == 0
    await numbers.strike()
    assert await numbers.counted() == 7


async def test_a_restart_keeps_what_is_published_and_what_waits(numbers: Numbers) -> None:
    await numbers.sign(7)
    await numbers.strike()
    await numbers.sign(2)
    await numbers.start()
    await numbers.strike()
    assert await numbers.counted() == 7
    await numbers.start()
    await numbers.sign(1)
    await numbers.strike()
    assert await numbers.counted() == 10


@pytest.mark.parametrize(("more", "shown"), [(1, 10), (2, 10), (3, 13)])
async def test_smaller_differences_wait_however_long(
    numbers: Numbers, more: int, shown: int
) -> None:
    await numbers.sign(10)
    await numbers.strike()
    await numbers.sign(more)
    for _ in range(30):
        await numbers.strike(every_minutes=60)
    assert await numbers.counted() == shown


async def test_a_withdrawal_waits_for_others(numbers: Numbers) -> None:
    first, second, third, *_ = await numbers.sign(10)
    await numbers.strike()
    for person in (first, second):
        await person.withdraw(everywhere=True)
        await numbers.strike()
        assert await numbers.counted() == 10
    await third.erase()
    await numbers.strike()
    assert await numbers.counted() == 7


async def test_who_signs_for_one_who_withdraws_moves_nothing(numbers: Numbers) -> None:
    first, *_ = await numbers.sign(10)
    await numbers.strike()
    before = await numbers.show()
    await first.withdraw()
    await numbers.sign(1)
    await numbers.strike()
    assert await numbers.show() == before


async def test_who_is_being_checked_is_published_apart_by_the_same_rule(numbers: Numbers) -> None:
    people = await numbers.sign(10)
    await numbers.strike()
    for person in people[:2]:
        await person.judged(State.HELD)
    await numbers.strike()
    assert (await numbers.show()).campaign == Counts(10)
    await people[2].judged(State.HELD)
    await numbers.strike()
    assert (await numbers.show()).campaign == Counts(7, held=3)
    await numbers.sign(2)
    await people[3].judged(State.HELD)
    await numbers.strike()
    assert (await numbers.show()).campaign == Counts(7, held=3), "each waits for itself"


async def test_counted_moves_while_held_waits(numbers: Numbers) -> None:
    people = await numbers.sign(10)
    await people[0].judged(State.HELD)
    await numbers.strike()
    assert (await numbers.show()).campaign == Counts(9)
    assert await counts(numbers.database) == Counts(9, held=1)


async def test_servers_have_a_slower_grid_and_a_larger_step(numbers: Numbers) -> None:
    await numbers.sign(20, HERE)
    await numbers.sign(20, THERE)
    await numbers.strike()
    assert (await numbers.counted(), await numbers.here()) == (40, None)
    await numbers.strike(every_minutes=60)
    assert (await numbers.here(), await numbers.here(THERE)) == (20, 20)
    await numbers.sign(4, HERE)
    await numbers.sign(5, THERE)
    await numbers.strike()
    assert (await numbers.counted(), await numbers.here(THERE)) == (49, 20)
    await numbers.strike(every_minutes=60)
    assert (await numbers.here(), await numbers.here(THERE)) == (20, 25)
    assert (await numbers.show(None)).server is None


async def test_a_servers_line_needs_five_there_and_five_elsewhere(numbers: Numbers) -> None:
    await numbers.sign(5, HERE)
    await numbers.sign(4, THERE)
    await numbers.strike(every_minutes=60)
    assert (await numbers.counted(), await numbers.here()) == (9, None)
    await numbers.sign(3, THERE)
    await numbers.strike(every_minutes=60)
    assert (await numbers.counted(), await numbers.here()) == (12, 5)
    assert await numbers.here(THERE) == 7


async def test_at_first_few_is_all_that_is_published(numbers: Numbers) -> None:
    await numbers.sign(2)
    await numbers.strike()
    shown = await numbers.show()
    assert (shown.campaign, shown.as_of, shown.milestone) == (Counts(), None, 10)
    await numbers.sign(1)
    await numbers.strike()
    assert (await numbers.show()).campaign == Counts(3)


async def test_since_yesterday_compares_what_was_published(numbers: Numbers) -> None:
    await numbers.sign(10)
    await numbers.strike()
    assert (await numbers.show()).since_yesterday == 10
    await numbers.sign(2)  # they wait over midnight
    numbers.clock.now = datetime(2026, 3, 3, 0, 5, tzinfo=UTC)
    assert (await numbers.show()).since_yesterday == 0
    await numbers.sign(1)
    await numbers.strike()
    assert (await numbers.show()).since_yesterday == 3, "10 was published at the end of yesterday"
    for _ in range(3):  # days without a publication
        numbers.clock.advance(days=1)
        await numbers.strike()
        assert (await numbers.show()).since_yesterday == 0
    first, second, third = await numbers.sign(3)
    await numbers.strike()
    assert (await numbers.show()).since_yesterday == 3, "13 goes on over the days between"
    for person in (first, second, third):
        await person.withdraw()
    await numbers.strike()
    assert (await numbers.show()).since_yesterday == 0


@pytest.mark.parametrize(("at_least", "change"), [(1, -2), (3, None)])
async def test_a_change_since_yesterday_under_the_rule_is_not_told(
    database: Database, clock: TickingClock, at_least: int, change: int | None
) -> None:
    numbers = Numbers(database, clock, {"publish": {"at_least": 1, "every_minutes": 10}})
    await numbers.start()
    people = await numbers.sign(10)
    await numbers.strike()
    clock.advance(days=1)
    for person in people[:2]:
        await person.withdraw()
    await numbers.strike()
    assert (await numbers.show()).since_yesterday == -2
    numbers.rules = {"publish": {"at_least": at_least, "every_minutes": 10}}
    await numbers.start()
    assert (await numbers.show()).since_yesterday == change


@pytest.mark.parametrize("fails", [{False}, {True}, {False, True}])
async def test_a_publication_that_fails_holds_up_no_other_and_waits_for_the_next_point(
    numbers: Numbers, monkeypatch: pytest.MonkeyPatch, fails: set[bool]
) -> None:
    await numbers.sign(9, HERE)
    await numbers.sign(9, THERE)

    async def refused(work: Publish) -> None:
        if work.servers in fails:
            raise NothingRecorded
        await TallyRepository.publish(numbers.database.tallies, work)

    with monkeypatch.context() as fault:
        fault.setattr(numbers.database.tallies, "publish", refused)
        with pytest.raises(NothingRecorded):
            await numbers.strike(every_minutes=60)
    campaign, here = 0 if False in fails else 18, None if fails else 9
    assert (await numbers.counted(), await numbers.here()) == (campaign, here)
    numbers.clock.advance(minutes=1)
    await numbers.tallies.publish_due()
    assert await numbers.counted() == campaign, "not beside the grid"
    await numbers.strike(every_minutes=60)
    assert (await numbers.counted(), await numbers.here()) == (18, 9)


async def test_what_waits_is_no_discrepancy(numbers: Numbers) -> None:
    people = await numbers.sign(10)
    await numbers.strike()
    await numbers.sign(2, THERE)
    await people[0].withdraw()
    await numbers.strike(every_minutes=60)
    assert await numbers.counted() == 10
    assert await numbers.tallies.discrepancies() == []


async def test_cards_are_looked_at_again_when_numbers_are_published_and_when_a_day_begins(
    database: Database, clock: TickingClock
) -> None:
    numbers = Numbers(database, clock)
    assert await numbers.tallies.publish_due(), "at the start"
    assert not await numbers.tallies.publish_due()
    first = await numbers.tallies.edition()
    await numbers.sign(5)
    clock.advance(minutes=10)
    assert await numbers.tallies.publish_due()
    moved = await numbers.tallies.edition()
    assert moved != first
    clock.now = clock.now.replace(hour=23, minute=59)
    await numbers.tallies.publish_due()
    assert await numbers.tallies.edition() == moved
    clock.now += timedelta(minutes=6)
    assert await numbers.tallies.publish_due(), "the words about yesterday are others now"
    assert await numbers.tallies.edition() != moved
