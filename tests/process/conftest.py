"""A place to run commands in: a folder with a campaign, an empty environment, a log put back."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import shutil
import sys
import threading
import warnings
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import structlog
import yarl
from click.testing import CliRunner, Result

from bot.command_line import main
from bot.config import load
from bot.db import open_database
from bot.domain.clock import system_clock
from bot.exits import CannotStart
from bot.log import set_up
from bot.log.vetting import OURS
from bot.messages import Messages
from bot.outreach import OutreachBot, build_services, phrases
from bot.running import serve
from bot.settings import Settings, load_settings
from tests.loopback.conftest import forks, home, loopback, member
from tests.loopback.server import Discord

__all__ = ["forks", "home", "invoke", "loopback", "member", "place", "whole_process"]

ROOT = Path(__file__).resolve().parents[2]

TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcdE.abcdefghijklmnopqrstuvwxyz0123456789ab"
"""Has the shape of a token, and was never one."""

Invoke = Callable[..., Result]


class Lines:
    """What the log would have written, as objects (JSON) or as text."""

    def __init__(self, stream: io.StringIO) -> None:
        self._stream = stream

    @property
    def text(self) -> str:
        return self._stream.getvalue()

    @property
    def last(self) -> dict[str, Any]:
        return json.loads(self.text.splitlines()[-1])


@contextmanager
def log_put_back() -> Generator[None]:
    """Undo what `set_up` does to the whole process."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    hooks = sys.excepthook, sys.unraisablehook, threading.excepthook, warnings.showwarning
    root.handlers.clear()
    try:
        yield
    finally:
        structlog.reset_defaults()
        root.handlers[:] = handlers
        root.setLevel(level)
        sys.excepthook, sys.unraisablehook, threading.excepthook, warnings.showwarning = hooks
        for name in OURS:
            logging.getLogger(name).setLevel(logging.NOTSET)


@pytest.fixture
def whole_process() -> Iterator[Lines]:
    """The log as the process sets it up, with every hook; what it wrote is JSON."""
    stream = io.StringIO()
    with log_put_back():
        set_up(level="debug", as_json=True, stream=stream)
        yield Lines(stream)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder like a fresh clone's, and nothing set; the words are read where they are shipped."""
    folder = tmp_path / "place"
    shutil.copytree(ROOT / "config", folder / "config", ignore=shutil.ignore_patterns("messages"))
    (folder / "config" / "messages").mkdir()
    monkeypatch.chdir(folder)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    return folder


@pytest.fixture
def invoke(place: Path) -> Invoke:
    """Run one command in this process."""

    def run(*arguments: str) -> Result:
        with log_put_back():
            result = CliRunner().invoke(main, arguments, prog_name="python -m bot")
        assert result.exception is None or isinstance(result.exception, SystemExit), result.output
        assert "Traceback" not in result.output
        return result

    return run


@dataclass(repr=False)
class Startable:
    """A store that is open, and bots that can be made for it."""

    make_bot: Callable[..., OutreachBot]
    token: str
    stop: asyncio.Event = field(default_factory=asyncio.Event)

    def serving(self) -> asyncio.Task[None]:
        return asyncio.create_task(serve(self.make_bot, self.token, self.stop))


@pytest.fixture
async def startable(
    loopback: Discord, place: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Startable]:
    monkeypatch.setattr("discord.http.Route.BASE", loopback.api_url)
    address = yarl.URL(loopback.gateway_url)
    monkeypatch.setattr("discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY", address)
    configuration = load(Path("config"), phrases())
    url = f"sqlite:///{place}/data/outreach.sqlite3"
    async with open_database(url) as database:
        services = build_services(configuration, database, secret=b"s" * 32, clock=system_clock)
        messages = Messages(configuration.messages)
        yield Startable(partial(OutreachBot, services, messages), loopback.token)


@pytest.fixture
def empty_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in an empty folder, with nothing set."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def refused() -> CannotStart:
    """Return how the settings are refused."""
    with pytest.raises(CannotStart) as refusal:
        load_settings()
    return refusal.value
