"""A wait is told once, after the seconds that it may take, and not when it is over."""

from __future__ import annotations

import asyncio
import logging

import pytest

from bot.log import Wait, told_when_slow, waiting


@pytest.mark.parametrize(
    ("lasts", "over", "told"), [(0.2, False, 1), (0.2, True, 0), (0.0, False, 0)]
)
async def test_a_wait_is_told_only_when_it_is_slow(
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    *,
    lasts: float,
    over: bool,
    told: int,
) -> None:
    assert waiting.SLOW == 5.0
    monkeypatch.setattr(waiting, "SLOW", 0.05)
    with caplog.at_level(logging.INFO, "bot.log.waiting"):
        with told_when_slow(Wait.GATEWAY, over=lambda: over):
            await asyncio.sleep(lasts)
        await asyncio.sleep(0.1)
    assert len(caplog.records) == told
