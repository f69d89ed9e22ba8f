"""A volume, a disk and a container's own layer are told apart by what Linux shows of mounts."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import disks
from bot.disks import goes_with_a_container, on_a_volume

_LINE = "30 1 0:30 / {point} rw,relatime - {kind} {source} rw\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """What a container with two volumes shows, one of them in memory."""
    file = tmp_path / "mountinfo"
    file.write_text(
        _LINE.format(point="/", kind="overlay", source="overlay")
        + _LINE.format(point="/volume\\040one", kind="ext4", source="/dev/vdb")
        + _LINE.format(point="/memory", kind="tmpfs", source="tmpfs")
    )
    return file


@pytest.mark.parametrize(
    ("path", "stays", "goes"),
    [
        ("/volume one/data/x.sqlite3", True, False),
        ("/volume/x.sqlite3", False, True),
        ("/app/data/x.sqlite3", False, True),
        ("/memory/x.sqlite3", False, False),
    ],
)
def test_in_a_container(
    table: Path, monkeypatch: pytest.MonkeyPatch, path: str, stays: bool, goes: bool
) -> None:
    monkeypatch.setattr(disks, "_CONTAINERS", (table,))
    assert on_a_volume(Path(path), table=table) is stays
    assert goes_with_a_container(Path(path), table=table) is goes


def test_on_a_machine_nothing_goes_with_a_container(
    table: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(disks, "_CONTAINERS", (tmp_path / "no such mark",))
    assert not goes_with_a_container(Path("/app/x.sqlite3"), table=table)


def test_where_nothing_is_shown_nothing_is_claimed(tmp_path: Path) -> None:
    assert not on_a_volume(Path("/volume/x.sqlite3"), table=tmp_path / "none")
    assert not goes_with_a_container(Path("/app/x.sqlite3"), table=tmp_path / "none")
