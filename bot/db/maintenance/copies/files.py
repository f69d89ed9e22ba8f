"""Writes files that appear whole or not at all, and removes what an ended process left behind."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from bot.disks import sync, sync_folder

_ENDING: Final = ".unfinished"
"""Of every folder that holds an unfinished copy: `.NAME.xxxxxxxx.unfinished`."""
_LOCK: Final = "lock"
_COPY: Final = "copy"


@contextmanager
def unfinished_beside(destination: Path, *, known_in: Path | None = None) -> Generator[Path]:
    """Give an empty file (mode 0600) in a folder of its own beside the destination.

    The folder (mode 0700) is gone afterwards. If the process is killed, `remove_leftovers` of the
    destination's folder removes it later; so does that of `known_in`, where a link to it is kept.
    """
    name = f".{destination.name[:80]}."
    folder = Path(tempfile.mkdtemp(prefix=name, suffix=_ENDING, dir=destination.parent))
    lock = FileLock(folder / _LOCK, mode=0o600, thread_local=False)
    link = None
    try:
        lock.acquire(blocking=False)
        if known_in is not None and known_in.resolve() != folder.parent.resolve():
            link = _link(known_in / folder.name, folder)
        path = folder / _COPY
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        yield path
    finally:
        lock.release()
        shutil.rmtree(folder, ignore_errors=True)
        if link is not None:
            link.unlink(missing_ok=True)


def leftovers(folder: Path) -> list[Path]:
    """Return the unfinished copies that ended processes left in a folder, or linked from it."""
    return [left for left in map(Path.resolve, _entries(folder)) if _is_left(left)]


def remove_leftovers(folder: Path) -> list[Path]:
    """Remove what `leftovers` returns, and return it.

    What cannot be removed stays, with the link to it, and goes on being found.
    """
    removed: list[Path] = []
    for entry in _entries(folder):
        left = entry.resolve()
        if _is_left(left):
            shutil.rmtree(left, ignore_errors=True)
            removed.append(left)
        if entry.is_symlink() and not left.exists():
            entry.unlink(missing_ok=True)
    return removed


def _entries(folder: Path) -> list[Path]:
    """Return what has the name of an unfinished copy, or is a link to one elsewhere."""
    return sorted(one for one in folder.glob(f".*{_ENDING}") if one.resolve().name == one.name)


def _is_left(folder: Path) -> bool:
    return folder.is_dir() and not _in_use(folder)


def _in_use(folder: Path) -> bool:
    """Whether the process that made an unfinished copy goes on: it holds a lock in the folder."""
    lock = FileLock(folder / _LOCK, mode=0o600, thread_local=False)
    try:
        lock.acquire(blocking=False)
    except (Timeout, OSError):
        return True
    lock.release()
    return False


def _link(link: Path, folder: Path) -> Path | None:
    try:
        link.symlink_to(folder.resolve(), target_is_directory=True)
    except OSError:
        # A system or a disk without links: only the destination's own folder tells of it.
        return None
    return link


def publish(unfinished: Path, destination: Path) -> None:
    """Give a finished file its name, never another file's.

    Raises:
        FileExistsError: the name is taken; nothing was changed.
    """
    sync(unfinished)
    try:
        os.link(unfinished, destination)
    except FileExistsError:
        raise
    except OSError:
        # FAT and many network shares know no second names.
        if destination.exists():
            raise FileExistsError(destination) from None
        unfinished.rename(destination)
    sync_folder(destination.parent)


def replace(unfinished: Path, destination: Path, *, keep: Path) -> None:
    """Put a finished file in the place of another, which goes on under a second name.

    At no moment is there no file under the destination's name.
    """
    sync(unfinished)
    if destination.exists():
        _give_second_name(destination, keep)
    unfinished.replace(destination)
    sync_folder(destination.parent)


def _give_second_name(file: Path, name: Path) -> None:
    try:
        os.link(file, name)
    except FileExistsError:
        raise
    except OSError:
        _copy(file, name)


def _copy(file: Path, name: Path) -> None:
    descriptor = os.open(name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with file.open("rb") as source, os.fdopen(descriptor, "wb") as copy:
            shutil.copyfileobj(source, copy)
            copy.flush()
            os.fsync(copy.fileno())
    except BaseException:
        name.unlink(missing_ok=True)
        raise
