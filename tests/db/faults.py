"""An engine before a real one that fails as networks and disks do."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from enum import Enum, auto
from typing import TypeVar

from sqlalchemy import Connection

from bot.db.engine.problems import CommitUnknown, Problem, StoreFailure
from bot.db.engine.protocol import Act, StoreEngine

T = TypeVar("T")


class Fault(Enum):
    """What happens to one transaction."""

    KEPT_UNKNOWN = auto()  # the commit was kept, its confirmation was lost
    GONE_UNKNOWN = auto()  # the commit was lost, and so was the news of it
    LOST = auto()  # the connection broke before the commit
    FULL = auto()  # the disk took nothing


class FaultyEngine:
    """Passes everything on; counts transactions, can be held, and fails as it is told."""

    def __init__(self, engine: StoreEngine) -> None:
        self._engine = engine
        self._open = asyncio.Event()
        self._open.set()
        self._scrubs_open = asyncio.Event()
        self._scrubs_open.set()
        self.faults: list[Fault] = []
        self.transactions = 0
        self.scrubs = 0
        self.scrubbed: list[bool] = []
        self.reads = 0
        self.hindered_scrubs = 0
        self.scrub_errors: list[Exception] = []
        self.scrubbing_hangs = False
        self.watch: Callable[[int], None] = lambda _: None
        self.waiting = 0

    def hold(self) -> None:
        """Let nothing through until `release`."""
        self._open.clear()

    def release(self) -> None:
        """Let everything through."""
        self._open.set()

    def hold_scrubs(self) -> None:
        """Let no scrubbing begin until `release_scrubs`."""
        self._scrubs_open.clear()

    def release_scrubs(self) -> None:
        """Let scrubbing begin."""
        self._scrubs_open.set()

    async def write(self, act: Act[T]) -> T:
        self.waiting += 1
        await self._open.wait()
        self.waiting -= 1
        self.transactions += 1
        self.watch(self.transactions)
        fault = self.faults.pop(0) if self.faults else None
        if fault is Fault.FULL:
            raise StoreFailure(Problem.FULL)
        if fault is Fault.KEPT_UNKNOWN:
            await self._engine.write(act)
            raise CommitUnknown(Problem.LOST)
        if fault is not None:
            await self._undone(act)
            raise (CommitUnknown if fault is Fault.GONE_UNKNOWN else StoreFailure)(Problem.LOST)
        return await self._engine.write(act)

    async def read(self, query: Act[T]) -> T:
        self.reads += 1
        await self._open.wait()
        return await self._engine.read(query)

    async def scrub(self) -> bool:
        self.scrubs += 1
        await self._scrubs_open.wait()
        if self.scrubbing_hangs:
            await asyncio.Event().wait()
        if self.scrub_errors:
            raise self.scrub_errors.pop(0)
        if self.hindered_scrubs:
            self.hindered_scrubs -= 1
            return False
        self.scrubbed.append(await self._engine.scrub())
        return self.scrubbed[-1]

    async def vacuum(self) -> bool:
        return await self.scrub()

    async def close(self) -> None:
        await self._engine.close()

    async def _undone(self, act: Act[T]) -> None:
        def undone(connection: Connection) -> None:
            act(connection)
            raise StoreFailure(Problem.FULL)

        with suppress(StoreFailure):
            await self._engine.write(undone)


async def until(condition: Callable[[], bool]) -> None:
    """Let the loop go round until a condition holds."""
    async with asyncio.timeout(10):
        while not condition():
            await asyncio.sleep(0)
