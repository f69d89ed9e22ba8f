"""The one writer: works that wait are committed in one transaction, then answered."""

from __future__ import annotations

import asyncio
import contextvars
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection

from bot.db.engine.problems import CommitUnknown, HealthLog, Problem, Side, StoreFailure
from bot.db.engine.protocol import Act, StoreEngine
from bot.db.transactions.work import Work
from bot.domain.refusals import NothingRecorded, OutcomeUnknown

log = logging.getLogger(__name__)
T = TypeVar("T")

BATCH = 500
"""How many works share a transaction at most."""
PATIENCE = 8.0
"""Seconds a work may wait for its turn; after that it was certainly not recorded."""
IN_FLIGHT = 20.0
"""Further seconds a work may take once its transaction has begun."""
CLOSING = 2.0
"""Seconds that closing waits for what is queued; the whole process has eight to end."""
LETTING_GO = 0.5
"""Further seconds until a write that hangs is left behind."""
SCRUBBING = 1.0
"""Seconds that answers wait for scrubbing at most; a disk that hangs scrubs later."""
SCRUB_AGAIN = 2.0
"""Seconds until what was erased is tried to be scrubbed again, when a reader was in the way."""


@dataclass(eq=False, slots=True)
class _Waiting(Generic[T]):
    """A work, and whoever waits for its answer."""

    work: Work[T]
    answer: asyncio.Future[T]

    def resolve(self, result: T) -> None:
        if not self.answer.done():
            self.answer.set_result(result)

    def refuse(self, error: BaseException) -> None:
        if not self.answer.done():
            self.answer.set_exception(error)


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
        self._queue: dict[_Waiting[Any], None] = {}
        self._flush_task: asyncio.Task[None] | None = None
        self._closed = False
        self._scrub_due = False
        self._scrub_failed = False
        self._scrubbing: asyncio.Future[bool] | None = None
        self._scrub_timer: asyncio.TimerHandle | None = None
        self._health = HealthLog(Side.WRITING)

    async def submit(self, work: Work[T], *, patience: float | None = None) -> T:
        """Run a work and return its answer once it is kept.

        A caller who is cancelled takes a queued work along; one in flight is completed.

        Raises:
            NothingRecorded: certainly not kept (store unwell, or not its turn within `patience`).
            OutcomeUnknown: kept or not, nobody knows; asking again is harmless.
        """
        if self._closed:
            raise NothingRecorded
        loop = asyncio.get_running_loop()
        waiting = _Waiting(work, loop.create_future())
        self._queue[waiting] = None
        self._wake(loop)
        limit = self._patience if patience is None else patience
        timer = loop.call_later(limit, self._lose_patience, waiting)
        try:
            return await waiting.answer
        finally:
            timer.cancel()
            self._queue.pop(waiting, None)

    async def close(self, *, limit: float = CLOSING) -> None:
        """Take nothing more, finish what is there within `limit` seconds, answer everybody."""
        self._closed = True
        if self._scrub_timer is not None:
            self._scrub_timer.cancel()
        if self._scrub_due:
            self._wake(asyncio.get_running_loop())
        if self._flush_task is not None:
            await asyncio.wait({self._flush_task}, timeout=limit)
        for waiting in self._queue:
            waiting.refuse(NothingRecorded())
        self._queue.clear()
        if self._flush_task is not None:
            self._flush_task.cancel()
            await asyncio.wait({self._flush_task}, timeout=LETTING_GO)
        if self._scrubbing is not None:
            self._scrubbing.cancel()

    def _wake(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._flush_task is None:
            # An empty context: whatever the first caller logs or traces with is not everyone's.
            self._flush_task = loop.create_task(
                self._flush(), name="store-flush", context=contextvars.Context()
            )

    def _lose_patience(self, waiting: _Waiting[Any]) -> None:
        if waiting in self._queue:
            del self._queue[waiting]
            waiting.refuse(NothingRecorded())
            self._health.failed(Problem.SLOW)
        else:
            loop = asyncio.get_running_loop()
            loop.call_later(self._in_flight, waiting.refuse, OutcomeUnknown())

    async def _flush(self) -> None:
        try:
            if self._scrub_due and not self._queue:
                await self._scrub()
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

    async def _settle(self, batch: Sequence[_Waiting[Any]]) -> None:
        """Run a batch whole; one by one if a work in it fails; not at all if the store does."""
        try:
            await self._commit(batch)
        except StoreFailure as failure:
            self._refuse_all(batch, failure)
        except Exception as error:  # noqa: BLE001 (whatever a work raises belongs to its caller)
            if len(batch) == 1:
                batch[0].refuse(error)
                return
            log.warning("a write failed: running its batch one by one")
            await self._settle_each(batch)
        else:
            self._health.worked()

    async def _settle_each(self, batch: Sequence[_Waiting[Any]]) -> None:
        """Run each work of a batch alone; what one of them raises is its own."""
        for place, waiting in enumerate(batch):
            try:
                await self._commit([waiting])
            except StoreFailure as failure:
                self._refuse_all(batch[place:], failure)
                return
            except Exception as error:  # noqa: BLE001 (as above)
                waiting.refuse(error)
            else:
                self._health.worked()

    def _refuse_all(self, batch: Sequence[_Waiting[Any]], failure: StoreFailure) -> None:
        self._health.failed(failure.problem)
        unknown = isinstance(failure, CommitUnknown)
        for waiting in batch:
            waiting.refuse(OutcomeUnknown() if unknown else NothingRecorded())

    async def _commit(self, batch: Sequence[_Waiting[Any]]) -> None:
        """Commit a batch and answer everyone in it; after a lost connection, on a new one."""
        run = _together([waiting.work for waiting in batch])
        try:
            results = await self._engine.write(run)
        except StoreFailure as failure:
            if failure.problem is not Problem.LOST or isinstance(failure, CommitUnknown):
                raise
            results = await self._engine.write(run)
        self._scrub_due |= any(waiting.work.scrubs for waiting in batch)
        try:
            if self._scrub_due:
                await self._scrub()
        finally:
            # Kept is kept, whatever became of the scrubbing.
            for waiting, result in zip(batch, results, strict=True):
                waiting.resolve(result)

    async def _scrub(self) -> None:
        """Scrub now, or once more a little later: a quiet server may have no next write for days.

        A timer and not a task that sleeps: an idle store holds no task.
        """
        if self._scrub_timer is not None:
            self._scrub_timer.cancel()
            self._scrub_timer = None
        self._scrub_due = not await self._scrubbed()
        if self._scrub_due and not self._closed:
            loop = asyncio.get_running_loop()
            self._scrub_timer = loop.call_later(SCRUB_AGAIN, self._wake, loop)

    async def _scrubbed(self) -> bool:
        """Scrub, for a limited time; return whether that is done. Only a new failure is logged."""
        if self._scrubbing is None:
            self._scrubbing = asyncio.ensure_future(self._engine.scrub())
        await asyncio.wait({self._scrubbing}, timeout=SCRUBBING)
        if not self._scrubbing.done():
            return False
        scrubbing, self._scrubbing = self._scrubbing, None
        failed = scrubbing.cancelled() or scrubbing.exception() is not None
        if failed and not self._scrub_failed:
            log.error("what was erased is not scrubbed from the disk yet: it is tried again")
        self._scrub_failed = failed
        return not failed and scrubbing.result()


def _together(works: Sequence[Work[Any]]) -> Act[list[Any]]:
    def run(connection: Connection) -> list[Any]:
        results: list[Any] = []
        for kind, group in groupby(works, _kind):
            results.extend(kind.perform_all(connection, list(group)))
        return results

    return run


def _kind(work: Work[Any]) -> type[Work[Any]]:
    return type(work)
