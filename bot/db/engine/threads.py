"""Runs long work in a thread, on which nobody turns their back while it is at work."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from threading import Event
from typing import TypeVar

T = TypeVar("T")

_STEPS = 100_000
"""Steps of SQLite after which a long statement looks whether it should stop."""


async def run_in_thread(work: Callable[[], T], stop: Event) -> T:
    """Run work in a thread; a caller who is cancelled sets `stop` and waits until it has ended.

    A file, a lock or a connection that it uses goes only then.
    """
    running = asyncio.ensure_future(asyncio.to_thread(work))
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        stop.set()
        await asyncio.wait({running})
        if not running.cancelled():
            running.exception()
        raise


def stoppable(connection: sqlite3.Connection, stop: Event) -> sqlite3.Connection:
    """Let every statement of a connection end, with an error, soon after `stop` is set."""
    connection.set_progress_handler(stop.is_set, _STEPS)
    return connection
