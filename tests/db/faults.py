"""Doors that stand before a real one and do what networks, disks and slow days do."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from enum import Enum, auto
from typing import TypeVar

from sqlalchemy import Connection

from bot.db.engine.problems import CommitUnknown, StoreFailure, Trouble
from bot.db.engine.protocol import Act, Door

T = TypeVar("T")


class Mishap(Enum):
    """What happens to one transaction."""

    KEPT_UNKNOWN = auto()  # the commit was kept, its confirmation was lost
    GONE_UNKNOWN = auto()  # the commit was lost, and so was the news of it
    LOST = auto()  # the line broke before the commit
    FULL = auto()  # the disk took nothing


class Rehearsed:
    """Passes everything on; counts transactions, can be held, and meets the mishaps it is told."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._open = asyncio.Event()
        self._open.set()
        self.mishaps: list[Mishap] = []
        self.transactions = 0
        self.scrubs = 0
        self.hindered_scrubs = 0
        self.watch: Callable[[int], None] = lambda _: None
        self.waiting = 0

    def hold(self) -> None:
        """Let nothing through until `release`."""
        self._open.clear()

    def release(self) -> None:
        """Let everything through."""
        self._open.set()

    async def write(self, act: Act[T]) -> T:
        self.waiting += 1
        await self._open.wait()
        self.waiting -= 1
        self.transactions += 1
        self.watch(self.transactions)
        mishap = self.mishaps.pop(0) if self.mishaps else None
        if mishap is Mishap.FULL:
            raise StoreFailure(Trouble.FULL)
        if mishap is Mishap.KEPT_UNKNOWN:
            await self._door.write(act)
            raise CommitUnknown(Trouble.LOST)
        if mishap is not None:
            await self._undone(act)
            raise (CommitUnknown if mishap is Mishap.GONE_UNKNOWN else StoreFailure)(Trouble.LOST)
        return await self._door.write(act)

    async def read(self, query: Act[T]) -> T:
        await self._open.wait()
        return await self._door.read(query)

    async def scrub(self) -> bool:
        self.scrubs += 1
        if self.hindered_scrubs:
            self.hindered_scrubs -= 1
            return False
        return await self._door.scrub()

    async def close(self) -> None:
        await self._door.close()

    async def _undone(self, act: Act[T]) -> None:
        def undone(connection: Connection) -> None:
            act(connection)
            raise StoreFailure(Trouble.FULL)

        with suppress(StoreFailure):
            await self._door.write(undone)


async def until(condition: Callable[[], bool]) -> None:
    """Let the loop go round until a condition holds."""
    async with asyncio.timeout(10):
        while not condition():
            await asyncio.sleep(0)
