"""The one writer: works that wait are committed in one transaction, then answered."""

from __future__ import annotations

import asyncio
import contextvars
import logging
from collections.abc import Sequence
from itertools import groupby, islice
from typing import Any, TypeVar

from sqlalchemy import Connection

from bot.db.engine.problems import CommitUnknown, HealthLog, Problem, Side, StoreFailure
from bot.db.engine.protocol import StoreEngine
from bot.db.transactions.scrubbing import Scrubbing
from bot.db.transactions.waiting import Waiting
from bot.db.transactions.work import Work
from bot.domain.refusals import NothingRecorded, OutcomeUnknown

_log = logging.getLogger(__name__)
T = TypeVar("T")

BATCH = 500
"""How many works share a transaction at most."""
PATIENCE = 4.0
"""Seconds a work may wait for its turn; after that it was certainly not recorded."""
IN_FLIGHT = 6.0
"""Further seconds a work may take once its transaction has begun: longer than an engine waits for
another program's lock, and with `PATIENCE` the ten seconds within which a press has its word."""
CLOSING = 2.0
"""Seconds that closing waits for what is queued; the whole process has eight to end."""
LETTING_GO = 0.5
"""Further seconds until a write that hangs is left behind."""

_Waiting = Waiting[Work[Any], Any]


class Writer:
    """Runs works in batches, one transaction each, in the order they came.

    The flush task lives only while something waits: an idle store holds no task.
    """

    def __init__(
        self, engine: StoreEngine, *, patience: float = PATIENCE, in_flight: float = IN_FLIGHT
    ) -> None:
        self._engine = engine
        self._patience = patience
        self._in_flight = in_flight
        self._queue: dict[_Waiting, None] = {}
        self._flush_task: asyncio.Task[None] | None = None
        self._closed = False
        self._scrubbing = Scrubbing(engine)
        self._health = HealthLog(Side.WRITING)

    async def submit(self, work: Work[T], *, patience: float | None = None) -> T:
        """Run a work and return its answer once it is kept.

        A caller who is cancelled takes a queued work along; one in flight is completed.

        Raises:
            NothingRecorded: certainly not kept (store unwell, or not its turn within `patience`
                seconds).
            OutcomeUnknown: kept or not, nobody knows; asking again is harmless.
        """
        if self._closed:
            raise NothingRecorded
        waiting = Waiting[Work[Any], T](work)
        self._queue[waiting] = None
        self._wake()
        limit = self._patience if patience is None else patience
        timer = asyncio.get_running_loop().call_later(limit, self._lose_patience, waiting)
        try:
            return await waiting.answer
        finally:
            timer.cancel()
            self._queue.pop(waiting, None)

    async def close(self, *, limit: float = CLOSING) -> None:
        """Take nothing more, finish what is there within `limit` seconds, answer everybody."""
        self._closed = True
        loop = asyncio.get_running_loop()
        end = loop.time() + limit
        if self._flush_task is not None:
            await asyncio.wait({self._flush_task}, timeout=limit)
        for waiting in self._queue:
            waiting.refuse(NothingRecorded())
        self._queue.clear()
        if self._flush_task is not None:
            self._flush_task.cancel()
            await asyncio.wait({self._flush_task}, timeout=LETTING_GO)
        await self._scrubbing.close(limit=max(0, end - loop.time()))

    def _wake(self) -> None:
        if self._flush_task is None:
            # An empty context: whatever the first caller logs or traces with is not everyone's.
            self._flush_task = asyncio.get_running_loop().create_task(
                self._flush(), name="store-flush", context=contextvars.Context()
            )

    def _lose_patience(self, waiting: _Waiting) -> None:
        if waiting in self._queue:
            del self._queue[waiting]
            waiting.refuse(NothingRecorded())
            self._health.failed(Problem.SLOW)
        else:
            loop = asyncio.get_running_loop()
            loop.call_later(self._in_flight, waiting.refuse, OutcomeUnknown())

    async def _flush(self) -> None:
        try:
            while self._queue:
                batch = list(islice(self._queue, BATCH))
                for waiting in batch:
                    del self._queue[waiting]
                try:
                    await self._settle(batch)
                finally:
                    # Reached with an open answer only if this very task is cancelled or breaks.
                    for waiting in batch:
                        waiting.refuse(OutcomeUnknown())
        finally:
            self._flush_task = None

    async def _settle(self, batch: Sequence[_Waiting]) -> None:
        """Run a batch whole; one by one if a work in it fails; not at all if the store does."""
        try:
            await self._commit(batch)
        except StoreFailure as failure:
            self._refuse_all(batch, failure)
        except Exception as error:  # noqa: BLE001 (whatever a work raises belongs to its caller)
            if len(batch) == 1:
                batch[0].refuse(error)
                return
            _log.warning("a write failed: running its batch one by one")
            await self._settle_each(batch)

    async def _settle_each(self, batch: Sequence[_Waiting]) -> None:
        """Run each work of a batch alone; what one of them raises is its own."""
        for place, waiting in enumerate(batch):
            try:
                await self._commit([waiting])
            except StoreFailure as failure:
                self._refuse_all(batch[place:], failure)
                return
            except Exception as error:  # noqa: BLE001 (as above)
                waiting.refuse(error)

    def _refuse_all(self, batch: Sequence[_Waiting], failure: StoreFailure) -> None:
        self._health.failed(failure.problem)
        unknown = isinstance(failure, CommitUnknown)
        for waiting in batch:
            waiting.refuse(OutcomeUnknown() if unknown else NothingRecorded())

    async def _commit(self, batch: Sequence[_Waiting]) -> None:
        """Commit a batch and answer everyone in it; after a lost connection, on a new one."""
        works = [waiting.request for waiting in batch]

        def run(connection: Connection) -> list[Any]:
            return _perform(connection, works)

        try:
            results = await self._engine.write(run)
        except StoreFailure as failure:
            if failure.problem is not Problem.LOST or isinstance(failure, CommitUnknown):
                raise
            results = await self._engine.write(run)
        for waiting, result in zip(batch, results, strict=True):
            waiting.resolve(result)
        self._health.worked()
        if any(work.scrubs for work in works):
            self._scrubbing.ask()
        self._scrubbing.vacuum_later()


def _perform(connection: Connection, works: Sequence[Work[Any]]) -> list[Any]:
    """Run works in their order, neighbours of one kind together; return what came of each."""
    results: list[Any] = []
    for kind, group in groupby(works, _kind):
        results.extend(kind.perform_all(connection, list(group)))
    return results


def _kind(work: Work[Any]) -> type[Work[Any]]:
    return type(work)
