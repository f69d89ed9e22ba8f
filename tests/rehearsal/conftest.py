"""A rehearsal on a store of its own, with a copy of the shipped configuration to spoil."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import AsyncGenerator
from contextlib import closing
from pathlib import Path

import pytest

from bot.db.engine import sqlite_connection
from bot.domain.signer_secret import SECRET_CHECK, check_value
from bot.rehearsal.local_bot import KEY_FILE, LocalBot
from bot.rehearsal.pages.lobby import Lobby
from bot.rehearsal.stage import Stage

ROOT = Path(__file__).resolve().parents[2]
WORDS = shutil.ignore_patterns("messages", "schema")
SECRET = b"The secret of every rehearsal under test."


@pytest.fixture
def config_root(tmp_path: Path) -> Path:
    """A copy of the shipped configuration; its words are read from where they are shipped."""
    return Path(shutil.copytree(ROOT / "config", tmp_path / "config", ignore=WORDS))


@pytest.fixture(scope="session")
def begun_store(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty store that knows its secret: to make a check of it takes a tenth of a second."""
    path = tmp_path_factory.mktemp("begun") / "store.sqlite3"
    shutil.copyfile(sqlite_template, path)
    with closing(sqlite3.connect(path)) as store, store:
        store.execute("INSERT INTO meta VALUES (?, ?)", (SECRET_CHECK, check_value(SECRET)))
    return path


@pytest.fixture
def local_bot(
    config_root: Path,
    tmp_path: Path,
    begun_store: Path,
    cogs_kept: None,
    monkeypatch: pytest.MonkeyPatch,
) -> LocalBot:
    """The real bot on an empty store, migrated already: what makes one is another test's."""
    # A busy machine is no stuck disk: no thread of the store outlives the loop that it reports to.
    monkeypatch.setattr(sqlite_connection, "CLOSING", 60.0)
    made = LocalBot(config_root=config_root, data_dir=tmp_path / "data")
    made.store.parent.mkdir(mode=0o700)
    for path, content in ((made.store, begun_store.read_bytes()), (made.folder / KEY_FILE, SECRET)):
        path.write_bytes(content)
        path.chmod(0o600)
    return made


@pytest.fixture
async def stage(local_bot: LocalBot) -> AsyncGenerator[Stage]:
    """The bot on its stage."""
    async with Stage(local_bot) as opened:
        yield opened


@pytest.fixture
async def lobby(stage: Stage) -> AsyncGenerator[Lobby]:
    """The lobby on any free port."""
    async with Lobby(stage, port=0) as opened:
        yield opened
