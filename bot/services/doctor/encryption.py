"""Checks whether a folder lies on an encrypted disk, as far as Linux shows it."""

from __future__ import annotations

import os
import sys
from array import array
from pathlib import Path
from typing import Final

from bot.disks import Mount, mount_of
from bot.services.doctor.findings import Finding, ok, unseen

_ENCRYPTED_KINDS: Final = frozenset({"ecryptfs", "fuse.gocryptfs", "fuse.encfs", "fuse.cryfs"})
_GET_FLAGS: Final = 0x80086601  # FS_IOC_GETFLAGS, linux/fs.h, on 64-bit machines
_ENCRYPTED_FLAG: Final = 0x800  # FS_ENCRYPT_FL, linux/fs.h: the folder is under fscrypt


def at_rest(folder: Path, *, root: Path = Path("/")) -> Finding:
    """Say whether what lies in a folder is encrypted on the disk, as far as Linux shows it.

    `root` is where `proc` and `sys` are looked for.
    """
    folder = folder.resolve()
    mount = mount_of(folder, table=root / "proc/self/mountinfo")
    if mount is None:
        return unseen("encryption at rest", f"how the disk under {folder} is made up")
    if mount.kind in _ENCRYPTED_KINDS or _under_fscrypt(folder):
        return ok("encryption at rest", f"{folder} is on an encrypted file system")
    block = _block_device(mount, root / "sys")
    if block is not None and _encrypted(block):
        return ok("encryption at rest", f"{folder} is on an encrypted disk")
    return unseen(
        "encryption at rest",
        f"any encryption of the disk under {folder} ({mount.kind}); some hosts encrypt below the "
        "machine: ask yours, or use LUKS",
    )


def _under_fscrypt(folder: Path) -> bool:
    if not sys.platform.startswith("linux") or not folder.is_dir():
        return False
    import fcntl  # noqa: PLC0415 - there is none on Windows

    flags = array("L", [0])
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.ioctl(descriptor, _GET_FLAGS, flags)
    except OSError:  # the file system has no flags
        return False
    finally:
        os.close(descriptor)
    return bool(flags[0] & _ENCRYPTED_FLAG)


def _block_device(mount: Mount, system: Path) -> Path | None:
    """Find the device in sysfs: by its number, or by name where the number is not a disk's."""
    for candidate in (
        system / "dev/block" / mount.device,
        system / "class/block" / Path(mount.source).resolve().name,
    ):
        if candidate.exists():
            return candidate.resolve()
    return None


def _encrypted(block: Path) -> bool:
    """Whether a block device is a dm-crypt one, or stands only on such (LVM or RAID on LUKS)."""
    try:
        if (block / "dm/uuid").read_text(encoding="utf-8").startswith("CRYPT-"):
            return True
    except OSError:
        pass  # not a device-mapper disk
    whole = block.parent if (block / "partition").exists() else block
    below = [path for one in {block, whole} for path in (one / "slaves").glob("*")]
    return bool(below) and all(_encrypted(path.resolve()) for path in below)
