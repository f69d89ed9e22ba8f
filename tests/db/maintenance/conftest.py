"""A store with a little of everything and its backup, made once and copied for each test."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.db import backup
from tests.db.fixtures import TEMPLATE, PostgresForTests, TickingClock, copied, elsewhere
from tests.db.maintenance.filling import SECRET, fill


@dataclass(frozen=True, slots=True)
class Filled:
    """A store and a backup of it, for one test alone."""

    url: str
    kept: Path


async def _made(url: str, kept: Path) -> None:
    await fill(url, TickingClock())
    await backup(url, kept, secret=SECRET)


@pytest.fixture(scope="session")
def filled_file(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a SQLite file and its backup, to copy from."""
    folder = tmp_path_factory.mktemp("filled")
    shutil.copyfile(sqlite_template, folder / "store")
    elsewhere(_made(f"sqlite:///{folder}/store", folder / "kept"))
    return folder


@pytest.fixture(scope="session")
def filled_database(postgres: PostgresForTests, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a backup, named as the PostgreSQL database that it is of, to copy from."""
    folder = tmp_path_factory.mktemp(f"filled_{os.getpid()}", numbered=False)
    elsewhere(postgres.fetch(f"CREATE DATABASE {folder.name} TEMPLATE {TEMPLATE}"))
    elsewhere(_made(postgres.url(folder.name), folder / "kept"))
    return folder


@pytest.fixture
def filled_sqlite(filled_file: Path, tmp_path: Path) -> Filled:
    """A filled SQLite file and its backup, in a folder of its own."""
    store, kept = tmp_path / "outreach.sqlite3", tmp_path / "backups/kept"
    kept.parent.mkdir()
    shutil.copyfile(filled_file / "kept", kept)
    shutil.copyfile(filled_file / "store", store)
    for made in (store, kept):
        made.chmod(0o600)
    return Filled(f"sqlite:///{store}", kept)


@pytest.fixture
async def filled_postgresql(
    postgres: PostgresForTests, filled_database: Path, tmp_path: Path
) -> AsyncGenerator[Filled]:
    """A filled PostgreSQL database and its backup, in a folder of its own."""
    kept = tmp_path / "backups/kept"
    kept.parent.mkdir()
    shutil.copyfile(filled_database / "kept", kept)
    kept.chmod(0o600)
    async with copied(postgres, filled_database.name) as url:
        yield Filled(url, kept)


@pytest.fixture(params=["sqlite", "postgresql"])
def filled(request: pytest.FixtureRequest) -> Filled:
    """A filled store and its backup: the test runs once on each engine."""
    return request.getfixturevalue(f"filled_{request.param}")
