"""Run a module as if every commit to SQLite took 20 ms longer, as an fsync on a slow disk does.

`python -m tests.benchmarks.slow_disk MODULE ARGUMENTS…`. The wait is in Python, after the commit,
on the thread that made it; a commit without a transaction does not wait, for it syncs nothing.
"""

from __future__ import annotations

import runpy
import sqlite3
import sqlite3.dbapi2
import sys
import time
from typing import Any

COMMIT = 0.020
"""Seconds that a commit takes longer."""


class SlowConnection(sqlite3.Connection):
    """A connection to a file on a slow disk."""

    def commit(self) -> None:
        """Commit, and return as late as a slow disk would."""
        syncs = self.in_transaction
        super().commit()
        if syncs:
            time.sleep(COMMIT)


_connect = sqlite3.connect


def connect(
    database: Any, *, factory: type[sqlite3.Connection] = sqlite3.Connection, **options: Any
) -> sqlite3.Connection:
    """Connect to a file on a slow disk, with a connection of the kind that is asked for."""
    return _connect(database, factory=type("Slow", (SlowConnection, factory), {}), **options)


def main() -> None:
    """Run the module that the first argument names, with the arguments after it."""
    sqlite3.connect = sqlite3.dbapi2.connect = connect
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
