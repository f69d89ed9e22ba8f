"""What one person may do only so often; it is known in memory alone, and only for a while."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, defaultdict
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Final

from bot.domain.clock import Clock, Soon
from bot.domain.refusals import SignedTooOften

SIGNATURES: Final = 5
"""Signatures of one person within `WITHIN`; the next waits. Withdrawing never does."""
WITHIN: Final = timedelta(hours=1)

_REMEMBERED: Final = 20_000
"""Signers of the last hour, at most."""


class SigningLimit:
    """Keeps one person from signing, withdrawing and signing without end.

    It knows signers by their keys, and forgets each an hour after their last signature, with the
    next one of anybody.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._signed: OrderedDict[bytes, tuple[datetime, ...]] = OrderedDict()
        self._under_way: defaultdict[bytes, set[asyncio.Future[None]]] = defaultdict(set)

    @asynccontextmanager
    async def signing(self, signer: bytes) -> AsyncGenerator[Callable[[], None]]:
        """Sign inside the block; call what it gives once that changed what counts.

        The key is that of a signer, or of a signer in one server: each has a limit of its own.

        Presses of one person at the same time wait for each other only where the limit is near.

        Raises:
            SignedTooOften: when this person signed as often as they may within the hour.
        """
        await self._must_wait(signer)
        done = asyncio.get_running_loop().create_future()
        self._under_way[signer].add(done)
        try:
            yield lambda: self._note(signer)
        finally:
            done.set_result(None)
            self._under_way[signer].discard(done)
            if not self._under_way[signer]:
                del self._under_way[signer]

    async def _must_wait(self, signer: bytes) -> None:
        self._forget_old()
        while len(recent := self._recent(signer)) < SIGNATURES:
            under_way = self._under_way.get(signer)
            if not under_way or len(recent) + len(under_way) < SIGNATURES:
                return
            await asyncio.wait(set(under_way), return_when=asyncio.FIRST_COMPLETED)
        raise SignedTooOften(until=Soon(recent[-SIGNATURES] + WITHIN))

    def _note(self, signer: bytes) -> None:
        self._signed[signer] = (*self._recent(signer), self._clock())
        self._signed.move_to_end(signer)
        while len(self._signed) > _REMEMBERED:
            self._signed.popitem(last=False)

    def _recent(self, signer: bytes) -> tuple[datetime, ...]:
        since = self._clock() - WITHIN
        return tuple(one for one in self._signed.get(signer, ()) if one > since)

    def _forget_old(self) -> None:
        since = self._clock() - WITHIN
        while self._signed and next(iter(self._signed.values()))[-1] <= since:
            self._signed.popitem(last=False)
