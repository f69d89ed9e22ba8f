"""What nobody catches (in the loop, a thread, a finaliser, at the top) is logged without values."""

from __future__ import annotations

import asyncio
import gc
import json
import subprocess
import sys
import threading
import warnings
from typing import Any

import pytest

from bot.log import watch_loop
from tests.process.conftest import Lines

pytestmark = pytest.mark.sampled

SECRET = "Zoë 123456789012345678"


def fail() -> None:
    raise ValueError(SECRET)


async def fail_later(secret: str) -> None:
    raise ValueError(secret)


def told(lines: Lines) -> list[dict[str, Any]]:
    """Return what was logged, none of it secret."""
    assert "Zo" not in lines.text
    assert "123456789012345678" not in lines.text
    return [json.loads(line) for line in lines.text.splitlines()]


async def test_a_task_that_nobody_awaits(whole_process: Lines) -> None:
    watch_loop(asyncio.get_running_loop())
    task = asyncio.create_task(fail_later(SECRET), name=SECRET)
    await asyncio.wait([task])
    del task
    gc.collect()
    (line,) = told(whole_process)
    assert line["found"] == "fail_later"
    assert line["errors"][0]["type"] == "ValueError"


async def test_a_callback_of_the_loop(whole_process: Lines) -> None:
    loop = asyncio.get_running_loop()
    watch_loop(loop)

    def call_back(secret: str) -> None:
        raise ValueError(secret)

    loop.call_soon(call_back, SECRET)
    await asyncio.sleep(0)
    (line,) = told(whole_process)
    assert (line["kind"], line["errors"][0]["type"]) == ("handle", "ValueError")


def test_a_thread(whole_process: Lines) -> None:
    thread = threading.Thread(target=fail, name=SECRET)
    thread.start()
    thread.join()
    (line,) = told(whole_process)
    assert line["errors"][0]["type"] == "ValueError"


@pytest.mark.parametrize("closed", [True, False])
def test_a_thread_that_was_left_behind_is_told_of_as_that(
    whole_process: Lines, closed: bool
) -> None:
    loop, gone = asyncio.new_event_loop(), asyncio.new_event_loop()
    watch_loop(loop)
    gone.close()
    if closed:
        loop.close()
    answer = threading.Thread(target=(loop if closed else gone).call_soon_threadsafe, args=(fail,))
    answer.start()
    answer.join()
    loop.close()
    (line,) = told(whole_process)
    assert (line["level"] == "warning") is closed
    assert ("has ended late" in line["event"]) is closed
    assert ("errors" in line) is not closed


def test_a_warning_is_told_by_its_kind_and_place(whole_process: Lines) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn_explicit(SECRET, UserWarning, "/home/zoe/bot/somewhere.py", 7)
    (line,) = told(whole_process)
    assert (line["kind"], line["found"]) == ("UserWarning", "somewhere.py:7 ?")


def test_ctrl_c_is_no_error(whole_process: Lines) -> None:
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert told(whole_process) == []


BEGINNING = f"""
from bot.log import set_up
set_up(level="debug", as_json=True)
SECRET = {SECRET!r}
def fail():
    raise ValueError(SECRET)
"""

FINALISER = """
class Dying:
    def __repr__(self):
        return SECRET
    def __del__(self):
        fail()
Dying()
"""


@pytest.mark.parametrize(
    ("body", "code", "level"),
    [("fail()", 1, "critical"), (FINALISER, 0, "error")],
    ids=["the top", "a finaliser"],
)
def test_in_a_process_of_its_own(body: str, code: int, level: str) -> None:
    done = subprocess.run(  # noqa: S603 - our own words, no shell
        [sys.executable, "-X", "dev", "-c", BEGINNING + body],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    (line,) = [json.loads(line) for line in done.stderr.splitlines()]
    assert (done.returncode, done.stdout) == (code, "")
    assert (line["level"], line["errors"][0]["type"]) == (level, "ValueError")
    assert ("reference" in line) == (code == 1)
    assert "Zo" not in done.stderr
    assert "123456789012345678" not in done.stderr
