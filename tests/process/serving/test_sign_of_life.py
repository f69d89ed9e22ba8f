"""A bot that froze or was killed is told from one that serves, and from one that was stopped."""

from __future__ import annotations

import asyncio
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest

from bot.services.doctor import Mark, sign_of_life
from bot.services.doctor.machine import at_work
from bot.services.doctor.sign_of_life import giving_signs, last_sign


def said(file: Path | None, *, later: timedelta = timedelta()) -> list[Mark]:
    return [one.mark for one in at_work(file, lambda: datetime.now(UTC) + later)]


async def test_it_is_seen_as_long_as_the_loop_turns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sign_of_life, "EVERY", 0.01)
    lock = tmp_path / "x.sqlite3.lock"
    lock.touch()
    assert said(lock) == []
    with giving_signs(lock):
        async with asyncio.timeout(10):
            while last_sign(lock) is None:
                await asyncio.sleep(0)
            os.utime(lock, (0, 0))  # frozen since long ago, and going on
            while said(lock) != [Mark.OK]:
                await asyncio.sleep(0)
            os.truncate(lock, 0)  # as whoever asks for a lock does
            while said(lock) != [Mark.OK]:
                await asyncio.sleep(0)
        assert said(lock, later=timedelta(minutes=7)) == [Mark.MEND]
    assert last_sign(lock) is None
    assert said(lock, later=timedelta(minutes=7)) == []


async def test_a_moment_without_a_thread_is_not_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sign_of_life, "EVERY", 0.01)
    told = list[object]()
    asyncio.get_running_loop().set_exception_handler(lambda _, about: told.append(about))
    lock = tmp_path / "x.sqlite3.lock"
    lock.touch()
    with giving_signs(lock):
        async with asyncio.timeout(10):
            with monkeypatch.context() as patched:

                def refused(_: Thread) -> None:
                    raise RuntimeError("can't start new thread")

                patched.setattr(Thread, "start", refused)
                while not told:
                    await asyncio.sleep(0.001)
            os.truncate(lock, 0)
            while last_sign(lock) is None:
                await asyncio.sleep(0.001)
        assert said(lock) == [Mark.OK]


def test_a_killed_one_is_told(tmp_path: Path) -> None:
    lock = tmp_path / "x.sqlite3.lock"
    lock.write_text("it was at work")
    os.utime(lock, (0, 0))
    assert said(lock) == [Mark.MEND]


def test_a_sign_from_the_future_says_nothing(tmp_path: Path) -> None:
    lock = tmp_path / "x.sqlite3.lock"
    lock.write_text("it was at work")
    assert said(lock, later=timedelta(seconds=-30)) == [Mark.OK]
    assert said(lock, later=timedelta(seconds=-4_000)) == [Mark.UNSEEN]


async def test_a_file_that_refuses_holds_nothing_up(tmp_path: Path) -> None:
    with giving_signs(tmp_path / "none" / "x.lock"):
        pass
    assert said(tmp_path / "none" / "x.lock") == []


def test_on_a_server_elsewhere_it_is_not_guessed_at() -> None:
    assert said(None) == [Mark.UNSEEN]
