"""A place to run commands in: a folder with a campaign, an empty environment, a log put back."""

from __future__ import annotations

import io
import json
import logging
import shutil
import sys
import threading
import warnings
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import structlog
from click.testing import CliRunner, Result

from bot.__main__ import main
from bot.log import set_up
from bot.log.vetting import OURS
from bot.settings import Settings
from tests.db.fixtures import postgres, postgresql_url, shared_folder
from tests.loopback.conftest import loopback

__all__ = [
    "invoke",
    "loopback",
    "place",
    "postgres",
    "postgresql_url",
    "shared_folder",
    "whole_process",
]

ROOT = Path(__file__).resolve().parents[2]

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
    """A folder like a fresh clone's, and nothing set."""
    folder = tmp_path / "place"
    shutil.copytree(ROOT / "config", folder / "config")
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
