"""What nobody caught ends in the log like everything else: by type and place, never by value."""

from __future__ import annotations

import asyncio
import logging
import secrets
import sys
import threading
import warnings
from types import TracebackType
from typing import Any, Final, TextIO, cast
from weakref import WeakSet

from bot.log.traces import place

_log: Final = logging.getLogger(__name__)

_watched: Final = WeakSet[asyncio.AbstractEventLoop]()
"""The loops that are watched, which a thread may still hold when they are closed."""


def new_reference() -> str:
    """Return a short random word by which a person can point at one line of the log."""
    return secrets.token_hex(3)


def install_hooks() -> None:
    """Route uncaught errors, errors in finalisers and threads, and warnings into the log."""
    sys.excepthook = _uncaught
    sys.unraisablehook = _unraisable
    threading.excepthook = _uncaught_in_thread
    warnings.showwarning = _warning


def watch_loop(loop: asyncio.AbstractEventLoop) -> None:
    """Route what the event loop would report (a task's error that nobody awaited) into the log.

    Once it is closed, a thread that can report to it no more is told of as that.
    """
    loop.set_exception_handler(_in_loop)
    _watched.add(loop)


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    _log.critical(
        "the process ended by an unexpected error",
        exc_info=(kind, error, trace),
        extra={"reference": new_reference()},
    )


def _uncaught_in_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is None:
        return
    over = bool(_watched) and all(loop.is_closed() for loop in _watched)
    if over and isinstance(args.exc_value, RuntimeError):
        # A disk was slow at the end: its thread was left behind, and has nobody to answer to.
        _log.warning("what was left behind at the end has ended late: a disk may be slow")
        return
    _log.error("a thread ended by an unexpected error", exc_info=args.exc_value)


def _unraisable(unraisable: sys.UnraisableHookArgs) -> None:
    _log.error("an error in a place that cannot raise it", exc_info=unraisable.exc_value)


def _warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    """Log a warning by its category and place; its text may quote an object."""
    del message, file, line
    _log.warning(
        "Python warns", extra={"kind": category.__name__, "found": place(filename, lineno, None)}
    )


def _in_loop(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Log by what the context holds: asyncio's own message quotes arguments of callbacks."""
    where = _coroutine_of(context.get("task") or context.get("future"))
    kind = next(
        (key for key in ("task", "future", "handle", "transport") if key in context), "loop"
    )
    _log.error(
        "the event loop reports an error that nobody awaited",
        exc_info=context.get("exception"),
        extra={"kind": kind, **({"found": where} if where else {})},
    )


def _coroutine_of(task: object) -> str | None:
    """Return the name of a task's coroutine; the task's own name may hold an id."""
    if not isinstance(task, asyncio.Task):
        return None
    coroutine = cast("asyncio.Task[object]", task).get_coro()
    return getattr(coroutine, "__qualname__", None)
