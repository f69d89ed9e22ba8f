"""A rehearsal starts with a sentence and an address, and Ctrl-C ends it in order."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.exits import CannotStart, Exit
from bot.rehearsal import require_simulator
from bot.terminal.browser import browser_is_likely

ROOT = Path(__file__).resolve().parents[2]

START = """
import sys
from pathlib import Path
from bot.rehearsal import run_rehearsal
sys.exit(run_rehearsal(config_root=Path(sys.argv[1]), data_dir=Path(sys.argv[2]), port=0))
"""

NOTHING_LOADS = """
import runpy, sys
sys.argv[0] = "bot"
sys.modules["bot.command_line"] = None
runpy.run_module("bot", run_name="__main__")
"""


@pytest.mark.parametrize(
    ("arguments", "told"),
    [(["rehearse", "--fresh"], True), (["rehearse", "--help"], False), (["doctor"], False)],
)
def test_who_starts_it_is_told_before_the_bot_is_loaded(arguments: list[str], told: bool) -> None:
    command = [sys.executable, "-c", NOTHING_LOADS, *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    assert done.stdout == ""
    assert done.stderr.startswith("Loading the bot; this takes some seconds.\n") is told
    assert "ModuleNotFoundError" in done.stderr


def test_what_is_missing_is_named_with_the_way_to_install_it() -> None:
    with pytest.raises(CannotStart, match=r"make run.*no_such_package") as refused:
        require_simulator(("simcord", "no_such_package"))
    assert refused.value.code is Exit.REHEARSAL
    assert "simcord," not in refused.value.sentence


@pytest.mark.parametrize(
    ("environment", "platform", "interactive", "likely"),
    [
        ({"DISPLAY": ":0"}, "linux", True, True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True, True),
        ({}, "linux", True, False),
        ({}, "darwin", True, True),
        ({}, "win32", True, True),
        ({"DISPLAY": ":0"}, "linux", False, False),
        ({"DISPLAY": ":0", "CI": "true"}, "linux", True, False),
        ({"DISPLAY": "localhost:10", "SSH_CONNECTION": "a b"}, "linux", True, False),
        ({"SSH_CONNECTION": "a b"}, "darwin", True, False),
    ],
)
def test_a_browser_is_opened_only_where_the_person_would_see_it(
    environment: dict[str, str], platform: str, interactive: bool, likely: bool
) -> None:
    assert browser_is_likely(environment, platform, interactive=interactive) is likely


@pytest.mark.sampled(of="")
@pytest.mark.parametrize(
    ("how", "when"),
    [
        (signal.SIGINT, "--fresh"),
        (signal.SIGTERM, "--fresh"),
        (signal.SIGINT, "Reading the campaign"),
    ],
)
def test_it_says_where_to_go_and_ends_in_order(
    config_root: Path, tmp_path: Path, how: signal.Signals, when: str
) -> None:
    command = [sys.executable, "-c", START, str(config_root), str(tmp_path / "data")]
    with subprocess.Popen(  # noqa: S603 - our own words
        command,
        cwd=ROOT,
        env=os.environ | {"PYTHONWARNINGS": "error::ResourceWarning"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        assert process.stderr
        said = ""
        for line in process.stdout:
            said += line
            if when in line:
                break
        process.send_signal(how)
        said += process.stdout.read()
        complaints = process.stderr.read()
    assert process.returncode == 0, complaints
    assert complaints == ""
    assert said.endswith("The rehearsal has ended.\n")
    invited = re.search(r"http://127\.0\.0\.1:\d+/[\w-]{20,}/", said)
    assert bool(invited) is (when == "--fresh")
    for words in ("DISCORD_TOKEN", "Ctrl-C", "rehearsal.sqlite3") if invited else ():
        assert words in said
