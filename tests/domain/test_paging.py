"""How many pages a list takes."""

from __future__ import annotations

import pytest

from bot.domain.paging import pages_of


@pytest.mark.parametrize(("total", "pages"), [(0, 1), (1, 1), (10, 1), (11, 2), (20, 2), (21, 3)])
def test_a_list_has_a_page_at_least_and_none_that_is_empty(total: int, pages: int) -> None:
    assert pages_of(total, 10) == pages
