"""A rehearsal on a store of its own, with a copy of the shipped configuration to spoil."""

from __future__ import annotations

import shutil
from collections.abc import AsyncGenerator
from pathlib import Path

import aiohttp
import pytest

from bot.db.engine import sqlite_connection
from bot.rehearsal.local_bot import LocalBot
from bot.rehearsal.pages.lobby import Lobby
from bot.rehearsal.stage import Stage

ROOT = Path(__file__).resolve().parents[2]
WORDS = shutil.ignore_patterns("messages", "schema")


@pytest.fixture
def config_root(tmp_path: Path) -> Path:
    """A copy of the shipped configuration; its words are read from where they are shipped."""
    return Path(shutil.copytree(ROOT / "config", tmp_path / "config", ignore=WORDS))


@pytest.fixture
def local_bot(
    config_root: Path,
    tmp_path: Path,
    sqlite_template: Path,
    cogs_kept: None,
    monkeypatch: pytest.MonkeyPatch,
) -> LocalBot:
    """The real bot on an empty store, migrated already: what makes one is another test's."""
    # A busy machine is no stuck disk: no thread of the store outlives the loop that it reports to.
    monkeypatch.setattr(sqlite_connection, "CLOSING", 60.0)
    made = LocalBot(config_root=config_root, data_dir=tmp_path / "data")
    made.store.parent.mkdir(mode=0o700)
    shutil.copyfile(sqlite_template, made.store)
    made.store.chmod(0o600)
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


@pytest.fixture
async def browser(lobby: Lobby) -> AsyncGenerator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session
