"""How many pages a list takes that is shown a part at a time."""

from __future__ import annotations


def pages_of(total: int, a_page: int) -> int:
    """Return how many pages so many entries take; where there are none, it is one."""
    return max(1, -(-total // a_page))
