"""Where no environment can be made, or someone stops it, that is said once and in one line."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house import papers
from tests.house.project import Project

NOBODY = 65_534


@pytest.fixture
def elsewhere() -> Iterator[Path]:
    """A folder that another user can see and not write."""
    folder = Path(tempfile.mkdtemp(prefix="checkout-"))
    shutil.copytree(papers.ROOT / "tools", folder / "tools")
    for name in ("requirements.txt", "requirements-uv.txt"):
        (folder / name).write_text("")
    (folder / ".venv/bin").mkdir(parents=True)
    for one in range(50):
        (folder / f".venv/bin/{one}").write_text("")
    places = [folder, folder / ".venv", folder / ".venv/bin", folder / "tools"]
    for place in places:
        place.chmod(0o555)
    yield folder
    for place in places:
        place.chmod(0o755)
    shutil.rmtree(folder)


def test_in_another_users_checkout_one_sentence_says_so(elsewhere: Path) -> None:
    other = NOBODY if os.getuid() == 0 else None  # anyone else may not write there as it is
    told = subprocess.run(
        ["sh", "tools/venv.sh", "base"],  # noqa: S607 - the shell of whoever runs the tests
        cwd=elsewhere,
        env={"PATH": "/usr/bin:/bin:/usr/local/bin"},
        capture_output=True,
        text=True,
        check=False,
        user=other,
        group=other,
        extra_groups=None if other is None else [],
    )
    assert told.returncode == 1
    assert len(told.stderr.splitlines()) == 1, told.stderr
    assert "belongs to another user; work in a copy of your own" in told.stderr


def test_a_home_that_takes_nothing_is_no_hindrance(tmp_path: Path) -> None:
    project = Project.lay_out(tmp_path)
    (tmp_path / "home").write_text("no folder")
    del project.environment["UV_CACHE_DIR"]
    made = project.sh("tools/venv.sh", "base", HOME=str(tmp_path / "home"))
    assert made.returncode == 0, made.stderr
    assert project.versions() == {"alpha": 1}


@pytest.mark.usefixtures("interruptible")
def test_who_stops_an_install_is_told_in_one_line(tmp_path: Path) -> None:
    project = Project.lay_out(tmp_path)
    project.sh("tools/venv.sh", "base")
    programs = tmp_path / "programs"
    programs.mkdir()
    slow = programs / "uv"
    began = f': > "{tmp_path}/began"'
    slow.write_text(f'#!/bin/sh\n[ "$1" = --version ] && exit 0\n{began}\nsleep 60\n')
    slow.chmod(0o755)
    project.lock("base", "alpha", version="2")
    project.environment["PATH"] = f"{programs}{os.pathsep}{project.environment['PATH']}"
    said = stopped(project)
    assert said[-1] == "campaign bot: stopped; run the same again to go on"
    assert not any("not all there" in line for line in said), said


@pytest.mark.usefixtures("interruptible")
def test_who_stops_the_making_of_an_environment_reads_nothing_of_where_it_was(
    tmp_path: Path,
) -> None:
    project = Project.lay_out(tmp_path)
    (tmp_path / "programs").mkdir()
    slow = tmp_path / "programs/python"
    slow.write_text(
        f"#!{sys.executable}\nimport os, sys, time\n"
        "if 'venv' not in sys.argv: os.execv(sys.executable, [sys.executable, *sys.argv[1:]])\n"
        f"open({str(tmp_path / 'began')!r}, 'w').close()\ntime.sleep(60)\n"
    )
    slow.chmod(0o755)
    project.environment.update(PYTHON=str(slow), PATH="/usr/bin:/bin")
    assert stopped(project) == [
        f"campaign bot: making .venv with Python ({slow})",
        "campaign bot: stopped; run the same again to go on",
    ]


def test_a_making_that_fails_is_told_with_what_was_said(tmp_path: Path) -> None:
    project = Project.lay_out(tmp_path)
    broken = tmp_path / "broken"
    broken.write_text(
        '#!/bin/sh\n[ "$1 $2" = "-m venv" ] || exit 0\necho "no room left" >&2\nexit 1\n'
    )
    broken.chmod(0o755)
    told = project.sh("tools/venv.sh", "base", PYTHON=str(broken), PATH="/usr/bin:/bin")
    assert told.returncode == 1
    assert told.stderr.splitlines()[1] == "no room left"
    assert told.stderr.endswith("see above, then run the same again\n")


def stopped(project: Project) -> list[str]:
    """Press Ctrl-C once a file says that the slow program has begun; return our own lines."""
    with project.start("run", "ARGS=--script") as make:
        while not (project.folder / "began").exists():
            assert make.poll() is None
            os.sched_yield()
        for _ in range(40):  # as who presses Ctrl-C until it is heard
            os.killpg(make.pid, signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                make.wait(0.5)
                break
        said = make.communicate(timeout=20)[1].splitlines()
    assert make.returncode != 0
    return [line for line in said if not line.startswith("make")]
