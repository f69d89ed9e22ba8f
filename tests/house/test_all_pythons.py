"""`make test-all` tests with each Python that is there, and says which it could not try."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.house import papers

PASSES = "test:\n\t@echo $$PYTHON >>$(CURDIR)/../../tested\n"
FAILS_WITH_312 = PASSES + "\t@test $$PYTHON != python3.12\n"


class Clone:
    """A repository of its own, with the real script and stand-ins for what it calls."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._pythons = folder.with_name("pythons")
        self._pythons.mkdir()
        (folder / "tools").mkdir(parents=True)
        shutil.copy(papers.ROOT / "tools/test_all.sh", folder / "tools")
        (folder / ".gitignore").write_text(".pythons/\ntested\n", "utf-8")
        self.git("init", "--quiet")

    def git(self, *arguments: str) -> None:
        who = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
        command = ["git", *who, *arguments]
        subprocess.run(command, cwd=self.folder, check=True, capture_output=True)  # noqa: S603

    def commit(self, makefile: str) -> None:
        (self.folder / "Makefile").write_text(makefile, "utf-8")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "a change")

    def python(self, minor: str, *, works: bool = True) -> None:
        program = self._pythons / f"python{minor}"
        program.write_text(f"#!/bin/sh\nexit {int(not works)}\n", "utf-8")
        program.chmod(0o755)

    def test(self) -> subprocess.CompletedProcess[str]:
        """Run the script where only these Pythons are, and what the system needs itself."""
        programs = [shutil.which(one) for one in ("git", "make", "sh")]
        for one in filter(None, programs):
            link = self._pythons / Path(one).name
            if not link.exists():
                link.symlink_to(one)
        return subprocess.run(
            ["sh", "tools/test_all.sh"],  # noqa: S607 - the sh of whoever runs the tests
            cwd=self.folder,
            env={"PATH": str(self._pythons), "HOME": os.environ.get("HOME", "/")},
            capture_output=True,
            text=True,
            check=False,
        )

    def tested(self) -> list[str]:
        return (self.folder / "tested").read_text("utf-8").split()


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    made = Clone(tmp_path / "clone")
    made.python("3.11")
    made.python("3.12")
    made.python("3.13", works=False)  # as pyenv leaves a name for a Python that is not chosen
    return made


def test_each_python_that_works_is_tried_and_the_others_are_named(clone: Clone) -> None:
    clone.commit(PASSES)
    done = clone.test()
    assert done.returncode == 0, done.stderr
    assert clone.tested() == ["python3.11", "python3.12"]
    assert done.stdout.splitlines()[-4:] == [
        "3.11: passed",
        "3.12: passed",
        "3.13: not tried, there is no python3.13 on this machine",
        "3.14: not tried, there is no python3.14 on this machine",
    ]


def test_one_that_fails_fails_all_and_the_next_is_tried_still(clone: Clone) -> None:
    clone.python("3.14")
    clone.commit(FAILS_WITH_312)
    done = clone.test()
    assert done.returncode == 1
    said = done.stdout.splitlines()[-4:]
    assert [said[0], said[1], said[3]] == ["3.11: passed", "3.12: failed", "3.14: passed"]


def test_the_copies_follow_what_is_committed_and_the_rest_is_told(clone: Clone) -> None:
    clone.commit(FAILS_WITH_312)
    assert clone.test().returncode == 1
    (clone.folder / "Makefile").write_text(PASSES, "utf-8")
    told = clone.test()
    assert told.returncode == 1
    assert "what is not committed was not tested" in told.stderr
    clone.commit(PASSES)
    again = clone.test()
    assert (again.returncode, "not committed" in again.stderr) == (0, False)


def test_without_any_python_nothing_passed(clone: Clone) -> None:
    clone.commit(PASSES)
    clone.python("3.11", works=False)
    clone.python("3.12", works=False)
    done = clone.test()
    assert done.returncode == 1
    assert done.stdout.count("not tried") == 4
