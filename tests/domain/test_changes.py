"""Why a number moved: the parts are the published change, and no small group stands by itself."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.tallies import SignatureChange
from bot.domain.tallies.changes import OTHER, TOLD, Cause, Moved, by_day, causes_of

DAY = date(2026, 11, 22)

MOVED = st.lists(
    st.builds(
        Moved,
        st.just(DAY),
        st.sampled_from(SignatureChange),
        st.integers(0, 2),
        st.integers(-30, 30),
    ),
    max_size=6,
    unique_by=lambda one: (one.kind, one.reason),
)


def moved(kind: SignatureChange, counted: int, reason: int = 0) -> Moved:
    return Moved(DAY, kind, reason, counted)


@given(st.none() | st.integers(-60, 60), MOVED, st.integers(1, 12))
def test_whatever_happened_the_parts_are_the_change_and_none_is_of_a_few(
    change: int | None, what: list[Moved], at_least: int
) -> None:
    causes = causes_of(change, what, at_least=at_least)
    assert sum(one.change for one in causes) == (change or 0)
    fewest = max(5, at_least)
    assert all(abs(one.change) >= fewest for one in causes if one.kind != OTHER)
    if len(causes) > 1:
        assert all(abs(one.change) >= fewest for one in causes)


@given(st.integers(-60, 60), MOVED, st.integers(-30, 30))
def test_how_many_signed_changes_nothing(change: int, what: list[Moved], signed: int) -> None:
    others = [one for one in what if one.kind in TOLD]
    more = [*others, moved(SignatureChange.SIGNED, signed)]
    assert causes_of(change, more, at_least=3) == causes_of(change, others, at_least=3)


WITHDRAWN, ERASED = SignatureChange.WITHDRAWN, SignatureChange.ERASED


@pytest.mark.parametrize(
    ("change", "what", "told"),
    [
        (None, [moved(WITHDRAWN, -9)], []),
        (0, [], []),
        (12, [], [(OTHER, 12)]),
        (12, [moved(WITHDRAWN, -4)], [(OTHER, 12)]),
        (12, [moved(WITHDRAWN, -5)], [("withdrawn", -5), (OTHER, 17)]),
        (-8, [moved(WITHDRAWN, -8)], [("withdrawn", -8)]),
        (-6, [moved(WITHDRAWN, -8)], [(OTHER, -6)]),
        (-4, [moved(WITHDRAWN, -8)], [(OTHER, -4)]),
        (-3, [moved(WITHDRAWN, -8)], [("withdrawn", -8), (OTHER, 5)]),
        (
            -9,
            [moved(WITHDRAWN, -9, 1), moved(ERASED, -6)],
            [("withdrawn", -9), ("erased", -6), (OTHER, 6)],
        ),
        (0, [moved(SignatureChange.RECONCILED, 7)], [("reconciled", 7), (OTHER, -7)]),
    ],
)
def test_what_is_told(change: int | None, what: list[Moved], told: list[tuple[str, int]]) -> None:
    assert [(one.kind, one.change) for one in causes_of(change, what, at_least=3)] == told


def test_a_number_that_waits_for_more_tells_no_fewer() -> None:
    what = [moved(WITHDRAWN, -9)]
    assert causes_of(-20, what, at_least=10) == (Cause(OTHER, 0, -20),)


def test_each_day_has_its_own() -> None:
    other = Moved(date(2026, 11, 23), ERASED, 0, -5)
    assert by_day([moved(WITHDRAWN, -5), other]) == {
        DAY: [moved(WITHDRAWN, -5)],
        other.day: [other],
    }
