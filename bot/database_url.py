"""Where the store is: a `DATABASE_URL` as hosts and people write it, read here only."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bot.exits import CannotStart, Exit

_EXAMPLES = "sqlite:///data/outreach.sqlite3 or postgres://user:password@host/name"
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


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A PostgreSQL database; its address holds a password and stays out of every text."""

    dsn: str = field(repr=False)


Target = SqliteFile | PostgresServer


def target_of(url: str) -> Target:
    """Read a database URL; drivers (`+aiosqlite`, `+asyncpg`) may be named or not.

    Raises:
        CannotStart: (DATABASE) for anything that is neither SQLite nor PostgreSQL.
    """
    scheme, separator, rest = url.strip().partition("://")
    dialect = scheme.partition("+")[0].lower()
    if separator and dialect in _POSTGRES and _readable(rest):
        return PostgresServer(f"postgresql://{rest}")
    if separator and dialect == "sqlite":
        return SqliteFile(_sqlite_path(rest))
    raise CannotStart(f"DATABASE_URL is not understood: write {_EXAMPLES}.", Exit.DATABASE)


def _readable(rest: str) -> bool:
    try:
        return urlsplit(f"//{rest}").port != 0
    except ValueError:  # a port that is no number, a host in broken brackets
        return False


def _sqlite_path(rest: str) -> Path:
    host, slash, name = rest.partition("/")
    if host or not slash or not name or name == ":memory:" or "?" in name:
        raise CannotStart(
            "DATABASE_URL must name a SQLite file, with three slashes before a relative path and "
            "four before an absolute one: sqlite:///data/outreach.sqlite3.",
            Exit.DATABASE,
        )
    try:
        return Path(unquote(name)).expanduser().resolve()
    except RuntimeError:  # "~somebody" without such a user
        raise CannotStart(
            "DATABASE_URL names the home of a user that this machine does not know.", Exit.DATABASE
        ) from None
