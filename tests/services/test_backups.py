"""A backup a day, of which so many are kept; what is not the bot's own is never removed."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.services import backups
from bot.services.backups import BackupFolder, Kept, ScheduledBackups, Trouble, made_by_a_process

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
SECRET = b"a secret of these tests, 32 bytes"


class Days:
    """Scheduled backups with a clock that a test moves and copies that take no time."""

    def __init__(self, path: Path, *, keep: int = 2) -> None:
        self.now = NOON
        self.trouble: Trouble | None = None
        self.folder = BackupFolder(path, SECRET)
        self.backups = ScheduledBackups(self.folder, lambda: self.now, keep=keep, make=self._make)
        self.made: list[Path] = []

    async def _make(self, file: Path) -> Trouble | None:
        if self.trouble is None:
            file.write_bytes(b"a copy")
            self.made.append(file)
        return self.trouble

    async def after(self, **time: float) -> Kept:
        self.now += timedelta(**time)
        await self.backups.look()
        return self.backups.state


@pytest.fixture
def days(tmp_path: Path) -> Days:
    return Days(tmp_path)


async def test_one_is_made_at_once_and_then_each_day(days: Days) -> None:
    assert await days.after() == Kept(NOON)
    assert await days.after(hours=23, minutes=59) == Kept(NOON)
    assert len(days.made) == 1
    assert await days.after(minutes=1) == Kept(NOON + timedelta(days=1))
    assert len(days.made) == 2


async def test_after_a_restart_the_folder_says_when_the_last_one_was_made(
    days: Days, tmp_path: Path
) -> None:
    await days.after()
    another = Days(tmp_path)
    assert await another.after(hours=5) == Kept(NOON)
    assert another.made == []


async def test_a_clock_that_was_ahead_keeps_no_backup_away(days: Days) -> None:
    await days.after(days=400)
    assert (await days.after(days=-400)).made == NOON


async def test_a_clock_that_was_ahead_costs_no_history(tmp_path: Path) -> None:
    days = Days(tmp_path, keep=7)
    for _ in range(7):
        await days.after(days=1)
    week = days.made[-6:]
    await days.after(days=3)
    await days.after(days=-3)
    for _ in range(12):
        await days.after(minutes=10)
    assert len(days.made) == 8, "the last of the week is not a day old"
    assert days.backups.state.made == NOON + timedelta(days=7)
    await days.after(days=1)
    assert {*tmp_path.iterdir()} == {*week, days.made[-1]}, "what a wrong clock named goes first"


async def test_a_clock_that_was_some_hours_ahead_does_not_delay_the_next(days: Days) -> None:
    await days.after()
    await days.after(hours=4 + 20)
    assert len(days.made) == 2
    await days.after(hours=-20)
    assert len(days.made) == 2
    assert (await days.after(hours=20)).made == NOON + timedelta(days=1)
    assert len(days.made) == 3, "a day after the last one whose day is known"


async def test_a_clock_that_is_behind_for_a_while_costs_no_more_than_a_day_does(
    tmp_path: Path,
) -> None:
    days = Days(tmp_path, keep=7)
    for _ in range(7):
        await days.after(days=1)
    await days.after(days=-400)
    for _ in range(5):
        await days.after(minutes=10)
    assert {*tmp_path.iterdir()} == {*days.made[1:7], days.made[-1]}
    assert len(days.made) == 8


async def test_what_nobody_expects_is_told_and_it_is_tried_again(
    days: Days, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(_: Path) -> Trouble | None:
        raise RuntimeError

    made = ScheduledBackups(days.folder, lambda: NOON, keep=2, make=broken)
    await made.look()
    assert made.state == Kept(None, Trouble.FAILED)
    assert caplog.messages[0] == "making a scheduled backup failed"
    assert caplog.records[0].exc_info


async def test_only_so_many_of_its_own_are_kept(days: Days, tmp_path: Path) -> None:
    await days.after()
    stamp = days.made[0].name.split("-")[1]
    others = [
        tmp_path / "before-the-move.sqlite3",
        tmp_path / f"campaign-{stamp}-0123456789abcdef.sqlite3",
        tmp_path / f"{days.made[0].name}.old",
        BackupFolder(tmp_path, b"the secret of another campaign's bot").file(NOON),
    ]
    for one in others:
        one.write_bytes(b"somebody's")
    link = days.folder.file(NOON - timedelta(days=9))
    link.symlink_to(others[0])
    for _ in range(3):
        await days.after(days=1)
    assert {*tmp_path.iterdir()} == {*others, link, *days.made[-2:]}
    assert len(days.made) == 4


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
@pytest.mark.parametrize("trouble", [Trouble.MISSING, Trouble.FORBIDDEN, Trouble.FULL])
async def test_what_keeps_one_away_is_told_in_a_line_and_so_is_the_next_success(
    days: Days,
    tmp_path: Path,
    trouble: Trouble,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await days.after()
    with caplog.at_level(logging.WARNING), monkeypatch.context() as patched:
        if trouble is Trouble.MISSING:
            tmp_path.rename(tmp_path.with_name("unplugged"))
        elif trouble is Trouble.FORBIDDEN:  # root may write everywhere, so its modes tell nothing
            patched.setattr(os, "access", lambda *_: False)  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
        else:
            days.trouble = Trouble.FULL
        assert await days.after(days=1) == Kept(NOON, trouble)
        if trouble is Trouble.MISSING:
            assert not tmp_path.exists(), "a folder that is missing is never made"
            tmp_path.with_name("unplugged").rename(tmp_path)
    days.trouble = None
    assert await days.after(hours=1) == Kept(days.now)
    told = [one.getMessage() for one in caplog.records]
    assert told == [
        f"no scheduled backup, it is tried again in an hour: {trouble}",
        "scheduled backups work again",
    ]
    assert len(days.made) == 2


async def test_an_old_one_that_cannot_be_removed_is_told_and_no_other_is_made_for_it(
    days: Days, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError

    for _ in range(2):
        await days.after(days=1)
    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", refused)
        assert (await days.after(days=1)).trouble is Trouble.OLD
        assert (await days.after(hours=1)).trouble is Trouble.OLD
    assert len(days.made) == 3
    assert (await days.after(hours=1)).trouble is None
    assert len(days.folder.kept()) == 2


async def test_it_begins_a_while_after_the_start_and_comes_again(
    days: Days, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []

    async def passing(seconds: float) -> None:
        waits.append(seconds)
        days.trouble = Trouble.DATABASE if len(waits) == 2 else None
        days.now += timedelta(days=1)
        if len(waits) == 4:
            raise asyncio.CancelledError

    monkeypatch.setattr(asyncio, "sleep", passing)
    with pytest.raises(asyncio.CancelledError):
        await days.backups.by_the_clock()
    assert waits == [backups.SETTLING, backups.EVERY, backups.AGAIN, backups.EVERY]


def stands_in(monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Let another script stand where `python -m bot backup` would."""
    real = asyncio.create_subprocess_exec

    async def instead(*command: str, **options: Any) -> asyncio.subprocess.Process:
        assert command[1:4] == ("-m", "bot", "backup")
        return await real(sys.executable, "-c", script, command[4], **options)

    monkeypatch.setattr(asyncio, "create_subprocess_exec", instead)


