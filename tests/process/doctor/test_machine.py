"""The doctor sees the clock, the modes, the disk and its encryption, or says that it cannot."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.services.doctor import Mark, machine
from bot.services.doctor.encryption import at_rest
from bot.services.doctor.machine import clock, free_space, modes, writable

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
posix = pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")

Kernel = Callable[..., Path]


def test_a_clock_in_the_past_is_wrong_whatever_keeps_it() -> None:
    findings = list(clock(lambda: datetime(1970, 1, 2, tzinfo=UTC), discord_says=None))
    assert [finding.mark for finding in findings] == [Mark.MEND]
    assert "02 January 1970" in findings[0].words


@pytest.mark.parametrize(
    ("ahead", "mark"), [(0, Mark.OK), (-5, Mark.OK), (6, Mark.MEND), (-3600, Mark.MEND)]
)
def test_a_clock_is_held_against_discords(ahead: int, mark: Mark) -> None:
    discord_says = NOON - timedelta(seconds=ahead)
    assert next(clock(lambda: NOON, discord_says=discord_says)).mark is mark


def test_a_clock_that_agrees_with_discord_is_never_to_be_mended() -> None:
    assert Mark.MEND not in {one.mark for one in clock(lambda: NOON, discord_says=NOON)}


@pytest.mark.parametrize(
    ("kept", "discord_says", "mark"),
    [
        (True, None, Mark.OK),
        (True, NOON, Mark.OK),
        (False, None, Mark.MEND),
        (False, NOON, Mark.UNSEEN),
        (None, None, Mark.UNSEEN),
    ],
)
def test_what_keeps_the_clock_right(
    monkeypatch: pytest.MonkeyPatch, kept: bool | None, discord_says: datetime | None, mark: Mark
) -> None:
    monkeypatch.setattr(machine, "_kept_right", lambda: kept)
    assert list(clock(lambda: NOON, discord_says=discord_says))[-1].mark is mark


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="adjtimex is Linux's")
@pytest.mark.parametrize(("systemd", "mark"), [(True, Mark.MEND), (False, Mark.UNSEEN)])
def test_a_container_cannot_see_what_keeps_its_clock(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, systemd: bool, mark: Mark
) -> None:
    class Kernel:
        """A C library whose kernel says that nothing disciplines the clock."""

        def adjtimex(self, _: object) -> int:
            return 5

    monkeypatch.setattr(ctypes, "CDLL", lambda _: Kernel())  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
    monkeypatch.setattr(machine, "_SYNCHRONISED", tmp_path / "synchronized")
    monkeypatch.setattr(machine, "_SYSTEMD", tmp_path if systemd else tmp_path / "systemd")
    assert [one.mark for one in clock(lambda: NOON, discord_says=None)] == [mark]


@posix
@pytest.mark.parametrize(
    ("mode", "mark", "who"),
    [
        (0o600, Mark.OK, "its owner's alone"),
        (0o400, Mark.OK, "its owner's alone"),
        (0o640, Mark.MEND, "open to its group"),
        (0o604, Mark.MEND, "open to everyone"),
        (0o660, Mark.MEND, "open to its group"),
    ],
)
def test_who_may_read_a_file(tmp_path: Path, mode: int, mark: Mark, who: str) -> None:
    file = tmp_path / "signer.secret"
    file.touch()
    file.chmod(mode)
    (finding,) = modes([file, tmp_path / "missing"])
    assert finding.mark is mark
    assert who in finding.words


def test_a_full_disk_is_seen_before_it_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "not" / "made" / "yet"
    assert free_space(folder).mark is Mark.OK
    usage = shutil.disk_usage(tmp_path)._replace(free=10 * 2**20)

    def small(_: Path) -> object:
        return usage

    monkeypatch.setattr(shutil, "disk_usage", small)
    finding = free_space(folder)
    assert (finding.mark, finding.words.split()[0]) == (Mark.MEND, "10")


def test_a_disk_that_takes_no_changes_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As root finds one that is mounted read-only: with room, and no right to write."""
    (tmp_path / "x.sqlite3").touch()
    assert list(writable([tmp_path / "x.sqlite3"])) == []
    monkeypatch.setattr(os, "access", lambda *_: False)  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
    finding = free_space(tmp_path / "not" / "made")
    assert finding.mark is Mark.MEND
    assert f"may not write into {tmp_path}: " in finding.words
    (finding,) = writable([tmp_path / "x.sqlite3", tmp_path / "missing"])
    assert finding.mark is Mark.MEND


@pytest.fixture
def kernel(tmp_path: Path) -> Kernel:
    """Build what Linux shows of a disk: each name is a device, standing on the one after it."""

    def build(*devices: tuple[str, str], kind: str = "ext4", number: str = "253:0") -> Path:
        root = tmp_path / "root"
        (root / "proc/self").mkdir(parents=True)
        (root / "sys/dev/block").mkdir(parents=True)
        (root / "sys/class/block").mkdir(parents=True)
        above = None
        for name, uuid in devices:
            device = root / "sys/devices" / name
            (device / "slaves").mkdir(parents=True)
            if uuid:
                (device / "dm").mkdir()
                (device / "dm/uuid").write_text(uuid + "\n")
            (root / "sys/class/block" / name).symlink_to(device)
            if above is None:
                (root / "sys/dev/block/253:0").symlink_to(device)
            else:
                (above / "slaves" / name).symlink_to(device)
            above = device
        first = devices[0][0] if devices else "none"
        (root / "proc/self/mountinfo").write_text(
            "21 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n"
            f"22 21 {number} / {tmp_path} rw,relatime shared:2 - {kind} /dev/{first} rw\n"
        )
        return root

    return build


@pytest.mark.parametrize(
    ("devices", "mark"),
    [
        ([("dm-0", "CRYPT-LUKS2-0123-data")], Mark.OK),
        ([("dm-1", "LVM-abc"), ("dm-0", "CRYPT-LUKS2-0123-data"), ("sda2", "")], Mark.OK),
        ([("dm-1", "LVM-abc"), ("sda2", "")], Mark.UNSEEN),
        ([("sda1", "")], Mark.UNSEEN),
        ([], Mark.UNSEEN),
    ],
    ids=["luks", "lvm on luks", "lvm", "plain", "unknown"],
)
def test_encryption_below_the_file_system(
    tmp_path: Path, kernel: Kernel, devices: list[tuple[str, str]], mark: Mark
) -> None:
    assert at_rest(tmp_path / "data", root=kernel(*devices)).mark is mark


def test_a_file_system_without_a_number_is_found_by_its_device(
    tmp_path: Path, kernel: Kernel
) -> None:
    root = kernel(("dm-0", "CRYPT-LUKS2-0123"), kind="btrfs", number="0:45")
    assert at_rest(tmp_path, root=root).mark is Mark.OK


def test_an_encrypting_file_system_is_seen(tmp_path: Path, kernel: Kernel) -> None:
    assert at_rest(tmp_path, root=kernel(kind="fuse.gocryptfs", number="0:99")).mark is Mark.OK


def test_a_system_that_shows_nothing_is_not_called_unencrypted(tmp_path: Path) -> None:
    assert at_rest(tmp_path, root=tmp_path / "no proc here").mark is Mark.UNSEEN
