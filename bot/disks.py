"""Has files and names on disk, and tells what a folder lies on, as far as Linux shows it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_TABLE: Final = Path("/proc/self/mountinfo")
_LAYERS: Final = frozenset({"aufs", "fuse.fuse-overlayfs", "overlay"})
"""What the inside of a container lies on, where nothing is mounted."""
_WIPED: Final = _LAYERS | {"ramfs", "tmpfs"}
_CONTAINERS: Final = (Path("/.dockerenv"), Path("/run/.containerenv"))
"""What Docker and Podman put into every container."""
_RUNNERS: Final = (
    "ECS_CONTAINER_METADATA_URI",
    "ECS_CONTAINER_METADATA_URI_V4",
    "KUBERNETES_SERVICE_HOST",
)
"""What those that run containers without such a file set in each."""


@dataclass(frozen=True, slots=True)
class Mount:
    """A line of /proc/self/mountinfo: where a file system hangs and what is under it."""

    point: Path
    kind: str
    device: str
    source: str


def mount_of(path: Path, *, table: Path = _TABLE) -> Mount | None:
    """Return what a path, which need not be there yet, lies on; None where that is not shown."""
    try:
        lines = table.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return None
    above = [mount for mount in _mounts(lines) if path.is_relative_to(mount.point)]
    # of two mounts on one point the later covers the earlier
    return max(reversed(above), key=lambda mount: len(mount.point.parts), default=None)


def on_a_volume(path: Path, *, table: Path = _TABLE) -> bool:
    """Whether a path lies on something mounted for it, which stays where the rest is wiped."""
    mount = mount_of(path, table=table)
    return mount is not None and mount.point != Path("/") and mount.kind not in _WIPED


def goes_with_a_container(path: Path, *, table: Path = _TABLE) -> bool:
    """Whether a path lies in a container's own layer, which goes when the container goes."""
    mount, root = mount_of(path, table=table), mount_of(Path("/"), table=table)
    if mount is None or mount.kind not in _LAYERS:
        return False
    # no machine of one's own has layers as its root, but one that forgets all when it is restarted
    layered = root is not None and root.kind in _LAYERS
    return layered or any(one.exists() for one in _CONTAINERS) or any(map(os.getenv, _RUNNERS))


def _mounts(lines: list[str]) -> Iterator[Mount]:
    """Parse mountinfo, https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html ."""
    for line in lines:
        left, separator, right = line.partition(" - ")
        fields, rest = left.split(), right.split()
        if separator and len(fields) >= 5 and len(rest) >= 2:
            point = fields[4].replace("\\040", " ")
            yield Mount(point=Path(point), kind=rest[0], device=fields[2], source=rest[1])


def sync(path: Path) -> None:
    """Have a file's content on disk."""
    _sync(path, os.O_RDONLY)


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on disk, where the system can do that."""
    if hasattr(os, "O_DIRECTORY"):
        _sync(folder, os.O_RDONLY | os.O_DIRECTORY)


def _sync(path: Path, flags: int) -> None:
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
