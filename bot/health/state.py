"""Knows whether the bot serves: what Discord acknowledged, what the store kept, what was copied."""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

import discord

from bot.db import MetaRepository
from bot.domain.clock import Clock
from bot.domain.refusals import Refusal
from bot.interactions.connection.admission import Rushes
from bot.services import TallyService
from bot.services.backups import Kept

_log = logging.getLogger(__name__)

LOOK: Final = 5.0
"""Seconds between two looks at what Discord acknowledged."""
LOOKS_A_WRITE: Final = 12
"""After so many looks the store is tried: once a minute."""
MOST_SILENCE: Final = timedelta(seconds=150)
"""Discord acknowledges every 41 seconds; losing it for a moment and resuming is no outage."""
OLDEST_COMMIT: Final = timedelta(minutes=5)

SIGN: Final = "health_sign"
"""Under this key the store keeps the write by which it is tried."""


class State(StrEnum):
    """How the bot is, in a word for machines."""

    STARTING = "starting"
    SERVING = "serving"
    AWAY = "away"  # Discord does not acknowledge
    STORE = "store"  # the store takes no change
    STOPPING = "stopping"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """How the bot is at a moment; nothing of it moves when somebody does something.

    Attributes:
        acknowledged: when Discord last acknowledged; of several connections the one that has waited
            longest.
        committed: when the store last kept the bot's own write, which is tried every minute. A
            member's write is never told of: it would tell when somebody signed.
        store_works: whether it kept the last one; None before the first.
        backup: what became of the scheduled backups, or None where there are none.
        rushes: whether more people press than can be answered, and how many were turned away.
    """

    at: datetime
    state: State
    acknowledged: datetime | None = None
    committed: datetime | None = None
    store_works: bool | None = None
    backup: Kept | None = None
    rushes: Rushes = field(default_factory=Rushes)


class Health:
    """Gathers how the bot is, from before the store is opened until after it is closed."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.tallies: TallyService | None = None
        self.backup: Callable[[], Kept | None] = lambda: None
        self.rushes: Callable[[], Rushes] = Rushes
        self.stopping: Callable[[], bool] = lambda: False
        self._meta: MetaRepository | None = None
        self._client: discord.Client | None = None
        self._served: Callable[[], bool] = lambda: False
        self._served_once = False
        self._heard: dict[int, tuple[float, datetime]] = {}
        self._committed: datetime | None = None
        self._store_works: bool | None = None

    def watch(self, client: discord.Client, served: Callable[[], bool]) -> None:
        """Look at a new client from now on; `served` is whether it ever became ready."""
        self._client, self._served = client, served
        self._heard.clear()

    @asynccontextmanager
    async def trying(self, meta: MetaRepository, tallies: TallyService) -> AsyncGenerator[None]:
        """Try the store again and again while the block runs, and know the published numbers."""
        self._meta, self.tallies = meta, tallies
        beating = asyncio.create_task(self._beat())
        try:
            yield
        finally:
            self.tallies = self._meta = None
            beating.cancel()
            with suppress(asyncio.CancelledError):
                await beating

    async def _beat(self) -> None:
        while True:
            try:
                await self.try_store()
            except Exception:  # noqa: BLE001 - a loop that ends would never see the store work again
                self._store_works = False
                _log.exception("trying the store failed; it is tried again")
            for _ in range(LOOKS_A_WRITE):
                self.look()
                await asyncio.sleep(LOOK)

    async def try_store(self) -> None:
        """Write a word of the bot's own to the store, and read it back."""
        if self._meta is None:
            return
        now = self._clock()
        try:
            await self._meta.set(SIGN, now.isoformat(timespec="minutes"))
            await self._meta.get(SIGN)
        except Refusal:
            self._store_works = False
        else:
            self._store_works, self._committed = True, now

    def look(self) -> None:
        """Note which connections were acknowledged: the latency of each is another then."""
        now = self._clock()
        for connection, latency in self._latencies():
            if self._heard.get(connection, (None,))[0] != latency:
                self._heard[connection] = latency, now

    def report(self) -> Report:
        """Return how the bot is now."""
        self.look()
        return Report(
            at=self._clock(),
            state=self._state(),
            acknowledged=self._acknowledged(),
            committed=self._committed,
            store_works=self._store_works,
            backup=self.backup(),
            rushes=self.rushes(),
        )

    def _state(self) -> State:
        serves = self._served()
        self._served_once |= serves
        if self.stopping():
            return State.STOPPING
        if not self._served_once or self._store_works is None:
            return State.STARTING
        if not self._store_works or _older(self._committed, self._clock(), OLDEST_COMMIT):
            return State.STORE
        away = not serves or _older(self._acknowledged(), self._clock(), MOST_SILENCE)
        return State.AWAY if away else State.SERVING

    def _acknowledged(self) -> datetime | None:
        return min((when for _, when in self._heard.values()), default=None)

    def _latencies(self) -> Iterator[tuple[int, float]]:
        """Yield the connections that Discord has acknowledged, with what it took the last time."""
        client = self._client
        if client is None:
            return
        sharded = isinstance(client, discord.AutoShardedClient)
        for connection, latency in client.latencies if sharded else [(0, client.latency)]:
            if math.isfinite(latency):
                yield connection, latency


def _older(moment: datetime | None, now: datetime, limit: timedelta) -> bool:
    return moment is None or now - moment > limit