@pytest.mark.parametrize(
    ("code", "said", "trouble"),
    [
        (0, "", None),
        (10, backups.DISK_IS_FULL, Trouble.FULL),
        (10, "it is not whole", Trouble.FAILED),
        (4, "", Trouble.DATABASE),
        (8, "", Trouble.UNKEYED),
        (1, "", Trouble.FAILED),
        (99, "", Trouble.FAILED),
    ],
)
async def test_how_the_process_ended_is_told_in_words(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, code: int, said: str, trouble: Trouble | None
) -> None:
    script = f"import sys; print({said!r}, file=sys.stderr); sys.exit({code})"
    stands_in(monkeypatch, script)
    assert await made_by_a_process(tmp_path / "copy") is trouble


async def test_a_machine_without_room_for_a_process_is_no_matter_of_the_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async def refused(*_: object, **__: object) -> None:
        raise BlockingIOError(errno.EAGAIN, "no process is left")

    monkeypatch.setattr(asyncio, "create_subprocess_exec", refused)
    assert await made_by_a_process(tmp_path / "copy") is Trouble.FAILED


async def test_one_that_takes_too_long_is_ended(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(backups, "LONGEST", 0.1)
    stands_in(monkeypatch, "import time; time.sleep(600)")
    assert await made_by_a_process(tmp_path / "copy") is Trouble.SLOW


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX's")
async def test_asked_to_stop_it_ends_the_copy_that_is_being_made(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(backups, "SETTLING", 0)
    script = (
        "import pathlib, signal, sys; file = pathlib.Path(sys.argv[1]); "
        "signal.signal(signal.SIGTERM, lambda *_: (file.write_text('ended'), sys.exit(130))); "
        "file.with_suffix('.begun').touch(); signal.pause()"
    )
    stands_in(monkeypatch, script)
    scheduled = ScheduledBackups(BackupFolder(tmp_path, SECRET), lambda: NOON, keep=2)
    stop = asyncio.Event()
    async with asyncio.timeout(60), scheduled.running(stop):
        while not list(tmp_path.glob("*.begun")):
            await asyncio.sleep(0.01)
        stop.set()
    assert [one.read_text() for one in tmp_path.glob("*.sqlite3")] == ["ended"]
