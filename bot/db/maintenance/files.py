"""Writes files that appear whole or not at all, readable by this user only, synced to disk."""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def unfinished_beside(destination: Path) -> Generator[Path]:
    """Give an empty file (mode 0600) in the destination's folder; it is gone afterwards."""
    path = destination.with_name(f".{destination.name}.{os.getpid()}.unfinished")
    path.unlink(missing_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    try:
        yield path
    finally:
        for ending in ("", "-journal", "-wal", "-shm"):
            path.with_name(path.name + ending).unlink(missing_ok=True)


def publish(unfinished: Path, destination: Path) -> None:
    """Give a finished file its name, never another file's.

    Raises:
        FileExistsError: the name is taken; nothing was changed.
    """
    sync(unfinished)
    _give_name(unfinished, destination)
    sync_folder(destination)


def replace(unfinished: Path, destination: Path, *, keep: Path) -> None:
    """Put a finished file in the place of another, which goes on under a second name.

    At no moment is there no file under the destination's name.
    """
    sync(unfinished)
    if destination.exists():
        _give_name(destination, keep)
    unfinished.replace(destination)
    sync_folder(destination)


def _give_name(file: Path, name: Path) -> None:
    try:
        os.link(file, name)
    except FileExistsError:
        raise
    except OSError:
        # FAT and many network shares know no second names: there the name gets a copy.
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


def sync(path: Path) -> None:
    """Have a file's content on disk."""
    _sync(path, os.O_RDONLY)


def sync_folder(path: Path) -> None:
    """Have the names in a file's folder on disk."""
    if hasattr(os, "O_DIRECTORY"):
        _sync(path.parent, os.O_RDONLY | os.O_DIRECTORY)


def _sync(path: Path, flags: int) -> None:
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
