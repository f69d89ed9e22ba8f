"""An error is told by its type, its codes and where it happened; its message may name people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from traceback import walk_tb
from types import TracebackType
from typing import Final

_MOST_FRAMES: Final = 15
_MOST_ERRORS: Final = 6
_CODES: Final = ("errno", "status", "code", "sqlite_errorname", "sqlstate")
"""Attributes by which a fault of the system, of Discord or of the database is known."""
_PROJECT: Final = Path(__file__).resolve().parents[2]
_BEFORE_A_LIBRARY: Final = re.compile(r".*/(?:(?:site|dist)-packages|python3\.\d+)/")


@dataclass(frozen=True, slots=True)
class LoggedError:
    """One error as the log tells it; `frames` begin with the innermost."""

    how: str
    type: str
    codes: dict[str, int | str]
    frames: list[str]


def place(path: str, line: int | None, function: str | None) -> str:
    """Return `file:line function`, without the folders above, which may name the operator."""
    name = path.replace("\\", "/")
    inside = _BEFORE_A_LIBRARY.sub("", name)
    if inside == name:
        within = Path(path).is_relative_to(_PROJECT)
        inside = Path(path).relative_to(_PROJECT).as_posix() if within else Path(path).name
    return f"{inside}:{line or 0} {function or '?'}"


def described(error: BaseException) -> Iterator[LoggedError]:
    """Describe an error and what led to it, the error itself first; cycles end."""
    waiting: list[tuple[str, BaseException]] = [("raised", error)]
    seen: set[int] = set()
    while waiting and len(seen) < _MOST_ERRORS:
        how, one = waiting.pop(0)
        if id(one) in seen:
            continue
        seen.add(id(one))
        kind = type(one)
        yield LoggedError(
            how=how,
            type=f"{kind.__module__}.{kind.__qualname__}".removeprefix("builtins."),
            codes=dict(_codes(one)),
            frames=_frames(one.__traceback__),
        )
        waiting.extend(_behind(one))


def _behind(error: BaseException) -> Iterator[tuple[str, BaseException]]:
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]
            yield "in the group", inner  # pyright: ignore[reportUnknownVariableType]
    if error.__cause__ is not None:
        yield "caused by", error.__cause__
    elif error.__context__ is not None and not error.__suppress_context__:
        yield "while handling", error.__context__


def _codes(error: BaseException) -> Iterator[tuple[str, int | str]]:
    for name in _CODES:
        value: object = getattr(error, name, None)
        if isinstance(value, int) and abs(value) < 10**6:
            yield name, int(value)
        elif isinstance(value, str) and re.fullmatch(r"[A-Z0-9_]{1,40}", value):
            yield name, value


def _frames(trace: TracebackType | None) -> list[str]:
    """Return where an error was raised and through what it came, innermost first."""
    steps = [
        place(frame.f_code.co_filename, line, frame.f_code.co_name)
        for frame, line in walk_tb(trace)
    ]
    return steps[::-1][:_MOST_FRAMES]
