"""The coverage floor holds, rises, and is spoken of before pytest's own last line."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house import papers
from tests.house.coverage_floor import raise_to

SAMPLE = "def half(number: int) -> int:\n    return number // 2\n"
TEST = "import sample\n\ndef test_half() -> None:\n    assert sample.half(4) == 2\n"


def run(folder: Path, *, floor: int) -> list[str]:
    """Run a small measured test session with the floor's plugin and return what it printed."""
    (folder / "sample.py").write_text(SAMPLE, "utf-8")
    (folder / "test_sample.py").write_text(TEST, "utf-8")
    command = [sys.executable, "-m", "pytest", "--config-file=pyproject.toml"]
    command += ["--cov=sample", f"--cov-fail-under={floor}"]
    done = subprocess.run(  # noqa: S603 - our own interpreter, no shell
        [*command, "-p", "tests.house.coverage_floor", "-p", "no:cacheprovider", str(folder)],
        cwd=papers.ROOT,
        env={"COVERAGE_FILE": str(folder / "coverage"), "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.splitlines()


@pytest.mark.parametrize(
    ("measured", "floor", "advice"),
    [(94.9, 94, None), (95.0, 94, 95), (97.2, 94, 97), (94.0, 95, None), (0.0, 0, None)],
)
def test_a_run_says_what_the_floor_has_earned(
    measured: float, floor: float, advice: int | None
) -> None:
    assert raise_to(measured, floor=floor) == advice


def test_the_advice_stands_before_the_last_line(tmp_path: Path) -> None:
    printed = run(tmp_path, floor=90)
    assert "The coverage floor can rise: set fail_under = 100 in pyproject.toml" in printed
    assert re.fullmatch(r"=+ 1 passed in .+ =+", printed[-1])


def test_a_floor_that_is_reached_is_not_spoken_of(tmp_path: Path) -> None:
    printed = run(tmp_path, floor=100)
    assert not [line for line in printed if "can rise" in line]
    assert "1 passed" in printed[-1]


def test_the_coverage_floor_only_rises() -> None:
    history = papers.git("log", "--format=", "--patch", "-G^fail_under", "--", "pyproject.toml")
    earlier = [float(one) for one in re.findall(r"^\+fail_under = ([\d.]+)", history, re.MULTILINE)]
    floor = papers.pyproject()["tool"]["coverage"]["report"]["fail_under"]
    assert floor >= max(earlier, default=0)
