"""Reads `.env` to the letter, and refuses a line that would silently say nothing."""

from __future__ import annotations

import importlib
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from io import StringIO
from pathlib import Path
from typing import Any, Final

from dotenv import dotenv_values

from bot.exits import CannotStart, Exit

ENV_FILE: Final = Path(".env")

_NAME: Final = re.compile(r"[A-Za-z_][\w.-]*")
_PLAIN_NAME: Final = re.compile(r"[A-Z_]+")
_DATABASE: Final = "DATABASE_URL"
_ANOTHER_NAME: Final = re.compile(
    r"(?:(?:HEROKU_\w+|NEON|SUPABASE|SQLALCHEMY|RAILWAY|RENDER)_)?"
    r"(?:DATABASE|DB|POSTGRES|POSTGRESQL|HEROKU_POSTGRESQL_\w+|PG|SQLITE)_?"
    r"(?:(?:PRIVATE|PUBLIC|INTERNAL|EXTERNAL|PRISMA)_)?"
    r"(?:URL|URI|DSN|CONNECTION_STRING)(?:_NON_POOLING|_UNPOOLED)?"
)
"""What hosts and people call the address of a database, other than `DATABASE_URL`."""
_ADDRESS: Final = re.compile(r"\s*['\"]?(?:postgres|postgresql|sqlite)(?:\+\w+)?:", re.IGNORECASE)
_A_PART: Final = re.compile(
    r"PG(?:HOST|HOSTADDR|DATABASE|SERVICE|USER)|"
    r"(?:DB|DATABASE|POSTGRES|POSTGRESQL)_(?:HOST|SERVER|NAME|DB|DATABASE|USER)"
)
"""What libpq, containers and people call one part of such an address."""
_NOT_ONE_VALUE: Final = re.compile(r".*['\",;]|.*;\s*[A-Z][A-Z_]+=.*", re.DOTALL)
"""A quote at one end, or what separates one thing from the next."""
_TO_THE_LETTER: Final = frozenset({"SIGNER_SECRET"})
"""Names whose value may hold any sign."""
_SHORT: Final = 6
"""Names up to this length are too near to others' names to tell a slip from a name."""


@dataclass(frozen=True, slots=True)
class _Line:
    """What a line says: a name and its value; `faulty` where it cannot be read."""

    key: str | None
    value: str | None
    number: int | None = None
    faulty: bool = False


def read_env_file(known: Sequence[str]) -> Mapping[str, str | None]:
    """Return what `.env` says; nothing is put into a value from elsewhere.

    `known` are the names, in capitals, that mean something here.

    Raises:
        OSError, UnicodeDecodeError: it cannot be read, or is no text in UTF-8.
        CannotStart: with `Exit.CONFIGURATION`; one sentence for each line that says nothing, or
            has a name that is one slip away from a known one that is set nowhere, and for each
            database under another name than the one that is read, where that is set nowhere.
    """
    bindings = _bindings()
    values = [*((one.key or "", one.value) for one in bindings), *os.environ.items()]
    said = {name.upper() for name, value in values if _says(value)}
    faults = [fault for one in bindings for fault in _faults(one, known, said)]
    faults += _twice(bindings, known)
    faults += [] if _DATABASE in said else _another_database(known)
    if faults:
        raise CannotStart("\n".join(faults), Exit.CONFIGURATION)
    found: dict[str, str | None] = {}
    for one in bindings:
        if one.key is not None and (_says(one.value) or not _says(found.get(one.key))):
            found[one.key] = one.value
    return found


def misspelt(known: Sequence[str]) -> dict[str, str]:
    """Return names in `.env` that are not known but nearly so, with the known name."""
    found = {
        one.key: get_close_matches(one.key.upper(), known, n=1, cutoff=0.8)
        for one in _bindings()
        if one.key is not None and one.key.upper() not in known
    }
    return {name: close[0] for name, close in found.items() if close}


def _bindings() -> list[_Line]:
    # some hosts put a folder in the place of a file that they do not find
    if not (ENV_FILE.is_file() or ENV_FILE.is_dir()):
        return []
    # some editors begin a file with a byte order mark
    return _lines(ENV_FILE.read_text(encoding="utf-8-sig"))


