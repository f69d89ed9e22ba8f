"""Migrates a SQLite file on a copy beside it, so that nothing of the old schema stays in it."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from threading import Event

from filelock import FileLock
from sqlalchemy import Connection

from bot.db.engine.problems import Problem, StoreFailure, problem_of_files
from bot.db.engine.protocol import transact
from bot.db.engine.sqlite_engines import connect, transactional
from bot.db.engine.threads import run_in_thread, stoppable
from bot.disks import sync, sync_folder

_COPYING = "journal_mode = MEMORY; synchronous = OFF; foreign_keys = OFF"
"""Pragmas for copies, which count for nothing until the last one is on disk and takes its place."""


async def migrate_file(path: Path, change: Callable[[Connection], None]) -> None:
    """Run a change on a copy of a file, and put a fresh copy of the outcome in its place.

    The old file stays as it was until then, also when the process ends in between. No copy of it
    is kept. The caller holds the file's lock.

    Raises:
        StoreFailure: nothing was changed.
    """
    stop = Event()
    await run_in_thread(partial(_migrate, path, change, stop), stop)


def remove_unfinished(path: Path) -> None:
    """Remove what an interrupted migration left beside a file, under whose lock the caller is."""
    shutil.rmtree(_folder(path), ignore_errors=True)


def _folder(path: Path) -> Path:
    """Return where the copies are: a folder that is named, and locked, like any unfinished copy."""
    return path.with_name(f".{path.name}.migrating.unfinished")


def _migrate(path: Path, change: Callable[[Connection], None], stop: Event) -> None:
    folder = _folder(path)
    lock = FileLock(folder / "lock", mode=0o600, thread_local=False)
    try:
        remove_unfinished(path)
        folder.mkdir(mode=0o700)
        with lock:
            fresh = _migrated(path, folder, change, stop)
            if stop.is_set():
                raise StoreFailure(Problem.CLOSING)
            fresh.replace(path)
            sync_folder(path.parent)
    except OSError as error:
        raise StoreFailure(problem_of_files(error)) from error
    finally:
        remove_unfinished(path)


def _migrated(path: Path, folder: Path, change: Callable[[Connection], None], stop: Event) -> Path:
    """Return a copy on disk of a file after a change; the file itself loses its log alone."""
    copy, fresh = folder / "copy", folder / "fresh"
    with closing(connect(path)) as original, closing(connect(path)) as guard:
        # Without a log: one that stayed behind would be played into the file that comes.
        if original.execute("PRAGMA journal_mode = DELETE").fetchone() != ("delete",):
            raise StoreFailure(Problem.BUSY)
        guard.execute("BEGIN IMMEDIATE")  # no other program writes to what is being copied
        _vacuum(original, copy, stop)
        _change(copy, change, stop)
        with closing(connect(copy)) as changed:
            _vacuum(changed, fresh, stop)
        sync(fresh)
    return fresh


def _vacuum(source: sqlite3.Connection, destination: Path, stop: Event) -> None:
    """Copy what is in use, and no free page, into a new file that only this user can read."""
    os.close(os.open(destination, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    # As an address: the name of a folder need not be text that SQLite takes.
    stoppable(source, stop).execute("VACUUM INTO ?", (destination.as_uri(),))


def _change(copy: Path, change: Callable[[Connection], None], stop: Event) -> None:
    engine = transactional(lambda: stoppable(connect(copy, _COPYING), stop))
    with engine.connect() as connection:
        transact(connection, change)
