"""The coverage floor only rises: a run that clears it by a whole point says what to raise it to."""

from __future__ import annotations

import math
from typing import Any

import pytest


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say it after the coverage report and before pytest's own last line."""
    measuring: Any = config.pluginmanager.getplugin("_cov")  # pytest-cov has no types
    if measuring is None or measuring.cov_total is None:
        return
    advice = raise_to(measuring.cov_total, floor=measuring.options.cov_fail_under or 0)
    if advice is not None:
        terminalreporter.write_line(
            f"The coverage floor can rise: set fail_under = {advice} in pyproject.toml"
        )


def raise_to(measured: float, *, floor: float) -> int | None:
    """Return the floor that a measured coverage has earned, or None while it is the present one."""
    earned = math.floor(measured)
    return earned if earned >= floor + 1 else None
