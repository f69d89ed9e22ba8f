"""Who stops the bot in its first second, while it is still being imported, is heard."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.exits import Exit
from tests.process.conftest import ROOT

_SLOW_IMPORT = "print('importing', flush=True)\ninput()\n"
pytestmark = pytest.mark.usefixtures("interruptible")
_UNSHARE = shutil.which("unshare")


def _works(*command: str) -> bool:
    return subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0  # noqa: S603


AS_FIRST = ("unshare", "--user", "--map-root-user", "--pid", "--fork", "--kill-child")


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX's")
@pytest.mark.sampled(of="")
@pytest.mark.parametrize(
    ("command", "sign", "code"),
    [
        ("run", signal.SIGTERM, Exit.OK),
        ("run", signal.SIGINT, Exit.OK),
        ("migrate", signal.SIGTERM, Exit.STOPPED),
        ("migrate", signal.SIGINT, Exit.STOPPED),
    ],
)
def test_while_it_is_imported(place: Path, command: str, sign: signal.Signals, code: Exit) -> None:
    (place / "discord.py").write_text(_SLOW_IMPORT)
    with subprocess.Popen(  # noqa: S603 - nothing of it comes from outside
        [sys.executable, "-m", "bot", command],
        cwd=place,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        process_group=0,
    ) as bot:
        assert bot.stdout is not None
        assert bot.stdout.readline() == "importing\n"
        bot.send_signal(sign)
        assert bot.wait(30) == code
        assert bot.stdout.read() == ""


@pytest.mark.skipif(
    _UNSHARE is None or not _works(*AS_FIRST), reason="this machine gives no process a first one"
)
def test_as_the_first_process_of_a_container(place: Path) -> None:
    (place / "discord.py").write_text("import os, signal\nos.kill(1, signal.SIGTERM)\ninput()\n")
    done = subprocess.run(  # noqa: S603 - nothing of it comes from outside
        [*AS_FIRST, sys.executable, "-m", "bot", "run"],
        cwd=place,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        capture_output=True,
        timeout=30,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (Exit.OK, b"", b"")
