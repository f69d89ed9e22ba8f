"""The meaning of every exit code, and how a start that ends says why and what to type then."""

from __future__ import annotations

import re
import shlex
import sys
from enum import IntEnum
from pathlib import Path


class Exit(IntEnum):
    """Exit codes of `python -m bot`; the README's table is tested against this enum."""

    OK = 0
    UNEXPECTED = 1
    CONFIGURATION = 2
    TOKEN = 3
    DATABASE = 4
    SCHEMA = 5
    SECOND_COPY = 6
    EPHEMERAL_DISK = 7
    SECRET = 8
    DOCTOR = 9
    BACKUP = 10
    REHEARSAL = 11
    SHARDING = 12
    OUTDATED = 13
    INTENTS = 14
    FORBIDDEN = 15
    TRYOUT = 16
    HEALTH = 17
    REFUSED = 18
    STOPPED = 130


class CannotStart(Exception):
    """A start, or a command of the operator, that ends with one sentence and its own exit code.

    The sentence says what is wrong and what to do about it, and holds no secret, id or name.
    """

    def __init__(self, sentence: str, code: Exit) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code


def typed(words: str) -> str:
    r"""Return what to type, for example `.venv/bin/python -m bot doctor`.

    It names the Python that runs now, by its path from here where it lies under this folder, so
    that it works without an activated environment; on Windows as PowerShell takes it.
    """
    python = Path(sys.executable)
    here = Path.cwd()
    shown = str(python.relative_to(here) if python.is_relative_to(here) else python)
    if sys.platform == "win32":
        quoted = "'" + shown.replace("'", "''") + "'"
        shown = f"& {quoted}" if re.search(r"[^\w\\/.:~-]", shown) else shown
    else:
        shown = shlex.quote(shown)
    return f"{shown} -m bot {words}"
