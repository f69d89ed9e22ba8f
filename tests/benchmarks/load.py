"""The load: people who press one button, in a burst or evenly in time, and what they waited."""

from __future__ import annotations

import asyncio
import itertools
import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tests.loopback import interactions
from tests.loopback.exchange import Answer, Exchange
from tests.loopback.messages import Message
from tests.loopback.server import Discord
from tests.loopback.world import User

LIMIT = 120.0
"""Seconds after which a measurement is given up."""
WAITING = 50
"""People who wait for an answer at any time of a burst."""

_names = itertools.count()


@dataclass(frozen=True, slots=True)
class Latencies:
    """How long answers took, from the interaction's dispatch to the callback's arrival, in ms."""

    milliseconds: tuple[float, ...]

    @property
    def p50(self) -> float:
        """Half of the answers came sooner."""
        return statistics.median(self.milliseconds)

    @property
    def p99(self) -> float:
        """Ninety-nine of a hundred answers came sooner."""
        ordered = sorted(self.milliseconds)
        return ordered[min(len(ordered) - 1, round(len(ordered) * 0.99))]


@dataclass(frozen=True, slots=True)
class InTime:
    """The answers that Discord took, and how long each was under way, in seconds."""

    seconds: tuple[float, ...]


class Crowd:
    """New people, each of whom presses the same button once.

    Everything they send is made before the clock starts, so that the generator's own work weighs
    as little as it can.

    Attributes:
        pressed: how many have pressed so far.
    """

    def __init__(self, discord: Discord, message: Message, custom_id: str) -> None:
        self._discord = discord
        self._message = message
        self._custom_id = custom_id
        self.pressed = 0

    def gather(self, number: int) -> list[Exchange]:
        """Return that many presses, ready to be sent."""
        self.pressed += number
        return [self._press() for _ in range(number)]

    def _press(self) -> Exchange:
        channel, user = self._message.channel, User(f"person{next(_names)}")
        guild = channel.guild
        assert guild is not None, "the button stands in a guild"
        guild.join(user)
        card = replace(self._message)  # an answer may change the card, each person's own
        payload = interactions.component(self._discord.state, self._custom_id, user, card, None)
        del guild.members[user.id]  # the next thousands need not carry this one
        return Exchange(payload, user, channel, card)

    async def burst(self, number: int, *, waiting: int) -> float:
        """Let `waiting` people press at any time until `number` were answered; return the seconds.

        Raises:
            AssertionError: when someone was not answered properly.
        """
        presses = self.gather(number)
        queue = iter(presses)
        began = time.perf_counter()
        async with asyncio.timeout(LIMIT), asyncio.TaskGroup() as tasks:
            for _ in range(waiting):
                tasks.create_task(self._press_on(queue))
        took = time.perf_counter() - began
        _assert_answered(presses)
        return took

    async def _press_on(self, queue: Iterator[Exchange]) -> None:
        for exchange in queue:
            await self._discord.begin(exchange)
            await exchange.answered(timeout=None)
            self._discord.forget(exchange)

    async def evenly(self, number: int, *, rate: float) -> Latencies:
        """Send `number` presses at `rate` a second, whoever still waits; return their latencies.

        Raises:
            AssertionError: when someone was not answered properly.
        """
        presses = self.gather(number)
        async with asyncio.timeout(LIMIT):
            await self._send(presses, rate)
            for exchange in presses:
                await exchange.answered(timeout=None)
                self._discord.forget(exchange)
        _assert_answered(presses)
        return Latencies(tuple((one.latency or 0.0) * 1_000 for one in presses))

    async def in_time(self, number: int, *, rate: float, patience: float) -> InTime:
        """Send `number` presses at `rate` a second; return those answered `patience` s later."""
        presses = self.gather(number)
        async with asyncio.timeout(LIMIT):
            await self._send(presses, rate)
            await asyncio.sleep(patience)
        return InTime(tuple(one.latency for one in presses if one.latency is not None))

    async def _send(self, presses: Sequence[Exchange], rate: float) -> None:
        began = time.perf_counter()
        for place, exchange in enumerate(presses):
            await asyncio.sleep(max(0.0, began + place / rate - time.perf_counter()))
            await self._discord.begin(exchange)


def _assert_answered(presses: Sequence[Exchange]) -> None:
    for exchange in presses:
        assert exchange.answer in (Answer.MESSAGE, Answer.UPDATE), exchange.answer
        assert not exchange.refusals, exchange.refusals
