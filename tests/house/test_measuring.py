"""The coverage floor holds, rises, and is spoken of before pytest's own last line."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from tests.house import papers
from tests.measuring import verdict


@pytest.mark.parametrize(
    ("measured", "floor", "said"),
    [
        (94.9, 94, r"94\.90 per cent of lines and branches\.$"),
        (95.0, 94, "can rise: set fail-under = 95"),
        (97.2, 94, "can rise: set fail-under = 97"),
        (94.0, 95, "below the floor of 95 per cent: the run has failed"),
    ],
)
def test_a_run_says_what_its_coverage_means(measured: float, floor: float, said: str) -> None:
    assert re.search(said, verdict(measured, floor=floor))


def test_a_run_below_the_floor_fails_though_each_test_passed() -> None:
    """Asked of a process that is given one file of tests, which run little of the bot."""
    done = subprocess.run(  # noqa: S603 - our own interpreter, no shell
        [sys.executable, "-m", "pytest", "-q", "-n", "1", "-p", "no:cacheprovider", TESTS],
        cwd=papers.ROOT,
        env={"PYTEST_PLUGINS": "tests.measuring"},
        capture_output=True,
        text=True,
        check=False,
    )
    *_, verdict_given, last = done.stdout.splitlines()
    assert done.returncode == pytest.ExitCode.TESTS_FAILED, done.stdout[-2_000:]
    assert "below the floor of" in verdict_given
    assert re.fullmatch(r"\d+ passed in .+", last)
    missed = {
        row[0]: int(row[1])
        for row in re.findall(r"^(bot/[\w/]+\.py) +\d+ +(\d+) ", done.stdout, re.MULTILINE)
    }
    assert missed["bot/running.py"] > 100, "what no test imports is missed whole"
    assert "bot/domain/decks.py" not in missed, "what a worker ran whole is not missed"


TESTS = "tests/domain/test_decks.py"


def test_the_coverage_floor_only_rises() -> None:
    history = papers.git("log", "--format=", "--patch", "-G^fail.under", "--", "pyproject.toml")
    earlier = [float(one) for one in re.findall(r"^\+fail.under = ([\d.]+)", history, re.MULTILINE)]
    assert earlier, "the history of the floor can be read"
    assert papers.pyproject()["tool"]["slipcover"]["fail-under"] >= max(earlier)
