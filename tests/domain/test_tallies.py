from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.clock import day_number, day_numbered, day_of, hour_of, start_of, system_clock
from bot.domain.tallies import (
    Counts,
    Published,
    Publishing,
    next_milestone,
    shown_change,
    shown_of_server,
)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def published(counted: int, *, held: int = 0) -> Published:
    return Published(Counts(counted, held), NOON)


@pytest.mark.parametrize(
    ("counted", "milestone"),
    [(0, 10), (9, 10), (10, 25), (24, 25), (25, 50), (50, 100), (100, 250), (999, 1000)],
)
def test_automatic_milestones_grow_like_people_count(counted: int, milestone: int) -> None:
    assert next_milestone(counted, goal=1000) == milestone


def test_no_milestone_lies_past_the_goal_until_the_goal_is_passed() -> None:
    assert next_milestone(260, goal=300) == 300
    assert next_milestone(300, goal=300) == 500


def test_declared_steps_come_first_and_then_the_goal() -> None:
    assert next_milestone(3, goal=100, steps=(5, 40)) == 5
    assert next_milestone(5, goal=100, steps=(5, 40)) == 40
    assert next_milestone(40, goal=100, steps=(5, 40)) == 100
    assert next_milestone(100, goal=100, steps=(5, 40)) == 250


@given(st.integers(0, 10**9), st.integers(1, 10**8))
def test_there_is_always_a_next_milestone_and_it_is_ahead(counted: int, goal: int) -> None:
    milestone = next_milestone(counted, goal=goal)
    assert milestone > counted
    assert counted >= goal or milestone <= goal


@pytest.mark.parametrize(
    ("campaign", "server", "shown"),
    [
        (100, 0, None),
        (100, 4, None),
        (100, 5, 5),
        (100, 6, 6),
        (9, 5, None),
        (10, 5, 5),
        (10, 6, None),
        (6, 6, None),
        (5, 9, None),  # the server's number moved, the campaign's has not yet
    ],
)
def test_a_servers_number_is_shown_only_where_both_sides_are_five(
    campaign: int, server: int, shown: int | None
) -> None:
    here = shown_of_server(published(campaign), published(server))
    assert here == (None if shown is None else published(shown))


def test_who_is_being_checked_makes_no_server_large_enough() -> None:
    assert shown_of_server(published(100), published(4, held=9)) is None
    assert shown_of_server(published(9, held=9), published(5)) is None


@pytest.mark.parametrize(
    ("before", "now", "shown"),
    [
        (4, 7, None),
        (7, 4, None),
        (None, 4, None),
        (None, 7, 7),
        (0, 7, None),
        (9, 0, None),
        (5, 8, 3),
        (8, 5, -3),
        (10, 9, None),
        (10, 10, 0),
        (3, 3, 0),
    ],
)
def test_a_change_tells_no_number_under_five(
    before: int | None, now: int, shown: int | None
) -> None:
    assert shown_change(before, now, at_least=3) == shown


def test_the_slots_of_a_grid_lie_on_the_clock() -> None:
    noon = 12 * 60
    grid = Publishing(3, 10)
    assert [grid.slot(noon + one) for one in (0, 9, 10, 19)] == [noon, noon, noon + 10, noon + 10]
    struck = [one for one in range(noon, noon + 20) if grid.strikes(one)]
    assert struck == [noon, noon + 1, noon + 2, noon + 10, noon + 11, noon + 12]


def test_what_is_live_waits_for_nobody() -> None:
    live = Publishing(1, 0)
    assert live.live
    assert not live.together
    assert live.strikes(7)
    assert not Publishing(3, 10).live
    assert Publishing(3, 10).together
    assert not Publishing(1, 10).together


def test_days_are_utc_days() -> None:
    assert day_of(datetime.fromisoformat("2026-11-23T00:30:00+02:00")) == date(2026, 11, 22)
    assert system_clock().tzinfo is UTC


@given(st.integers(0, 7_000_000_000).map(lambda second: datetime.fromtimestamp(second, UTC)))
def test_an_hour_and_a_day_are_kept_as_whole_numbers(instant: datetime) -> None:
    begun = start_of(hour_of(instant))
    assert begun <= instant < begun + timedelta(hours=1)
    assert (begun.minute, begun.second, begun.microsecond) == (0, 0, 0)
    assert day_number(day_of(instant)) == hour_of(instant) // 24
    assert day_numbered(day_number(day_of(instant))) == day_of(instant)


def test_days_are_counted_from_1970() -> None:
    assert [day_number(date(1970, 1, 1)), day_number(date(2026, 11, 26))] == [0, 20_783]
    assert day_numbered(20_783) == date(2026, 11, 26)


def test_changes_of_numbers_add_up() -> None:
    assert Counts(1, 2) + Counts(3, 4) - Counts(4, 6) == Counts()
