"""Words of both directions stand in the order in which they are read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pictures.directions import levels, reads_right_to_left, visual_order


def seen(line: str) -> str:
    """Return the signs of a line from left to right, as its readers see them placed."""
    of_signs = levels(line, backwards=reads_right_to_left(line))
    return "".join(line[at] for at in visual_order(of_signs))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("we say (2018), 10 % of it", "we say (2018), 10 % of it"),
        ("אבג דהו", "והד גבא"),
        ("we say אבג דהו to all", "we say והד גבא to all"),
        ("we say אבג (2018) דהו to", "we say והד )2018( גבא to"),
        ("אבג we say דהו", "והד we say גבא"),
        ("אבג 10% דהו", "והד 10% גבא"),
        ("אבג 12.5-13 דהו", "והד 12.5-13 גבא"),
        ("نحن 1,000 و 5-6", "6-5 و 1,000 نحن"),  # after Arabic letters a hyphen parts numbers
        ("אבג #AskMoreOfHim.", ".#AskMoreOfHim גבא"),
        ("אבג (דהו) abc (זח)", ")חז( abc )והד( גבא"),
        ("abc (אבג) דהו", "abc (גבא) והד"),
        ("we אבג (דהו) abc", "we )והד( גבא abc"),
        ("we אבג 👩‍🚀 דהו", "we והד 🚀\u200d👩 גבא"),  # the sign is drawn whole; its place counts
        ("אָב 2", "2 ב\u05b8א"),
        ("אבג ] דהו )", ") והד ] גבא"),
        ("x ([אבג) we]", "x ([גבא) we]"),
        ("", ""),
    ],
)
def test_a_line_is_placed_as_it_is_read(line: str, expected: str) -> None:
    assert seen(line) == expected


@given(st.text(alphabet="ab אבנن12().-%#👍\u05b8\u200d", max_size=40), st.booleans())
def test_no_sign_is_lost_or_doubled(line: str, backwards: bool) -> None:
    found = levels(line, backwards=backwards)
    assert sorted(visual_order(found)) == list(range(len(line)))
    assert all(level in ((1, 2) if backwards else (0, 1, 2)) for level in found)


@given(st.text(alphabet="ab 12().-%#👍", max_size=40))
def test_a_line_of_one_direction_stays_as_it_is(line: str) -> None:
    assert set(levels(line, backwards=False)) <= {0}
    assert visual_order(levels(line, backwards=False)) == list(range(len(line)))
