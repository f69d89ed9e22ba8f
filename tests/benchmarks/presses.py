"""The whole bot over real sockets, beside bare ones: how many presses, how soon, at what cost."""

from __future__ import annotations

import sqlite3
import statistics
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks import bare
from tests.benchmarks.load import WAITING
from tests.benchmarks.stage import Contestant, bare_bot, campaign_bot
from tests.benchmarks.table import Aim, Row
from tests.benchmarks.usage import Burst, measured_burst, resident_megabytes

_OURS, _WORD, _CARD = "ours", "word", "card"
_Series = dict[str, list[float]]


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured: `rounds` times turn by turn, so that a busy machine hits all alike."""

    rounds: int
    starts: int
    burst: int
    even: int
    presses_for_memory: int


@dataclass(frozen=True, slots=True)
class _Running:
    """A contestant while its process runs."""

    contestant: Contestant
    pid: int

    async def burst(self, number: int) -> Burst:
        """Let its crowd press so many times."""
        return await measured_burst(self.contestant.crowd, self.pid, number)


async def press_rows(folder: Path, plan: Plan) -> list[Row]:
    """Measure the campaign bot and two bare ones turn by turn; return the rows of the table."""
    async with (
        campaign_bot(folder / _OURS) as ours,
        bare_bot(folder / _WORD) as word,
        bare_bot(folder / _CARD) as card,
    ):
        await ours.start()  # the first start makes the database and syncs the commands
        starts: _Series = {_OURS: [], _WORD: []}
        for _ in range(plan.starts):
            starts[_OURS].append(await ours.start())
            starts[_WORD].append(await word.start())
        async with _all_running(ours, word, card) as running:
            rows = await _running_rows(running, plan)
            _assert_all_kept(ours)
    return [*rows, _row("start to first answer", starts, "s", digits=2)]


@asynccontextmanager
async def _all_running(
    ours: Contestant, word: Contestant, card: Contestant
) -> AsyncGenerator[dict[str, _Running]]:
    async with ours.running() as first, word.running() as second, card.running() as third:
        shown = await ours.take_card()
        word.wear(shown, bare.WORD)
        card.wear(shown, bare.CARD)
        yield {
            _OURS: _Running(ours, first.pid),
            _WORD: _Running(word, second.pid),
            _CARD: _Running(card, third.pid),
        }


async def _running_rows(running: dict[str, _Running], plan: Plan) -> list[Row]:
    ready = _memory(running)
    for one in running.values():  # connections and caches, before the clock: the same for all
        await one.burst(WAITING * 2)
    rows = await _burst_rows(running, plan)
    for rate in (50, 200):
        rows += await _even_rows(running, plan, rate)
    for name in (_OURS, _WORD):
        one = running[name]
        await one.burst(max(1, plan.presses_for_memory - one.contestant.crowd.pressed))
    pressed = f"memory after {plan.presses_for_memory:,} presses"
    return [
        *rows,
        _row("memory when ready", ready, "MB"),
        _row(pressed, _memory(running), "MB"),
    ]


def _memory(running: dict[str, _Running]) -> _Series:
    return {name: [resident_megabytes(one.pid)] for name, one in running.items()}


async def _burst_rows(running: dict[str, _Running], plan: Plan) -> list[Row]:
    rates: _Series = {name: [] for name in running}
    costs: _Series = {name: [] for name in running}
    for _ in range(plan.rounds):
        for name, one in running.items():
            found = await one.burst(plan.burst)
            rates[name].append(found.rate)
            costs[name].append(found.microseconds)
    aim = Aim(">=", 0.8)
    answered, cost = "sign presses answered", "processor time a sign press"
    return [
        _row(f"{answered} / bare, two words", rates, "/s", aim, digits=0),
        _row(f"{answered} / bare, a like card", rates, "/s", aim, digits=0, beside=_CARD),
        _row(f"{cost} / bare, two words", costs, "us", digits=0),
        _row(f"{cost} / bare, a like card", costs, "us", digits=0, beside=_CARD),
    ]


async def _even_rows(running: dict[str, _Running], plan: Plan, rate: int) -> list[Row]:
    halves: _Series = {_OURS: [], _WORD: []}
    tails: _Series = {_OURS: [], _WORD: []}
    for _ in range(plan.rounds):
        for name in (_OURS, _WORD):
            found = await running[name].contestant.crowd.evenly(plan.even, rate=rate)
            halves[name].append(found.p50)
            tails[name].append(found.p99)
    what = f"answer at {rate} presses/s"
    return [
        _row(f"{what}, p50", halves, "ms", digits=2),
        _row(f"{what}, p99", tails, "ms", digits=2),
    ]


def _row(
    what: str,
    series: _Series,
    unit: str,
    aim: Aim | None = None,
    *,
    digits: int = 1,
    beside: str = _WORD,
) -> Row:
    """Return the medians of ours and of a bare bot as one row."""
    ours, other = statistics.median(series[_OURS]), statistics.median(series[beside])
    return Row(what, ours, other, unit, aim, digits)


def _assert_all_kept(ours: Contestant) -> None:
    """Check that each press was a new signature: an answer without one would be worth nothing."""
    with closing(sqlite3.connect(ours.database)) as file:
        (kept,) = file.execute("SELECT counted FROM numbers WHERE scope = x''").fetchone()
    assert kept == ours.crowd.pressed, "presses without a new signature"
