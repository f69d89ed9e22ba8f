"""Lets coverage look away from what is none of the bot, or was seen: looking doubles the time."""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import contextmanager

from coverage import Coverage


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
