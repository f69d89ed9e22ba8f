"""One process works with a SQLite file at a time; its lock ends with the process."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from bot.database_url import SqliteFile
from bot.db.engine.problems import cannot_start, problem_of_files
from bot.exits import CannotStart, Exit


@contextmanager
def hold_lock(target: SqliteFile) -> Generator[None]:
    """Hold the file's lock.

    Raises:
        CannotStart: (SECOND_COPY) if another process holds it; (DATABASE) if none can be made.
    """
    lock = FileLock(target.lock_path, mode=0o600, thread_local=False)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        raise CannotStart(
            "Another copy of the bot works with this database. Stop it first, or give this one "
            "its own DATABASE_URL.",
            Exit.SECOND_COPY,
        ) from None
    except OSError as error:
        raise cannot_start(problem_of_files(error)) from error
    try:
        yield
    finally:
        lock.release()
