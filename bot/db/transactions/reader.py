"""Runs look-ups within a time limit: a stalled store is reported as unreadable."""

from __future__ import annotations

import asyncio
import contextvars
from typing import Any, TypeVar

from bot.db.engine.problems import HealthLog, Problem, Side, StoreFailure
from bot.db.engine.protocol import Act, StoreEngine
from bot.domain.refusals import StoreUnreadable

T = TypeVar("T")

PATIENCE = 5.0
"""Seconds a look-up may take."""
CLOSING = 0.5
"""Seconds that closing waits for look-ups under way."""


class Reader:
    """Runs queries. A caller may leave or be cancelled; the query itself is never torn."""

    def __init__(self, engine: StoreEngine, *, patience: float = PATIENCE) -> None:
        self._engine = engine
        self._patience = patience
        self._running: set[asyncio.Task[Any]] = set()
        self._health = HealthLog(Side.READING)

    async def read(self, query: Act[T], *, patience: float | None = None) -> T:
        """Return what a query finds.

        Raises:
            StoreUnreadable: the store is unwell, or did not answer within `patience` seconds.
        """
        task = asyncio.create_task(self._engine.read(query), context=contextvars.Context())
        self._running.add(task)
        task.add_done_callback(self._finished)
        limit = self._patience if patience is None else patience
        done, _ = await asyncio.wait({task}, timeout=limit)
        if not done:
            self._health.failed(Problem.SLOW)
            raise StoreUnreadable
        try:
            result = task.result()
        except StoreFailure as failure:
            self._health.failed(failure.problem)
            raise StoreUnreadable from failure
        self._health.worked()
        return result

    async def close(self, *, limit: float = CLOSING) -> None:
        """Wait for running queries for at most `limit` seconds, then let go of them."""
        if self._running:
            await asyncio.wait(self._running, timeout=limit)
        for task in self._running:
            task.cancel()

    def _finished(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        # Whoever asked may be gone: an answer nobody takes is not an error to shout about.
        if not task.cancelled():
            task.exception()
