"""What one line of text needs to be searched, sorted and shown in little room."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.text import search_form, shorten


@pytest.mark.parametrize(
    ("text", "found"),
    [("États-Unis", "etats-unis"), (" HOPE ", "hope"), ("Straße", "strasse"), ("İzmir", "izmir")],
)
def test_accents_and_capitals_do_not_count_in_a_search(text: str, found: str) -> None:
    assert search_form(text) == found


@given(st.text(), st.integers(1, 40))
def test_a_shortened_text_fits(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert len(short) <= limit
    if len(text) <= limit:
        assert short == text
    else:
        assert short.endswith("…")
        assert text.startswith(short[:-1])
