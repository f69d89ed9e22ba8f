"""A backup or a restore that is killed leaves nothing that the next one does not remove."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.db import backup, migrate_database, open_database, restore
from bot.db.maintenance.copies.files import leftovers, remove_leftovers, unfinished_beside
from bot.db.maintenance.inspect import inspect_store
from bot.exits import CannotStart, Exit
from tests.db.fixtures import TickingClock
from tests.db.maintenance.filling import SECRET, fill
from tests.db.reading import problems_of

_BACKUP = """
import asyncio, sys, time
from pathlib import Path
import bot.db.maintenance.backup as module

def publish(*_):
    print("built", flush=True)
    time.sleep(60)

module.publish = publish
url, kept = sys.argv[1], Path(sys.argv[2])
asyncio.run(module.backup(url, kept, secret=bytes.fromhex(sys.argv[3])))
"""
_RESTORE = """
import asyncio, sys, time
from pathlib import Path
import bot.db.maintenance.destination as module
from bot.db import restore

def replace(*_, **__):
    print("built", flush=True)
    time.sleep(60)

module.replace = replace
url, kept = sys.argv[1], Path(sys.argv[2])
asyncio.run(restore(url, kept, secret=bytes.fromhex(sys.argv[3])))
"""


@contextmanager
def killed(script: str, url: str, kept: Path) -> Generator[None]:
    """Run a script to where its copy is whole, look around, and kill it."""
    process = subprocess.Popen(  # noqa: S603 - its own text
        [sys.executable, "-c", script, url, str(kept), SECRET.hex()], stdout=subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == b"built\n"
        yield
    finally:
        process.send_signal(signal.SIGKILL)
        process.communicate()


def left_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if "unfinished" in path.name]


async def test_a_killed_backup_is_named_and_removed_by_the_next(
    database_url: str, clock: TickingClock, tmp_path: Path
) -> None:
    await fill(database_url, clock)
    with killed(_BACKUP, database_url, tmp_path / "kept"):
        assert leftovers(tmp_path) == []  # in use
    assert len(leftovers(tmp_path)) == 1
    assert not (tmp_path / "kept").exists()

    await backup(database_url, tmp_path / "kept", secret=SECRET)

    assert left_in(tmp_path) == []
    assert (await restore(database_url, tmp_path / "kept", secret=SECRET)).counted == 3


@pytest.mark.sampled(of="")
@pytest.mark.parametrize("who", ["run", "migrate", "restore", "backup"])
async def test_a_backup_killed_elsewhere_is_found_from_the_database(
    sqlite_url: str, clock: TickingClock, tmp_path: Path, who: str
) -> None:
    elsewhere, other = tmp_path / "backups", tmp_path / "other"
    elsewhere.mkdir()
    other.mkdir()
    await fill(sqlite_url, clock)
    await backup(sqlite_url, elsewhere / "whole", secret=SECRET)
    with killed(_BACKUP, sqlite_url, elsewhere / "kept"):
        pass
    found = await inspect_store(sqlite_url)
    assert found is not None
    assert [Path(one).parent for one in found.leftovers] == [elsewhere]

    if who == "run":
        async with open_database(sqlite_url):
            pass
    elif who == "migrate":
        await migrate_database(sqlite_url)
    elif who == "restore":
        await restore(sqlite_url, elsewhere / "whole", secret=SECRET)
    else:
        await backup(sqlite_url, other / "kept", secret=SECRET)

    assert left_in(tmp_path) == []


@pytest.mark.sampled(of="")
@pytest.mark.parametrize("who", ["run", "migrate", "restore", "backup"])
async def test_a_killed_restore_is_named_and_removed(
    sqlite_url: str, clock: TickingClock, tmp_path: Path, who: str
) -> None:
    await fill(sqlite_url, clock)
    await backup(sqlite_url, tmp_path / "kept", secret=SECRET)
    with killed(_RESTORE, sqlite_url, tmp_path / "kept"):
        pass
    found = await inspect_store(sqlite_url)
    assert found is not None
    assert len(found.leftovers) == 1

    if who == "run":
        async with open_database(sqlite_url):
            pass
    elif who == "migrate":
        await migrate_database(sqlite_url)
    elif who == "restore":
        await restore(sqlite_url, tmp_path / "kept", secret=SECRET)
    else:
        await backup(sqlite_url, tmp_path / "again", secret=SECRET)

    assert left_in(tmp_path) == []
    assert await problems_of(sqlite_url) == []


def held_up(
    monkeypatch: pytest.MonkeyPatch, name: str, result: object
) -> tuple[threading.Event, threading.Event]:
    """Let a function wait in its thread; return what it sets then, and what lets it go on."""
    there, go_on = threading.Event(), threading.Event()

    def waits(*_: object, **__: object) -> object:
        there.set()
        assert go_on.wait(120)
        return result

    monkeypatch.setattr(name, waits)
    return there, go_on


async def test_a_restore_that_is_stopped_keeps_every_bot_out_to_its_end_and_replaces_nothing(
    sqlite_url: str, clock: TickingClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill(sqlite_url, clock)
    await backup(sqlite_url, tmp_path / "kept", secret=SECRET)
    names = sorted(tmp_path.iterdir())
    with monkeypatch.context() as slow:
        there, go_on = held_up(slow, "bot.db.maintenance.restore.counted_pledges", 3)
        restoring = asyncio.create_task(restore(sqlite_url, tmp_path / "kept", secret=SECRET))
        assert await asyncio.to_thread(there.wait, 120)
        restoring.cancel()
        ended, _ = await asyncio.wait({restoring}, timeout=0.5)
        with pytest.raises(CannotStart) as refused:
            await restore(sqlite_url, tmp_path / "kept", secret=SECRET)
        go_on.set()
        with pytest.raises(asyncio.CancelledError):
            await restoring

    assert not ended
    assert refused.value.code is Exit.SECOND_COPY
    assert sorted(tmp_path.iterdir()) == names
    assert (await restore(sqlite_url, tmp_path / "kept", secret=SECRET)).counted == 3


@pytest.mark.parametrize("where", ["counted_pledges", "wrong_numbers", "write_label"])
async def test_a_backup_that_is_stopped_leaves_nothing(
    sqlite_url: str,
    clock: TickingClock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    where: str,
) -> None:
    await fill(sqlite_url, clock)
    names = sorted(tmp_path.iterdir())
    there, go_on = held_up(monkeypatch, f"bot.db.maintenance.backup.{where}", ())
    making = asyncio.create_task(backup(sqlite_url, tmp_path / "kept", secret=SECRET))
    assert await asyncio.to_thread(there.wait, 120)
    making.cancel()
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await making

    assert sorted(tmp_path.iterdir()) == names


async def test_a_killed_restore_into_postgresql_leaves_no_file(
    postgresql_url: str, clock: TickingClock, tmp_path: Path
) -> None:
    await fill(postgresql_url, clock)
    await backup(postgresql_url, tmp_path / "kept", secret=SECRET)
    names = sorted(tmp_path.iterdir())
    assert (await restore(postgresql_url, tmp_path / "kept", secret=SECRET)).counted == 3
    assert sorted(tmp_path.iterdir()) == names


def test_what_another_process_works_on_stays(tmp_path: Path) -> None:
    with unfinished_beside(tmp_path / "kept") as unfinished:
        assert remove_leftovers(tmp_path) == []
        assert unfinished.exists()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_someone_else_is_left_alone(tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "letter").write_text("theirs")
    (tmp_path / ".kept.abc.unfinished").symlink_to(theirs)

    assert remove_leftovers(tmp_path) == []
    assert (theirs / "letter").read_text() == "theirs"
