"""A time that passes only when a test says so, for all that a module does with time."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest


class Clock:
    """Stands for the modules `time` and `asyncio`, and for the event loop."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.later: list[tuple[float, Any, tuple[Any, ...]]] = []

    def monotonic(self) -> float:
        return self.now

    def get_running_loop(self) -> Clock:
        return self

    def call_later(self, seconds: float, what: Any, *given: Any) -> None:
        self.later.append((self.now + seconds, what, given))

    async def sleep(self, seconds: float) -> None:
        self.let_pass(seconds)

    def let_pass(self, seconds: float) -> None:
        """Let time pass, and call what is due then."""
        self.now += seconds
        due, self.later = self.later, []
        for when, what, given in due:
            if when <= self.now:
                what(*given)
            else:
                self.later.append((when, what, given))


def clock_for(module: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Return a clock that a module goes by until the end of the test."""
    made = Clock()
    monkeypatch.setattr(module, "time", made)
    monkeypatch.setattr(module, "asyncio", made)
    return made
