"""The doctor sees whether the bot backs itself up, how old the newest is, what lies beside it."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.services.backups import BackupFolder
from bot.services.doctor import Mark
from bot.services.doctor.scheduled import examine
from bot.settings import load_settings
from tests.process.doctor.test_doctor import SECRET

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)


@pytest.fixture
def folder(place: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is set, and a secret."""
    monkeypatch.setenv("SIGNER_SECRET", SECRET)
    monkeypatch.setenv("BACKUP_DIR", "backups")
    (place / "backups").mkdir()
    return place / "backups"


def found() -> list[tuple[Mark, str]]:
    return [(one.mark, one.words) for one in examine(load_settings(), lambda: NOON)]


def made(folder: Path, **ago: float) -> Path:
    file = BackupFolder(folder, SECRET.encode()).file(NOON - timedelta(**ago))
    file.touch(mode=0o600)
    return file


@pytest.mark.usefixtures("place")
def test_where_none_are_wanted_it_says_that_it_sees_none() -> None:
    ((mark, words),) = found()
    assert (mark, "BACKUP_DIR is not set" in words) == (Mark.UNSEEN, True)


def test_before_the_first_one_there_is_nothing_to_mend(folder: Path) -> None:
    (folder / "by-hand.sqlite3").touch()
    ((mark, words),) = found()
    assert (mark, "the first is made" in words) == (Mark.UNSEEN, True)


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
@pytest.mark.parametrize(
    ("hours", "mark", "words"),
    [
        (0, Mark.OK, "the newest is 0 hours old"),
        (25, Mark.OK, "the newest is 25 hours old"),
        (27, Mark.MEND, "the newest is 27 hours old: start the bot"),
    ],
)
def test_the_newest_one_tells_whether_they_are_made(
    folder: Path, hours: int, mark: Mark, words: str
) -> None:
    made(folder, hours=hours + 24)
    newest = made(folder, hours=hours)
    age, mode = found()
    assert age[0] is mark
    assert age[1].startswith(words)
    assert mode == (Mark.OK, f"backups/{newest.name} is its owner's alone")
    newest.chmod(0o644)
    assert found()[1][0] is Mark.MEND


def test_one_whose_time_is_to_come_does_not_hide_that_none_are_made(folder: Path) -> None:
    made(folder, hours=-72)
    (ahead, _) = found()
    words = "how old each is: of {}, 1 by a clock that was ahead, or it is behind"
    assert ahead == (Mark.UNSEEN, words.format(1))
    made(folder, hours=27)
    age, ahead, _ = found()
    assert (age[0], "27 hours old" in age[1]) == (Mark.MEND, True)
    assert ahead == (Mark.UNSEEN, words.format(2))


def test_a_folder_that_is_not_there_is_to_be_mended(folder: Path) -> None:
    folder.rmdir()
    assert found() == [(Mark.MEND, "the folder of BACKUP_DIR is not there: backups")]


def test_a_folder_that_cannot_be_read_is_to_be_mended(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_: Path) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "iterdir", refused)
    ((mark, words),) = found()
    assert (mark, "may not write" in words) == (Mark.MEND, True)
    assert folder.is_dir()


def test_a_disk_that_is_full_is_to_be_mended_before_the_next_one_is_due(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(folder)._replace(free=0)

    def full(_: Path) -> object:
        return usage

    monkeypatch.setattr(shutil, "disk_usage", full)
    (mark, words), _ = found()
    assert (mark, words.startswith("0 MB free in backups: make room")) == (Mark.MEND, True)


def test_without_the_secret_it_says_what_it_cannot_see(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(folder, hours=1)
    monkeypatch.delenv("SIGNER_SECRET")
    ((mark, words),) = found()
    assert (mark, "without the signer secret" in words) == (Mark.UNSEEN, True)


def test_the_secret_among_the_backups_is_to_be_mended(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SIGNER_SECRET")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{folder}/outreach.sqlite3")
    (folder / "signer.secret").write_text(SECRET)
    *_, (mark, words) = found()
    assert (mark, "holds the signer secret too" in words) == (Mark.MEND, True)
