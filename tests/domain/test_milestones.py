"""A milestone is told once, ever, and never late, however the number rises, falls and rises."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.tallies.history import Series, reached_by_campaign, reached_by_server
from bot.domain.tallies.milestones import told

FIRST = date(2026, 1, 1)
LOOKS = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 400), st.booleans()), min_size=1, max_size=40
)
"""How many days later somebody looks, what is published then, and whether a server wants news."""


@given(LOOKS)
def test_none_is_told_twice_none_late_and_none_from_before_it_was_wanted(
    looks: list[tuple[int, int, bool]],
) -> None:
    published: dict[date, int] = {}
    day, known, seen = FIRST, None, 0
    announced: list[int] = []
    for later, total, wanted in looks:
        day += timedelta(days=later)
        published[day] = total
        reached = reached_by_campaign(Series(published), goal=150, steps=None)
        if known is None and not wanted:
            seen = max(seen, *reached.values(), 0) if reached else seen
            continue
        first = known is None
        known, tell = told(reached, known, today=day, wanted=wanted)
        if tell:
            assert wanted
            assert not first
            assert total >= known
            assert reached[max(reached)] == known
            assert max(reached) >= day - timedelta(days=1)
            announced.append(known)
    assert announced == sorted(set(announced)), "each once, in rising order"
    assert all(number > seen for number in announced[:1])


@pytest.mark.parametrize(
    ("days_ago", "known", "wanted", "expected"),
    [
        (0, 10, True, (25, True)),
        (1, 10, True, (25, True)),
        (2, 10, True, (25, False)),
        (0, 25, True, (25, False)),
        (0, 50, True, (50, False)),
        (0, None, True, (25, False)),
        (0, 10, False, (25, False)),
    ],
)
def test_what_is_told(
    days_ago: int, known: int | None, *, wanted: bool, expected: tuple[int, bool]
) -> None:
    reached = {FIRST - timedelta(days=days_ago): 25, FIRST - timedelta(days=9): 10}
    assert told(reached, known, today=FIRST, wanted=wanted) == expected


def test_of_a_server_only_what_is_shown_counts() -> None:
    here = Series({FIRST: 12})
    assert reached_by_server(Series({FIRST: 20}), here) == {FIRST: 10}
    assert reached_by_server(Series({FIRST: 14}), here) == {}, "the rest is under five"
