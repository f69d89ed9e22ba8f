"""What a `Retry-After` header asks for is read, whatever stands in it."""

from __future__ import annotations

from datetime import timedelta
from email.utils import format_datetime

import pytest

from bot.domain.clock import pause_in, system_clock


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("", 0), ("5", 5), ("-5", 0), ("nan", 0), ("9999999", 86_400), ("soon", 0)],
)
def test_no_header_can_hold_the_bot_for_long_or_break_it(header: str, seconds: float) -> None:
    assert pause_in(header) == seconds


def test_a_header_may_hold_a_date() -> None:
    soon = format_datetime(system_clock() + timedelta(seconds=100), usegmt=True)
    assert 90 < pause_in(soon) <= 100
    assert pause_in("Thu, 26 Nov 2026 19:00:00 -0000") == 0
