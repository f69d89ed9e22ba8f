"""A record becomes a line built only of what is known to be harmless."""

from __future__ import annotations

import ast
import logging
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Final, cast

from structlog.typing import EventDict, WrappedLogger

from bot.domain.text import shorten
from bot.log.traces import described, place

FIELDS: Final = frozenset(
    {
        "campaign",
        "code",
        "command",
        "count",
        "difference",
        "error",
        "field",
        "found",
        "gateway_event",
        "handler",
        "kind",
        "reason",
        "reference",
        "release",
        "schema",
        "seconds",
        "servers",
        "signal",
        "status",
        "store",
        "turned_away",
        "unanswered",
        "under_way",
        "word",
    }
)
"""The names under which our own records may carry a value: `extra={"count": 3}`.

Each was looked at: none of them holds who someone is, where they are or what they wrote. Any other
field of a record is left out, so a new one is added here on purpose or is never seen.
"""

OURS: Final = ("bot", "cogs", "__main__")
SMALLEST_ID: Final = 10**14
"""Discord's ids lie above this number; no count, size or status of ours comes near it."""
_SMALL: Final = 100_000
"""Above the seconds, shards and codes that other libraries tell of, and below anyone's number."""
_UNSHOWN: Final = "(a text that is not shown: it may hold more than a programmer's words)"
_LEFT_OUT: Final = "…"
_PLACEHOLDER: Final = re.compile(
    r"%(?:\(\w*\))?[-+ #0]*(?:\d+|\*)?(?:\.(?:\d+|\*))?[hlL]?([diouxXeEfFgGcrsa%])"
)
_LONGEST_SHOWN: Final = 300
_LONGEST_READ: Final = 2_000

_REDACTIONS: Final = (
    # an address: tokens of interactions and webhooks stand in its path, passwords before the @
    (re.compile(r"(\w[\w+.-]*://)(?:[^\s/@]*@)?([^\s/?#]*)(?:[/?#]\S*)?"), r"\1\2/…"),
    (re.compile(r"[\w-]{20,}\.[\w-]{5,}\.[\w-]{20,}"), "[token]"),  # a bot's token
    (re.compile(r"[\w+=-]{40,}"), "[token]"),  # an interaction's, a webhook's, a digest
    (re.compile(r"\d{15,}"), "[number]"),  # an id
)


def redact(text: str) -> str:
    """Return a text on one line without ids, tokens and the paths of addresses.

    This is the last resort: names cannot be told from words, so they must not come this far.
    """
    if len(text) > _LONGEST_READ:  # what is cut in two must not slip through as half a token
        text = text[:_LONGEST_READ].rpartition(" ")[0]
    for pattern, instead in _REDACTIONS:
        text = pattern.sub(instead, text)
    shown = "".join(char if char.isprintable() else " " for char in text)
    return shorten(shown, _LONGEST_SHOWN)


def is_ours(logger: str) -> bool:
    """Whether a logger belongs to this project."""
    return logger.partition(".")[0] in OURS


def vetted(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Build the line anew from what is known to be harmless, instead of cleaning what came."""
    record: logging.LogRecord = event["_record"]
    line: EventDict = {
        "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "logger": redact(record.name),
        "event": _words(record, event.get("positional_args")),
    }
    if is_ours(record.name):
        line.update(_fields(record))
    else:
        line["place"] = place(record.pathname, record.lineno, record.funcName)
    error = _error(event.get("exc_info"))
    if error is not None:
        line["errors"] = list(described(error))
    return line


def _error(exc_info: object) -> BaseException | None:
    """Return the error of logging's `exc_info`, which is a triple by the time it is formatted."""
    if not isinstance(exc_info, tuple):
        return None
    parts = cast("tuple[object, ...]", exc_info)
    return next((part for part in parts if isinstance(part, BaseException)), None)


def _words(record: logging.LogRecord, args: object) -> str:
    """Return a record's text, if a programmer wrote it: values may have been put into any other.

    Our own texts get their numbers and enums filled in. Those of others are filled in only if
    every value is a small number (seconds, a shard), since any other may be an id or a name: where
    it stood, the line has a sign that something was left out.
    """
    text = _written(record)
    if text is None:
        return _UNSHOWN
    if not args:
        return redact(text)
    if not (is_ours(record.name) or _all_small(args)):
        return redact(_unfilled(text))
    try:
        return redact(text % _filled(args))
    except (TypeError, ValueError):
        return redact(_unfilled(text))


def _unfilled(text: str) -> str:
    return _PLACEHOLDER.sub(lambda one: "%" if one[1] == "%" else _LEFT_OUT, text)


def _written(record: logging.LogRecord) -> str | None:
    """Return a record's text, or its first line, as it stands as a string in its source file."""
    text: object = record.msg
    if not isinstance(text, str):
        return None
    strings = _strings_in(record.pathname)
    # discord.py adds a stack to the line by which it says that the process was too busy
    return next((one for one in (text, text.partition("\n")[0]) if one in strings), None)


@lru_cache(maxsize=256)
def _strings_in(path: str) -> frozenset[str]:
    """Return every string that a programmer wrote into a source file; none if it is not there."""
    try:
        tree = ast.parse(Path(path).read_bytes())
    except (OSError, SyntaxError, ValueError):
        return frozenset()
    constants = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return frozenset(one for one in constants if isinstance(one, str))


def _all_small(args: object) -> bool:
    """Whether arguments are only numbers that are too small to be anyone's id, or nothing."""
    if not isinstance(args, tuple):
        return False
    return all(
        one is None or (isinstance(one, int | float) and abs(one) < _SMALL)
        for one in cast("tuple[object, ...]", args)
    )


def _filled(args: object) -> object:
    """Return arguments as they may stand in a text of ours: numbers, and words of our enums."""
    if isinstance(args, Mapping):
        named = cast("Mapping[str, object]", args)
        return {name: _filled(value) for name, value in named.items()}
    if isinstance(args, tuple):
        return tuple(_filled(value) for value in cast("tuple[object, ...]", args))
    if isinstance(args, Enum):
        return str(args.value)
    small = isinstance(args, int | float) and abs(args) < SMALLEST_ID
    return args if small or args is None else _LEFT_OUT


def _fields(record: logging.LogRecord) -> Iterator[tuple[str, object]]:
    for name in sorted(FIELDS & vars(record).keys()):
        value: object = vars(record)[name]
        yield name, _shown(value.value if isinstance(value, Enum) else value)


def _shown(value: object) -> object:
    match value:
        case bool() | None:
            return value
        case int():
            return value if abs(value) < SMALLEST_ID else "[number]"
        case float():
            return round(value, 3)
        case str() | date():
            return redact(str(value))
        case _:
            return type(value).__name__
