"""A number's history tells what was published, and hides what could point at someone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.tallies.history import Day, History, Series, of_campaign, of_server

DAY = date(2026, 3, 1)


def on(*totals: int | None) -> Series:
    """A series by days; on a day that is None nothing was published."""
    days = {DAY + timedelta(days=at): total for at, total in enumerate(totals)}
    return Series({day: total for day, total in days.items() if total is not None})


def campaign(*totals: int | None, days: int, goal: int = 1_000, at_least: int = 3) -> History:
    last = DAY + timedelta(days=days - 1)
    return of_campaign(on(*totals), first=DAY, last=last, at_least=at_least, goal=goal, steps=None)


def server(whole: Series, here: Series, *, days: int) -> History:
    return of_server(whole, here, first=DAY, last=DAY + timedelta(days=days - 1), at_least=5)


def totals(history: History) -> list[int | None]:
    return [day.total for day in history.days]


def changes(history: History) -> list[int | None]:
    return [day.change for day in history.days]


def test_a_day_without_a_publication_keeps_the_number_before() -> None:
    history = campaign(6, None, None, 20, days=5)
    assert totals(history) == [6, 6, 6, 20, 20]
    assert changes(history) == [6, 0, 0, 14, 0]


def test_before_the_first_publication_there_is_no_number() -> None:
    history = campaign(None, None, 8, days=3)
    assert history.days == (
        Day(DAY, None, None),
        Day(DAY + timedelta(days=1), None, None),
        Day(DAY + timedelta(days=2), 8, 8),
    )


def test_a_number_that_was_published_before_the_first_day_stands() -> None:
    history = of_campaign(
        on(40, 50),
        first=DAY + timedelta(days=5),
        last=DAY + timedelta(days=5),
        at_least=3,
        goal=100,
        steps=None,
    )
    assert history.days == (Day(DAY + timedelta(days=5), 50, 0),)


def test_fewer_than_five_and_changes_to_and_from_them_are_not_told() -> None:
    history = campaign(3, 9, 4, 0, 8, days=5)
    assert totals(history) == [None, 9, None, None, 8]
    assert changes(history) == [None] * 5


def test_a_change_that_the_rule_would_not_have_published_is_not_told() -> None:
    assert changes(campaign(10, 9, 12, days=3)) == [10, None, 3]


def test_a_milestone_is_reached_once() -> None:
    history = campaign(9, 30, 8, 26, 60, days=5)
    assert [day.milestone for day in history.days] == [None, 25, None, None, 50]


def test_declared_steps_and_the_goal_are_the_milestones() -> None:
    history = of_campaign(
        on(30, 45), first=DAY, last=DAY + timedelta(days=1), at_least=3, goal=45, steps=(20, 40)
    )
    assert [day.milestone for day in history.days] == [20, 45]


def test_a_server_is_left_out_while_it_or_the_rest_is_under_five() -> None:
    whole, here = on(12, 14, 20, 30), on(8, 8, 8, 26)
    history = server(whole, here, days=4)
    assert totals(history) == [None, 8, 8, None]
    assert changes(history) == [None, None, 0, None]


def test_what_was_hidden_is_not_told_by_the_change_that_shows_it() -> None:
    history = server(on(30, 40), on(None, 15), days=2)
    assert totals(history) == [None, 15]
    assert changes(history) == [None, None]


@given(
    whole=st.lists(st.one_of(st.none(), st.integers(0, 60)), max_size=8),
    here=st.lists(st.one_of(st.none(), st.integers(0, 60)), max_size=8),
)
def test_no_history_shows_a_group_under_five(
    whole: list[int | None], here: list[int | None]
) -> None:
    of_all = on(*whole)
    for day in campaign(*whole, days=10).days:
        assert day.total is None or day.total >= 5
        assert day.total is None or day.total == of_all.on(day.day)
    for day in server(of_all, on(*here), days=10).days:
        if day.total is not None:
            assert min(day.total, of_all.on(day.day) - day.total) >= 5
        if day.change:
            assert abs(day.change) >= 5


def test_a_history_has_a_day_for_each() -> None:
    history = campaign(days=730)
    assert len(history.days) == 730
    assert history.shown == ()


@pytest.mark.parametrize("days", [1, 2])
def test_few_days(days: int) -> None:
    assert totals(campaign(7, days=days)) == [7] * days


@given(st.lists(st.integers(5, 500), min_size=1, max_size=30))
def test_the_changes_of_all_days_come_to_the_number(published: list[int]) -> None:
    history = campaign(*published, days=len(published) + 3, at_least=1)
    assert sum(change or 0 for change in changes(history)) == totals(history)[-1] == published[-1]
