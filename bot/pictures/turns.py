"""Turns at the one drawing process: one at a time, and others before the same person again."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager
from itertools import chain
from typing import Final

A_PERSON: Final = 2
"""Turns one person may have at once: one that is on, and one that waits behind all others."""


class Turns:
    """Hands out turns; who has or waits for one is known only until it is over."""

    def __init__(self, *, most: int) -> None:
        self._most = most
        self._busy = False
        self._first: deque[asyncio.Future[None]] = deque()
        self._again: deque[asyncio.Future[None]] = deque()
        self._all = 0
        self._of: Counter[int] = Counter()

    @asynccontextmanager
    async def turn(self, person: int | None) -> AsyncGenerator[bool]:
        """Wait for a turn and have it inside the block; False at once where there is none to have.

        There is none when as many as may have one or wait for one already, or when this person has
        one and waits for another. None stands for nobody in particular.
        """
        mine = 0 if person is None else self._of[person]
        if self._all >= self._most or mine >= A_PERSON:
            yield False
            return
        self._count(person, 1)
        try:
            await self._wait(self._again if mine else self._first)
            try:
                yield True
            finally:
                self._pass_on()
        finally:
            self._count(person, -1)

    async def _wait(self, queue: deque[asyncio.Future[None]]) -> None:
        if not self._busy:
            self._busy = True
            return
        mine = asyncio.get_running_loop().create_future()
        queue.append(mine)
        try:
            await mine
        except asyncio.CancelledError:
            if not mine.cancelled():  # it was this one's turn already
                self._pass_on()
            raise

    def _pass_on(self) -> None:
        waiting = chain(_taken_from(self._first), _taken_from(self._again))
        following = next((one for one in waiting if not one.done()), None)
        if following is None:
            self._busy = False
        else:
            following.set_result(None)

    def _count(self, person: int | None, by: int) -> None:
        self._all += by
        if person is not None:
            self._of[person] += by
            if not self._of[person]:
                del self._of[person]


def _taken_from(queue: deque[asyncio.Future[None]]) -> Iterator[asyncio.Future[None]]:
    """Take from the front for as long as someone asks; who went away in the meantime is done."""
    while queue:
        yield queue.popleft()
