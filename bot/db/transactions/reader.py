"""Runs look-ups within a time limit; those that wait go to the store together."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection

from bot.db.engine.problems import HealthLog, Problem, Side, StoreFailure, problem_of
from bot.db.engine.protocol import READERS, Act, StoreEngine, in_one_moment
from bot.db.transactions.waiting import Waiting
from bot.domain.refusals import StoreUnreadable

T = TypeVar("T")

PATIENCE = 5.0
"""Seconds a look-up may take."""
BATCH = 20
"""How many quick look-ups go to the store together at most."""
SLOW = READERS // 2
"""How many slow look-ups run at once: the other readers are never theirs."""
CLOSING = 0.5
"""Seconds that closing waits for look-ups under way."""

_LookUp = Waiting[Act[Any], Any]


class Reader:
    """Runs queries. A caller may leave or be cancelled; the query itself is never torn."""

    def __init__(self, engine: StoreEngine, *, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._health = HealthLog(Side.READING)
        self._quick = _Queue(engine, self._health, at_once=READERS - SLOW, batch=BATCH)
        self._slow = _Queue(engine, self._health, at_once=SLOW, batch=1)

    async def read(self, query: Act[T], *, patience: float | None = None) -> T:
        """Return what a query finds.

        One that is given more patience than usual counts as slow: it waits behind other slow ones
        and never holds up a quick one.

        Raises:
            StoreUnreadable: the store is unwell, or did not answer within `patience` seconds.
        """
        limit = self._patience if patience is None else patience
        queue = self._slow if limit > self._patience else self._quick
        look_up = Waiting[Act[Any], T](query)
        queue.add(look_up)
        timer = asyncio.get_running_loop().call_later(limit, self._lose_patience, look_up)
        try:
            return await look_up.answer
        finally:
            timer.cancel()
            queue.remove(look_up)

    async def close(self, *, limit: float = CLOSING) -> None:
        """Wait for queries under way for at most `limit` seconds, then let go of them."""
        await asyncio.gather(self._quick.close(limit), self._slow.close(limit))

    def _lose_patience(self, look_up: _LookUp) -> None:
        self._health.failed(Problem.SLOW)
        look_up.refuse(StoreUnreadable())


class _Queue:
    """Look-ups that wait for their turn; a limited number of batches runs at once.

    A batch takes along what waits when it begins: each query sees its own moment and has its own
    answer or error. A task lives only while something waits.
    """

    def __init__(self, engine: StoreEngine, health: HealthLog, *, at_once: int, batch: int) -> None:
        self._engine = engine
        self._health = health
        self._at_once = at_once
        self._batch = batch
        self._waiting: dict[_LookUp, None] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def add(self, look_up: _LookUp) -> None:
        """Let a look-up wait for its turn, which may be now."""
        self._waiting[look_up] = None
        if len(self._tasks) < self._at_once:
            # An empty context: whatever the first caller logs or traces with is not everyone's.
            task = asyncio.get_running_loop().create_task(
                self._run(), name="store-read", context=contextvars.Context()
            )
            self._tasks.add(task)

    def remove(self, look_up: _LookUp) -> None:
        """Forget a look-up that waits no longer."""
        self._waiting.pop(look_up, None)

    async def close(self, limit: float) -> None:
        """Wait for what is there for at most `limit` seconds, then cancel whoever asked."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=limit)
        for task in self._tasks:
            task.cancel()
        for look_up in self._waiting:
            look_up.answer.cancel()
        self._waiting.clear()

    async def _run(self) -> None:
        try:
            while self._waiting:
                await self._run_batch()
        finally:
            # Not later, when the task is known to be done: whoever asks again at once would be
            # taken for one whom it still answers, and wait for nobody.
            self._tasks = {one for one in self._tasks if one is not asyncio.current_task()}

    async def _run_batch(self) -> None:
        batch = list(islice(self._waiting, self._batch))
        for look_up in batch:
            del self._waiting[look_up]
        try:
            await self._answer(batch)
        finally:
            # Reached with an open answer only if this very task is cancelled.
            for look_up in batch:
                look_up.answer.cancel()

    async def _answer(self, batch: Sequence[_LookUp]) -> None:
        """Answer look-ups together; one by one if the store fails for one of them."""
        queries = [look_up.request for look_up in batch]
        try:
            outcomes = await self._engine.read(lambda connection: _outcomes(connection, queries))
        except StoreFailure as failure:
            if len(batch) == 1:
                self._health.failed(failure.problem)
                batch[0].refuse(_unreadable(failure))
                return
            for look_up in batch:
                if not look_up.answer.done():
                    await self._answer([look_up])
            return
        except Exception as error:  # noqa: BLE001 (whatever it is, somebody waits for it)
            for look_up in batch:
                look_up.refuse(error)
            return
        self._health.worked()
        for look_up, (result, error) in zip(batch, outcomes, strict=True):
            if error is None:
                look_up.resolve(result)
            else:
                look_up.refuse(error)


_Outcome = tuple[Any, Exception | None]


def _outcomes(connection: Connection, queries: Sequence[Act[Any]]) -> list[_Outcome]:
    """Run queries one after the other; a failure of the store itself ends them all."""
    outcomes: list[_Outcome] = []
    for query in queries:
        try:
            outcomes.append((in_one_moment(connection, query), None))
        except Exception as error:
            if isinstance(error, StoreFailure) or problem_of(error) is not None:
                raise
            outcomes.append((None, error))
    return outcomes


def _unreadable(failure: StoreFailure) -> StoreUnreadable:
    unreadable = StoreUnreadable()
    unreadable.__cause__ = failure
    return unreadable
