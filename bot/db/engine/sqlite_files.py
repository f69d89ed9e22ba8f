"""Tells whether a SQLite database's paths still lead to the files that were opened."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.database_url import SqliteFile

Identity = tuple[int, int]
"""Which file a path leads to: a deleted or replaced file changes it, a write does not."""


def identity(path: Path) -> Identity | None:
    """Return which file is there now, or None if there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


@dataclass(frozen=True, slots=True)
class Files:
    """The database's file and its write-ahead log as they were opened; no log while none writes."""

    target: SqliteFile
    main: Identity | None
    log: Identity | None

    def still_there(self) -> bool:
        """Whether the paths lead to these files."""
        found = identity(self.target.companions[0])
        return identity(self.target.path) == self.main and self.log in (None, found)

    def remove_orphaned_log(self) -> None:
        """Remove this log if it lies beside another database's file now.

        SQLite would play it into that file: nothing in a log names the file that it belongs to.
        """
        log, index = self.target.companions
        if self.main == identity(self.target.path):
            return
        if self.log is not None and self.log == identity(log):
            log.unlink(missing_ok=True)
            index.unlink(missing_ok=True)
