"""Where the store is: a `DATABASE_URL` as hosts and people write it, read here only."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from bot.exits import CannotStart, Exit
from bot.postgres_address import NotUnderstood, PostgresServer, postgres_server

__all__ = ["PostgresServer", "SqliteFile", "Target", "target_of"]

_EXAMPLES = "sqlite:///path/to/file or postgres://user:password@host/name"
_POSTGRES = {"postgres", "postgresql"}


@dataclass(frozen=True, slots=True)
class SqliteFile:
    """A SQLite database: one file, resolved, so that links and relative paths mean one place."""

    path: Path

    @property
    def lock_path(self) -> Path:
        """The file whose lock says that a process works with this database."""
        return self.path.with_name(self.path.name + ".lock")

    def is_there(self) -> bool:
        """Whether there is such a file.

        Raises:
            CannotStart: (DATABASE) if this user may not look, or no file can have this name.
        """
        try:
            return self.path.exists()
        except OSError as error:
            raise CannotStart(
                f"The database cannot be looked for ({error.strerror}): check DATABASE_URL, and "
                "the owner and the mode of its folder.",
                Exit.DATABASE,
            ) from error

    @property
    def companions(self) -> tuple[Path, Path]:
        """The write-ahead log and its index, which belong to the file and to nothing else."""
        return (
            self.path.with_name(self.path.name + "-wal"),
            self.path.with_name(self.path.name + "-shm"),
        )


_VARIABLE: Final = re.compile(r"\$\{|\$\(|\$[A-Za-z_]|%(?![0-9A-Fa-f]{2})\w+%")
"""What a shell would put something in for; `%20` and its like are no such thing."""

_NOT_A_NAME: Final = re.compile(r".*['\",;]|.*;\s*\w+=.*", re.DOTALL)
"""What ends with a sign of the line it was copied from, or goes on with the next one."""
_OF_WINDOWS: Final = re.compile(r"[A-Za-z]:([\\/].*)?|.*\\.*")

Target = SqliteFile | PostgresServer


def target_of(url: str) -> Target:
    """Read a database URL; drivers (`+aiosqlite`, `+asyncpg`) may be named or not.

    Raises:
        CannotStart: (DATABASE) for anything that is neither SQLite nor PostgreSQL.
    """
    try:
        return _read(url.strip())
    except NotUnderstood as fault:
        raise CannotStart(f"DATABASE_URL should be {fault}.", Exit.DATABASE) from None


def _read(url: str) -> Target:
    scheme, separator, rest = url.partition("://")
    dialect = scheme.partition("+")[0].lower()
    if separator and dialect in _POSTGRES:
        return postgres_server(rest)
    if separator and dialect == "sqlite":
        return SqliteFile(_sqlite_path(rest))
    raise NotUnderstood(_EXAMPLES)


def _sqlite_path(rest: str) -> Path:
    host, slash, name = rest.partition("/")
    if host or not slash or not name or name == ":memory:" or "?" in name:
        raise NotUnderstood(
            "the address of a file, with three slashes before a relative path and four before an "
            "absolute one: sqlite:///data/outreach.sqlite3"
        )
    if _VARIABLE.search(name):
        raise NotUnderstood(
            "a path without $… or %…% here, for nothing is put in for them: "
            "sqlite:////srv/campaign/outreach.sqlite3"
        )
    name = unquote(name)
    if _NOT_A_NAME.fullmatch(name):
        raise NotUnderstood(
            "the address of a file and nothing after it, no quote, comma or semicolon: "
            "sqlite:///data/outreach.sqlite3"
        )
    if os.name != "nt" and _OF_WINDOWS.fullmatch(name):
        raise NotUnderstood(
            "a path as this machine writes one, with / and without a drive: "
            "sqlite:////srv/campaign/outreach.sqlite3"
        )
    try:
        return Path(name).expanduser().resolve()
    except RuntimeError:  # "~somebody" without such a user, or "~" where there is no HOME
        raise NotUnderstood(
            "a path without ~ here, for this machine does not know whose home that is: "
            "sqlite:////srv/campaign/outreach.sqlite3"
        ) from None
    except ValueError:  # "%00"
        raise NotUnderstood(_EXAMPLES) from None
