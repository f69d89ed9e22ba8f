"""Groups as moderators see and choose them: in steps of five, and nobody is singled out."""

from __future__ import annotations

import pytest

from bot.domain.moderation.cases import (
    ANY_HOUR,
    Case,
    CaseState,
    Cell,
    Group,
    covered,
    in_steps,
    shown,
    small,
    to_set_aside,
)
from bot.domain.pledges import State
from bot.domain.refusals import TooFewChosen, TooFewLeft

NEW, NEWER = Cell(500, 1, 1), Cell(500, 1, 2)
LATER, JOINED = Cell(501, 1, 1), Cell(500, 2, 4)
COUNTED, COUNTED_LATER = Cell(500), Cell(501)


def test_two_looks_do_not_show_that_one_came_or_went() -> None:
    looks = [shown({NEW: size})[0].at_least for size in range(15, 20)]
    assert looks == [15] * 5
    assert [in_steps(size) for size in range(6)] == [0, 0, 0, 0, 0, 5]


def test_groups_stand_by_their_hour_and_nothing_tells_that_there_are_small_ones() -> None:
    sizes = {LATER: 500, NEW: 4, JOINED: 1, NEWER: 0, COUNTED: 9}
    assert shown(sizes) == (Group(COUNTED, 5), Group(LATER, 500))
    assert shown(sizes) == shown({LATER: 500, COUNTED: 9})
    assert small(sizes) == (NEW, JOINED)


def test_a_choice_names_groups_by_hour_or_for_every_hour() -> None:
    cells = [LATER, NEW, NEWER, JOINED]
    assert covered([NEW], cells) == (NEW,)
    assert covered([Cell(ANY_HOUR, 1, 1)], cells) == (NEW, LATER)
    assert covered([Cell(ANY_HOUR, 3, 4)], cells) == ()
    assert (NEW.state, COUNTED.state) == (State.HELD, State.COUNTED)


def test_only_groups_of_five_or_more_are_set_aside() -> None:
    held = {NEW: 500, NEWER: 4, LATER: 5}
    with pytest.raises(TooFewChosen):
        to_set_aside([NEWER], held, {})
    with pytest.raises(TooFewChosen):
        to_set_aside([JOINED], held, {})


@pytest.mark.parametrize(("left", "refused"), [(0, False), (1, True), (4, True), (5, False)])
def test_what_is_left_is_none_or_five(left: int, refused: bool) -> None:
    for state in State.HELD, State.COUNTED:
        cells = (NEW, NEWER) if state is State.HELD else (COUNTED, COUNTED_LATER)
        sizes = {cells[0]: 18, cells[1]: left}
        held, counted = (sizes, {}) if state is State.HELD else ({}, sizes)
        if refused:
            with pytest.raises(TooFewLeft):
                to_set_aside(cells[:1], held, counted)
        else:
            assert to_set_aside(cells[:1], held, counted) == cells[:1]


def test_what_is_counted_and_not_chosen_does_not_matter_to_what_is_held() -> None:
    assert to_set_aside([NEW], {NEW: 18}, {COUNTED: 2}) == (NEW,)


def test_a_case_says_its_size_in_steps_and_ends_after_thirty_days() -> None:
    case = Case(1, 20_000, CaseState.DONE, 11, 18)
    assert (case.at_least, case.ends) == (15, 20_030)
    told = [Case(1, 20_000, CaseState.DONE, 11, 18 + own, sizes=(15, 5)) for own in range(5, 10)]
    assert {one.at_least for one in told} == {20}, "a group of one's own measures no other"
