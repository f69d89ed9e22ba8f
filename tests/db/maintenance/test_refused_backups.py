"""A backup that cannot be made whole is none, and one that is not whole replaces nothing."""

from __future__ import annotations

import errno
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.db import DISK_IS_FULL, backup, restore, verify_backup
from bot.domain.tallies import Counts
from bot.exits import CannotStart, Exit
from tests.db.fixtures import TickingClock
from tests.db.maintenance.filling import LOST, SECRET, fill, opened
from tests.db.people import Person, counts, key
from tests.db.reading import problems_of


async def test_lost_erasures_must_be_accepted(
    sqlite_url: str, clock: TickingClock, tmp_path: Path
) -> None:
    await fill(sqlite_url, clock)
    kept = tmp_path / "kept"
    await backup(sqlite_url, kept, secret=SECRET)
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    path.write_bytes(b"not a database any more, whatever it was" * 200)

    with pytest.raises(CannotStart, match="--accept-lost-erasures"):
        await restore(sqlite_url, kept, secret=SECRET)
    report = await restore(sqlite_url, kept, secret=SECRET, accepted=LOST)

    assert report.counted == 3
    assert report.kept is not None
    assert report.kept.read_bytes().startswith(b"not a database")


async def test_the_signer_secret_must_belong(
    database_url: str, clock: TickingClock, tmp_path: Path
) -> None:
    await fill(database_url, clock)
    await backup(database_url, tmp_path / "kept", secret=SECRET)
    async with opened(database_url) as database:
        await Person(database, clock, key("ada")).erase()

    with pytest.raises(CannotStart) as refused:
        await restore(database_url, tmp_path / "kept", secret=b"another secret of another bot...")
    assert refused.value.code is Exit.SECRET
    async with opened(database_url) as database:
        assert await counts(database) == Counts(1)


async def test_a_damaged_backup_replaces_nothing(
    database_url: str, clock: TickingClock, tmp_path: Path
) -> None:
    await fill(database_url, clock)
    kept = tmp_path / "kept"
    await backup(database_url, kept, secret=SECRET)
    whole = kept.read_bytes()

    for damaged in (b"", b"nothing" * 999, whole[: len(whole) // 2], hurt(whole)):
        kept.write_bytes(damaged)
        with pytest.raises(CannotStart) as refused:
            await restore(database_url, kept, secret=SECRET)
        assert refused.value.code is Exit.BACKUP
    with pytest.raises(CannotStart) as refused:
        await restore(database_url, tmp_path / "nowhere", secret=SECRET)
    assert refused.value.code is Exit.BACKUP
    assert await problems_of(database_url) == []


def hurt(whole: bytes) -> bytes:
    """Spoil a table's page in the middle."""
    middle = len(whole) // 4096 // 2 * 4096
    return whole[:middle] + b"\xff" * 4096 + whole[middle + 4096 :]


async def test_a_backup_whose_rows_lost_each_other_is_not_whole(
    sqlite_url: str, clock: TickingClock, tmp_path: Path
) -> None:
    await fill(sqlite_url, clock)
    await backup(sqlite_url, tmp_path / "kept", secret=SECRET)
    with closing(sqlite3.connect(tmp_path / "kept")) as connection, connection:
        connection.execute("DELETE FROM pledges WHERE signer = ?", [key("ada")])

    with pytest.raises(CannotStart, match="lost its pledge") as refused:
        await verify_backup(tmp_path / "kept", secret=SECRET)

    assert refused.value.code is Exit.BACKUP


async def test_a_backup_of_a_newer_release_is_refused(
    database_url: str, clock: TickingClock, tmp_path: Path
) -> None:
    kept = tmp_path / "kept"
    await backup(database_url, kept, secret=SECRET)
    with closing(sqlite3.connect(kept)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(CannotStart, match="9999") as refused:
        await restore(database_url, kept, secret=SECRET)

    assert refused.value.code is Exit.SCHEMA


@pytest.mark.parametrize(("number", "full"), [(errno.ENOSPC, True), (errno.EIO, False)])
async def test_a_disk_that_fills_up_last_is_told_as_full(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, full: bool
) -> None:
    def refused(*_: object) -> None:
        raise OSError(number, "refused")

    monkeypatch.setattr("bot.db.maintenance.backup.publish", refused)
    with pytest.raises(CannotStart) as refusal:
        await backup(sqlite_url, tmp_path / "kept.sqlite3", secret=None)
    assert refusal.value.code is Exit.BACKUP
    assert (refusal.value.sentence == DISK_IS_FULL) == full
    assert not (tmp_path / "kept.sqlite3").exists()


async def test_a_backup_needs_the_secret_of_its_database(
    database_url: str, clock: TickingClock, tmp_path: Path
) -> None:
    await fill(database_url, clock)

    with pytest.raises(CannotStart) as refused:
        await backup(database_url, tmp_path / "kept", secret=b"another secret of another bot...")

    assert refused.value.code is Exit.SECRET
    assert not list(tmp_path.glob("*kept*"))