def _lines(text: str) -> list[_Line]:
    """Return what each line says, or where nobody can tell that, what is said under each name.

    No documented function of python-dotenv tells of a line that it passes over, where one stands,
    or that a name stands twice; its parser tells all three.
    """
    try:
        parse: Any = importlib.import_module("dotenv.parser").parse_stream
        return [
            _Line(one.key, one.value, _number(one.original), one.error)
            for one in parse(StringIO(text))
        ]
    except (ModuleNotFoundError, AttributeError):
        said = dotenv_values(stream=StringIO(text), interpolate=False)
        return [_Line(name, value) for name, value in said.items()]


def _faults(one: _Line, known: Sequence[str], said: set[str]) -> Iterator[str]:
    name = (one.key or "").upper()
    alone = name in known and one.value is None and name not in said
    plain = one.key is None or _understood(one.key, one.value, known)
    if one.faulty or alone or not plain:
        yield (
            f"{_place(one)}: this is not understood: write NAME=value, with quotes around "
            "the value at both ends or at none, and nothing after it."
        )
    elif _says(one.value) and name not in known:
        meant = next((other for other in known if _slip(name, other)), None)
        meant = meant or (_DATABASE if _ADDRESS.match(one.value or "") else None)
        if meant is not None and meant not in said:
            yield f"{_place(one)}: this name means nothing here: write {meant}."
        elif _DATABASE not in said and (_A_PART.fullmatch(name) or _holds(one.value, _DATABASE)):
            yield (
                f"{_place(one)}: this says nothing here, and {_DATABASE} is not set: "
                f"write {_DATABASE}=postgres://user:password@host/name, or "
                f"{_DATABASE}=sqlite:///data/outreach.sqlite3 for a file."
            )


def _says(value: str | None) -> bool:
    return value is not None and bool(value.strip())


def _holds(value: str | None, name: str) -> bool:
    """Whether a value is a line of its own, as the files of other programs have them."""
    return re.search(rf"\b{name}\s*=", value or "", re.IGNORECASE) is not None


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
    parts = [name for name in ("PGHOST", "PGUSER", "PGDATABASE") if _says(os.environ.get(name))]
    if len(parts) > 1:  # one alone is what people set for programs of their own
        yield (
            f"{' and '.join(parts)} name a database, but {_DATABASE} is what is read here, and is "
            f"not set: write {_DATABASE}=postgres://user:password@host/name, or, if another "
            f"program needs them, {_DATABASE}=sqlite:///data/outreach.sqlite3 for a file."
        )


def _is_database(name: str, value: str | None, known: Sequence[str]) -> bool:
    """Whether a value is the address of a database, under a name that hosts or people use."""
    plain = re.sub(r"[.-]", "_", name.upper())
    named = _ANOTHER_NAME.fullmatch(plain) is not None or _slip(plain, _DATABASE)
    return plain not in known and named and _ADDRESS.match(value or "") is not None


def _twice(bindings: Sequence[_Line], known: Sequence[str]) -> Iterator[str]:
    """Yield a sentence for each further value of one name: which is meant, nobody can tell."""
    first: dict[str, _Line] = {}
    for one in bindings:
        name = (one.key or "").upper()
        if name in known and _says(one.value) and first.setdefault(name, one).value != one.value:
            line = first[name].number
            above = f"another {name} stands {f'in line {line}' if line else 'there too'}"
            yield f"{_place(one)}: {above}: leave one of them."


def _understood(key: str, value: str | None, known: Sequence[str]) -> bool:
    """Whether a line says what it seems to, to somebody who reads it."""
    if not _NAME.fullmatch(key):  # NAME:value, "NAME=value", $env:NAME=value
        return False
    text = value or ""
    if key.upper() in {*known} - _TO_THE_LETTER and _NOT_ONE_VALUE.fullmatch(text.strip()):
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


def _place(one: _Line) -> str:
    """Return where a line is; what stands there may be a secret, so of it at most a plain name."""
    if one.number:
        return f"{ENV_FILE}:{one.number}:1"
    named = one.value is not None and _PLAIN_NAME.fullmatch(one.key or "")
    return f"{ENV_FILE}: {one.key}" if named else str(ENV_FILE)


def _number(original: Any) -> int:
    """Return in which line the text of a binding begins, after the blank ones above it."""
    text: str = original.string
    return original.line + text[: len(text) - len(text.lstrip())].count("\n")
