"""What nobody catches (in the loop, a thread, a finaliser, at the top) is logged without values."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

SECRET = "Zoë 123456789012345678"

BEGINNING = f"""
import asyncio, gc, sys, threading, warnings
from bot.log import set_up, watch_loop
set_up(level="debug", as_json=True)
SECRET = {SECRET!r}
def fail():
    raise ValueError(SECRET)
"""

IN_A_TASK = """
async def fail_later(secret):
    raise ValueError(secret)
async def main():
    watch_loop(asyncio.get_running_loop())
    task = asyncio.create_task(fail_later(SECRET), name=SECRET)
    await asyncio.wait([task])
    del task
    gc.collect()
asyncio.run(main(), debug=True)
"""

IN_A_CALLBACK = """
async def main():
    loop = asyncio.get_running_loop()
    watch_loop(loop)
    loop.call_soon(lambda secret: fail(), SECRET)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
asyncio.run(main())
"""

IN_A_THREAD = """
thread = threading.Thread(target=fail, name=SECRET)
thread.start()
thread.join()
"""

IN_A_FINALISER = """
class Dying:
    def __repr__(self):
        return SECRET
    def __del__(self):
        fail()
Dying()
"""


def run(body: str) -> tuple[int, list[dict[str, Any]]]:
    """Run a program in a process of its own and return its exit code and its log."""
    done = subprocess.run(  # noqa: S603 - our own words, no shell
        [sys.executable, "-X", "dev", "-c", BEGINNING + body],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout == ""
    assert "Zo" not in done.stderr
    assert "123456789012345678" not in done.stderr
    return done.returncode, [json.loads(line) for line in done.stderr.splitlines()]


def test_at_the_top_it_ends_with_code_1_and_a_reference() -> None:
    code, lines = run("fail()")
    assert code == 1
    assert [line["level"] for line in lines] == ["critical"]
    assert lines[0]["reference"]
    assert lines[0]["errors"][0]["type"] == "ValueError"


@pytest.mark.parametrize(
    "body",
    [IN_A_TASK, IN_A_CALLBACK, IN_A_THREAD, IN_A_FINALISER],
    ids=["task", "callback", "thread", "finaliser"],
)
def test_elsewhere_it_is_logged_and_the_process_goes_on(body: str) -> None:
    code, lines = run(body)
    assert code == 0
    assert [line["errors"][0]["type"] for line in lines] == ["ValueError"]


def test_a_warning_is_told_by_its_kind_and_place() -> None:
    code, lines = run("warnings.warn(SECRET, UserWarning)")
    assert code == 0
    assert [(line["level"], line["kind"]) for line in lines] == [("warning", "UserWarning")]
