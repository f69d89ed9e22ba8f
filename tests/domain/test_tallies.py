from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.clock import day_number, day_numbered, day_of, hour_of, start_of, system_clock
from bot.domain.tallies import Counts, Tally, next_step

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("counted", "step"),
    [(0, 10), (9, 10), (10, 25), (24, 25), (25, 50), (50, 100), (100, 250), (999, 1000)],
)
def test_automatic_steps_grow_like_people_count(counted: int, step: int) -> None:
    assert next_step(counted, goal=1000) == step


def test_no_step_lies_past_the_goal_until_the_goal_is_passed() -> None:
    assert next_step(260, goal=300) == 300
    assert next_step(300, goal=300) == 500


def test_declared_steps_come_first_and_then_the_goal() -> None:
    assert next_step(3, goal=100, steps=(5, 40)) == 5
    assert next_step(5, goal=100, steps=(5, 40)) == 40
    assert next_step(40, goal=100, steps=(5, 40)) == 100
    assert next_step(100, goal=100, steps=(5, 40)) == 250


@given(st.integers(0, 10**9), st.integers(1, 10**8))
def test_there_is_always_a_next_step_and_it_is_ahead(counted: int, goal: int) -> None:
    step = next_step(counted, goal=goal)
    assert step > counted
    assert counted >= goal or step <= goal


@pytest.mark.parametrize(("counted", "shown"), [(0, None), (4, None), (5, 5), (6, 6)])
def test_a_small_server_is_never_counted_out_loud(counted: int, shown: int | None) -> None:
    tally = Tally(Counts(9), Counts(counted), 0, 10, 100, NOW)
    assert tally.server_shown == shown


def test_outside_a_server_there_is_no_server_number() -> None:
    assert Tally(Counts(9), None, 0, 10, 100, NOW).server_shown is None


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


def test_changes_of_numbers_add_up() -> None:
    assert Counts(1, 2) + Counts(3, 4) - Counts(4, 6) == Counts()
