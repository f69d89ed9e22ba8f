"""A command that is printed can be typed as it stands, in this folder and this shell."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.exits import typed

ROOT = Path(__file__).resolve().parents[2]


def test_what_is_printed_works_without_an_activated_environment() -> None:
    said = subprocess.run(  # noqa: S602 - it is what a person would type
        typed("--help"),
        shell=True,
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "rehearse" in said.stdout


@pytest.mark.parametrize(
    ("python", "platform", "shown"),
    [
        ("{here}/.venv/bin/python", "linux", ".venv/bin/python -m bot doctor"),
        ("/srv/my bot/bin/python", "linux", "'/srv/my bot/bin/python' -m bot doctor"),
        ("/srv/my bot/bin/python", "win32", "& '/srv/my bot/bin/python' -m bot doctor"),
        ("/srv/zoe's/python", "win32", "& '/srv/zoe''s/python' -m bot doctor"),
        ("/usr/bin/python3", "win32", "/usr/bin/python3 -m bot doctor"),
    ],
)
def test_it_is_as_short_as_it_can_be(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, python: str, platform: str, shown: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "executable", python.format(here=tmp_path))
    monkeypatch.setattr(sys, "platform", platform)
    assert typed("doctor") == shown
