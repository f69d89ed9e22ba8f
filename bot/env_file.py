"""Reads `.env` to the letter, and refuses a line that would silently say nothing."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher, get_close_matches
from io import StringIO
from pathlib import Path
from typing import Final

from dotenv.parser import Binding, Original, parse_stream

from bot.exits import CannotStart, Exit

ENV_FILE: Final = Path(".env")

_NAME: Final = re.compile(r"[A-Za-z_][\w.-]*")
_DATABASE: Final = "DATABASE_URL"
_ANOTHER_NAME: Final = re.compile(
    r"(?:(?:HEROKU_\w+|NEON|SUPABASE|SQLALCHEMY|RAILWAY|RENDER)_)?"
    r"(?:DATABASE|DB|POSTGRES|POSTGRESQL|HEROKU_POSTGRESQL_\w+|PG|SQLITE)_?"
    r"(?:(?:PRIVATE|PUBLIC|INTERNAL|EXTERNAL|PRISMA)_)?"
    r"(?:URL|URI|DSN|CONNECTION_STRING)(?:_NON_POOLING|_UNPOOLED)?"
)
"""What hosts and people call the address of a database, other than `DATABASE_URL`."""
_ADDRESS: Final = re.compile(r"\s*['\"]?(?:postgres|postgresql|sqlite)(?:\+\w+)?:", re.IGNORECASE)
_SHORT: Final = 6
"""Names up to this length are too near to others' names to tell a slip from a name."""


def read_env_file(known: Sequence[str]) -> Mapping[str, str | None]:
    """Return what `.env` says; nothing is put into a value from elsewhere.

    `known` are the names, in capitals, that mean something here.

    Raises:
        OSError, UnicodeDecodeError: it cannot be read, or is no text in UTF-8.
        CannotStart: with `Exit.CONFIGURATION`; one sentence for each line that says nothing, or
            has a name that is one slip away from a known one that is set nowhere, and for each
            address of a database under another name than the one that is read.
    """
    bindings = _bindings()
    values = [*((one.key or "", one.value) for one in bindings), *os.environ.items()]
    said = {name.upper() for name, value in values if value and value.strip()}
    faults = [fault for one in bindings for fault in _faults(one, known, said)]
    faults += _twice(bindings, known)
    faults += [] if _DATABASE in said else _another_database(known)
    if faults:
        raise CannotStart("\n".join(faults), Exit.CONFIGURATION)
    return {one.key: one.value for one in bindings if one.key is not None}


def misspelt(known: Sequence[str]) -> dict[str, str]:
    """Return names in `.env` that are not known but nearly so, with the known name."""
    found = {
        one.key: get_close_matches(one.key.upper(), known, n=1, cutoff=0.8)
        for one in _bindings()
        if one.key is not None and one.key.upper() not in known
    }
    return {name: close[0] for name, close in found.items() if close}


def _bindings() -> list[Binding]:
    # some hosts put a folder in the place of a file that they do not find
    if not (ENV_FILE.is_file() or ENV_FILE.is_dir()):
        return []
    # some editors begin a file with a byte order mark
    return list(parse_stream(StringIO(ENV_FILE.read_text(encoding="utf-8-sig"))))


def _faults(one: Binding, known: Sequence[str], said: set[str]) -> Iterator[str]:
    if one.error or (one.key is not None and not _understood(one.key, one.value, known)):
        yield (
            f"{_place(one.original)}: this is not understood: write NAME=value, with quotes around "
            "the value at both ends or at none, and nothing after it."
        )
    elif one.key is not None and one.value and one.key.upper() not in known:
        meant = next((name for name in known if _slip(one.key.upper(), name)), None)
        meant = meant or (_DATABASE if _is_database(one.key, one.value, known) else None)
        if meant is not None and meant not in said:
            yield f"{_place(one.original)}: this name means nothing here: write {meant}."


def _another_database(known: Sequence[str]) -> Iterator[str]:
    """Yield a sentence for each address of a database that the environment has for nothing.

    Pledges would be kept in the file of the default, where nobody looks for them.
    """
    for name, value in os.environ.items():
        if _is_database(name, value, known):
            yield (
                f"{name} is the address of a database, under a name that means nothing here, and "
                f"{_DATABASE} is not set: give {_DATABASE} the same value, or, if another "
                f"program needs it, {_DATABASE}=sqlite:///data/outreach.sqlite3 for a file."
            )


def _is_database(name: str, value: str | None, known: Sequence[str]) -> bool:
    """Whether a value is the address of a database, under a name that hosts or people use."""
    plain = re.sub(r"[.-]", "_", name.upper())
    named = _ANOTHER_NAME.fullmatch(plain) is not None or _slip(plain, _DATABASE)
    return plain not in known and named and _ADDRESS.match(value or "") is not None


def _twice(bindings: Sequence[Binding], known: Sequence[str]) -> Iterator[str]:
    """Yield a sentence for each further value of one name: which is meant, nobody can tell."""
    values: dict[str, str] = {}
    for one in bindings:
        name = (one.key or "").upper()
        if name in known and one.value and values.setdefault(name, one.value) != one.value:
            yield f"{_place(one.original)}: another {name} stands above: leave one of them."


def _understood(key: str, value: str | None, known: Sequence[str]) -> bool:
    """Whether a line says what it seems to, to somebody who reads it."""
    if not _NAME.fullmatch(key):  # NAME:value, "NAME=value", $env:NAME=value
        return False
    text = value or ""
    if key.upper() in known and key.upper() != "SIGNER_SECRET" and text.endswith(";"):
        return False
    # an open quote that takes in what follows, up to the next one
    first_words = (re.match(r"\s*(?:export\s+)?(\w+)\s*=", line) for line in text.split("\n")[1:])
    if any(found and found[1].upper() in known for found in first_words):
        return False
    # two of them on one line: the second would be a part of the first
    return not any(found in known for found in re.findall(r"\s([A-Z_]+)=", text))


def _slip(name: str, known: str) -> bool:
    """Whether a name is a known one with one letter more, less, other or exchanged."""
    plain = re.sub(r"[.-]", "_", name)
    least = 1 - 1 / len(known)
    return len(known) > _SHORT and SequenceMatcher(None, plain, known).ratio() >= least


def _place(found: Original) -> str:
    """Return where a line is; what stands there may be a secret."""
    skipped = len(found.string) - len(found.string.lstrip())
    return f"{ENV_FILE}:{found.line + found.string[:skipped].count(chr(10))}:1"
