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


@pytest.mark.parametrize("runner", ["", "KUBERNETES_SERVICE_HOST", "ECS_CONTAINER_METADATA_URI_V4"])
def test_in_a_container_without_a_mark(
    table: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, runner: str
) -> None:
    """As containerd makes one: layers are its root, and nothing else tells of it."""
    monkeypatch.setattr(disks, "_CONTAINERS", (tmp_path / "no such mark",))
    assert goes_with_a_container(Path("/app/x.sqlite3"), table=table)
    assert not goes_with_a_container(Path("/volume one/x.sqlite3"), table=table)
    table.write_text(
        _LINE.format(point="/", kind="ext4", source="/dev/vda")
        + _LINE.format(point="/app", kind="overlay", source="overlay")
    )
    if runner:
        monkeypatch.setenv(runner, "10.0.0.1")
    assert goes_with_a_container(Path("/app/x.sqlite3"), table=table) is bool(runner)


def test_on_a_machine_nothing_goes_with_a_container(
    table: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    table.write_text(
        _LINE.format(point="/", kind="ext4", source="/dev/vda")
        + _LINE.format(point="/var/lib/docker/overlay2/x", kind="overlay", source="overlay")
    )
    monkeypatch.setattr(disks, "_CONTAINERS", (tmp_path / "no such mark",))
    for file in ("/app/x.sqlite3", "/var/lib/docker/overlay2/x/x.sqlite3"):
        assert not goes_with_a_container(Path(file), table=table)


def test_where_nothing_is_shown_nothing_is_claimed(tmp_path: Path) -> None:
    assert not on_a_volume(Path("/volume/x.sqlite3"), table=tmp_path / "none")
    assert not goes_with_a_container(Path("/app/x.sqlite3"), table=tmp_path / "none")
