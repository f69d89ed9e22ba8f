"""Files get their names whole, also where a disk knows no second names for one file."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from bot.db import backup, verify_backup
from bot.db.maintenance.copies.files import publish, replace, unfinished_beside
from bot.exits import CannotStart, Exit
from tests.db.fixtures import TickingClock
from tests.db.people import KEYS


@pytest.fixture(params=["links", "no links"])
def disk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder on an ordinary disk, and on one that is formatted as FAT."""

    def refused(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    if request.param == "no links":
        monkeypatch.setattr(os, "link", refused)
    return tmp_path


def test_a_file_appears_whole_and_takes_no_name_that_is_taken(disk: Path) -> None:
    for content in (b"first", b"second"):
        with unfinished_beside(disk / "kept") as unfinished:
            unfinished.write_bytes(content)
            if content == b"first":
                publish(unfinished, disk / "kept")
            else:
                with pytest.raises(FileExistsError):
                    publish(unfinished, disk / "kept")
    assert [one.name for one in disk.iterdir()] == ["kept"]
    assert (disk / "kept").read_bytes() == b"first"
    assert oct((disk / "kept").stat().st_mode & 0o777) == "0o600"


def test_what_is_replaced_goes_on_under_a_second_name(disk: Path) -> None:
    (disk / "store").write_bytes(b"before")
    with unfinished_beside(disk / "store") as unfinished:
        unfinished.write_bytes(b"after")
        replace(unfinished, disk / "store", keep=disk / "aside")
    assert (disk / "store").read_bytes() == b"after"
    assert (disk / "aside").read_bytes() == b"before"


async def test_a_backup_for_which_there_is_no_room_says_so_and_leaves_nothing(
    database_url: str, disk: Path, clock: TickingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.db.engine.sqlite_engines._COPYING", "max_page_count = 8")
    names = sorted(disk.iterdir())

    with pytest.raises(CannotStart, match="The disk that the backup goes to is full") as refused:
        await backup(database_url, disk / "kept", secret=KEYS.secret)

    assert refused.value.code is Exit.BACKUP
    assert sorted(disk.iterdir()) == names


async def test_a_backup_may_be_named_from_here(
    database_url: str, disk: Path, clock: TickingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(disk)
    made = await backup(database_url, Path("kept.sqlite3"), secret=KEYS.secret)
    assert made.path == disk / "kept.sqlite3"
    assert (await verify_backup(Path("kept.sqlite3"), secret=KEYS.secret)).counted == 0
