"""Lets coverage look away from what is none of the bot, or was seen, and follow greenlets."""

from __future__ import annotations

import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any
from weakref import WeakKeyDictionary

import greenlet
from coverage import Coverage

_watching: WeakKeyDictionary[Any, Any] = WeakKeyDictionary()
"""What watches each greenlet that was left, and will be gone on with."""


@contextmanager
def unwatched() -> Generator[None]:
    """Let coverage look away from this thread; threads that begin meanwhile are watched."""
    watching = sys.gettrace() if Coverage.current() else None
    if watching is None:
        yield
        return
    sys.settrace(None)
    try:
        yield
    finally:
        sys.settrace(watching)


def _switched(_: str, between: tuple[Any, Any]) -> None:
    left, entered = between
    _watching[left] = watching = sys.gettrace()
    # As a new thread is: what stands there makes a watcher for whoever runs under it first.
    sys.settrace(_watching.get(entered, threading.gettrace() if watching else None))


def follow_greenlets() -> None:
    """Let each greenlet of this thread, a stack of its own, have a watcher of its own.

    Coverage can look which greenlet it is in at each call. That takes a tenth of the time of all
    tests, though only those on PostgreSQL run in any, and puts lines into the wrong file where a
    greenlet is left and gone on with between two calls.
    """
    if Coverage.current():
        greenlet.settrace(_switched)  # pyright: ignore[reportUnknownMemberType]
