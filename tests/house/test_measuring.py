"""The coverage floor holds, rises, and is spoken of before pytest's own last line."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

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


def test_a_run_below_the_floor_fails_though_each_test_passed(tmp_path: Path) -> None:
    """Asked of a small project that is measured as this one is."""
    for name in ("tests/measuring.py", "tests/house/papers.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(papers.ROOT / name, tmp_path / name)
    for name, content in SMALL.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "1", "-p", "no:cacheprovider", "tests"],
        cwd=tmp_path,
        env={"PYTEST_PLUGINS": "tests.measuring"},
        capture_output=True,
        text=True,
        check=False,
    )
    *_, verdict_given, last = done.stdout.splitlines()
    assert done.returncode == pytest.ExitCode.TESTS_FAILED, done.stdout[-2_000:]
    assert "below the floor of 97 per cent" in verdict_given
    assert re.fullmatch(r"\d+ passed in .+", last)
    missed = {
        row[0]: int(row[1])
        for row in re.findall(r"^(bot/[\w/]+\.py) +\d+ +(\d+) ", done.stdout, re.MULTILINE)
    }
    assert missed.pop("bot/alone.py") == 2, "what no test imports is missed whole"
    assert missed == {"bot/halves.py": 1}, "what a worker ran whole is not missed"


SMALL = {
    "pyproject.toml": """
[tool.pytest.ini_options]
asyncio_default_fixture_loop_scope = "function"
filterwarnings = ["ignore"]

[tool.slipcover]
source = ["bot", "cogs"]
branch = true
fail-under = 97
exclude-also = []
""",
    "bot/__init__.py": "",
    "bot/alone.py": "def alone():\n    return 1\n",
    "bot/halves.py": "def half(more):\n    if more:\n        return 2\n    return 1\n",
    "bot/whole.py": "def whole():\n    return 1\n",
    "cogs/__init__.py": "",
    "tests/test_both.py": """
from bot.halves import half
from bot.whole import whole


def test_both():
    assert half(False) == whole()
""",
}


def test_the_coverage_floor_only_rises() -> None:
    history = papers.git("log", "--format=", "--patch", "-G^fail.under", "--", "pyproject.toml")
    earlier = [float(one) for one in re.findall(r"^\+fail.under = ([\d.]+)", history, re.MULTILINE)]
    assert earlier, "the history of the floor can be read"
    assert papers.pyproject()["tool"]["slipcover"]["fail-under"] >= max(earlier)
