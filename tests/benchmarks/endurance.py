"""A bot that serves many servers for long: how soon it answers, and whether anything grows."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median
from typing import Final

from bot.interactions.connection.connector import AT_ONCE
from tests.benchmarks.load import Latencies
from tests.benchmarks.stage import Contestant, campaign_bot
from tests.benchmarks.table import Aim, Row
from tests.benchmarks.usage import open_files, resident_megabytes
from tests.loopback import interactions
from tests.loopback.exchange import ANSWER_WITHIN, Exchange
from tests.loopback.messages import Message
from tests.loopback.world import Channel, User

_SIGN: Final = ""
_MIX: Final = (
    *(_SIGN, "pledge sign", "campaign", _SIGN, "tally show", "letter quote"),
    *(_SIGN, "resources", "pledge mine", _SIGN, "help", "privacy policy"),
)
"""What people do, in turn: commands, and a press of *I pledge*."""
_PEOPLE: Final = 5_000
_SAMPLES: Final = 60
_RUSHES: Final = (1.0, 3.0)
"""Seconds of a short rush, and of the long one after it."""
_PATIENCE: Final = 10.0
"""Seconds after which nobody waits for an answer, or for the end of one that says "thinking"."""


@dataclass(slots=True)
class _Course:
    """What was seen while it ran: memory in MB and open files, at even intervals.

    Attributes:
        in_time: how many had a first answer within three seconds, and soon after that a whole one.
    """

    latencies: list[float] = field(default_factory=list[float])
    asked: int = 0
    in_time: int = 0
    megabytes: list[float] = field(default_factory=list[float])
    files: list[int] = field(default_factory=list[int])


async def endurance_rows(
    folder: Path, *, servers: int, rate: int, seconds: float, starts: int, rush: int
) -> list[Row]:
    """Start a bot of many servers, let people of all of them use it, and return the rows.

    In the end they come in a rush, so many a second.
    """
    async with campaign_bot(folder / "one-server") as small:
        await small.start()
        alone = min([await small.start() for _ in range(starts)])
    async with campaign_bot(folder / "many-servers") as bot:
        for number in range(servers - 1):
            bot.discord.guild(f"Server {number}")
        await bot.start()
        many = min([await bot.start() for _ in range(starts)])
        async with bot.running() as process:
            card = await bot.take_card()
            course = await _Visitors(bot, card).come(process.pid, rate=rate, seconds=seconds)
            rushes = [
                await _Visitors(bot, card).come(process.pid, rate=rush, seconds=long)
                for long in _RUSHES
            ]
    return [
        Row(f"start to first answer, {servers:,} servers / one", many, alone, "s", digits=2),
        *_rows(course, f"{rate}/s mixed for {seconds / 60:g} min"),
        *_rush_rows(rushes, f"a rush of {rush:,}/s"),
    ]


def _rows(course: _Course, what: str) -> list[Row]:
    p99 = _p99(course)
    return [
        Row(
            f"{what}: answered within three seconds / all",
            course.in_time,
            course.asked,
            "",
            Aim(">=", 1),
            digits=0,
        ),
        Row(f"{what}: answer, p99, beside 3 s", p99, ANSWER_WITHIN * 1_000, "ms", Aim("<=", 0.1)),
        Row(
            f"{what}: memory, last quarter / second",
            *growth(course.megabytes),
            "MB",
            Aim("<=", 1.1),
        ),
        Row(
            f"{what}: open files, last quarter / second",
            *growth(course.files),
            "",
            Aim("<=", 1.2),
            digits=0,
        ),
        Row(
            f"{what}: open files, most, beside {AT_ONCE} connections",
            max(course.files),
            AT_ONCE,
            "",
            digits=0,
        ),
    ]


def _rush_rows(rushes: Sequence[_Course], what: str) -> list[Row]:
    """Return what it costs that more come than can be answered: not the more the more they are."""
    short, long = rushes
    most = max(long.megabytes), max(short.megabytes)
    seconds = "for {1:g} s / for {0:g} s".format(*_RUSHES)
    answer = _p99(long), ANSWER_WITHIN * 1_000
    return [
        Row(f"{what}: memory, most, {seconds}", *most, "MB", Aim("<=", 1.2)),
        Row(f"{what}: first answer, p99, beside 3 s", *answer, "ms", Aim("<=", 1)),
    ]


def _p99(course: _Course) -> float:
    return Latencies(tuple(one * 1_000 for one in course.latencies)).p99


def growth(seen: Sequence[float]) -> tuple[float, float]:
    """Return the median of the last quarter and of the second, when it had settled.

    A connection more for a moment, as a burst opens them, is no growth.
    """
    quarter = len(seen) // 4
    return median(seen[-quarter:]), median(seen[quarter : 2 * quarter])


class _Visitors:
    """People of all servers, some of whom come again and again."""

    def __init__(self, bot: Contestant, card: Message) -> None:
        self._discord = bot.discord
        self._card = card
        self._confirm = card.button("amh:pledge:confirm:")
        self._people = [User(f"person{number}") for number in range(_PEOPLE)]
        self._waiting: set[asyncio.Task[None]] = set()
        self._course = _Course()

    async def come(self, pid: int, *, rate: int, seconds: float) -> _Course:
        """Send so many interactions a second, whoever still waits; return what was seen."""
        acts = self._acts()
        began, total = time.perf_counter(), int(rate * seconds)
        for number in range(total):
            await asyncio.sleep(max(0.0, began + number / rate - time.perf_counter()))
            exchange = next(acts)
            await self._discord.begin(exchange)
            self._course.asked += 1
            waiting = asyncio.create_task(self._wait(exchange))
            self._waiting.add(waiting)
            waiting.add_done_callback(self._waiting.discard)
            if number % max(total // _SAMPLES, 1) == 0:
                self._look(pid)
        if self._waiting:
            await asyncio.wait(self._waiting, timeout=_PATIENCE)
        self._look(pid)
        return self._course

    def _look(self, pid: int) -> None:
        self._course.megabytes.append(resident_megabytes(pid))
        self._course.files.append(open_files(pid))

    def _acts(self) -> Iterator[Exchange]:
        channels = [guild.channel for guild in self._discord.state.guilds.values()]
        for number, act in enumerate(itertools.cycle(_MIX)):
            person = self._people[number % len(self._people)]
            yield self._act(act, person, channels[number * 7 % len(channels)])

    def _act(self, act: str, person: User, channel: Channel) -> Exchange:
        state, guild = self._discord.state, channel.guild
        assert guild is not None, "the channel is a server's"
        guild.join(person)
        if act == _SIGN:
            card = replace(self._card, channel=channel)
            payload = interactions.component(state, self._confirm, person, card, None)
            exchange = Exchange(payload, person, channel, card)
        else:
            payload = interactions.command(state, act, person, channel, {})
            exchange = Exchange(payload, person, channel)
        del guild.members[person.id]
        return exchange

    async def _wait(self, exchange: Exchange) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE):
                await exchange.answered(timeout=None)
                latency = exchange.latency or 0.0
                self._course.latencies.append(latency)
                await exchange.finished(timeout=None)
                self._course.in_time += latency <= ANSWER_WITHIN
        self._discord.forget(exchange)
