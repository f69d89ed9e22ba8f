"""The whole bot over real sockets, beside a bare one: how many presses, how soon, at what cost."""

from __future__ import annotations

import statistics
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks.load import Latencies
from tests.benchmarks.stage import Contestant, bare_bot, campaign_bot
from tests.benchmarks.table import Aim, Row
from tests.benchmarks.usage import processor_seconds, resident_megabytes

_WAITING = 50
"""People who wait for an answer at any time of a burst."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured: `rounds` times turn by turn, so that a busy machine hits both."""

    rounds: int
    starts: int
    burst: int
    even: int
    presses_for_memory: int


@dataclass(slots=True)
class _Pair:
    """What was measured of ours and of the bare bot, round by round."""

    ours: list[float] = field(default_factory=list[float])
    bare: list[float] = field(default_factory=list[float])

    def row(
        self, what: str, unit: str, aim: Aim | None = None, *, digits: int = 1, scale: float = 1
    ) -> Row:
        ours, bare = statistics.median(self.ours), statistics.median(self.bare)
        return Row(what, ours * scale, bare * scale, unit, aim, digits)


async def press_rows(folder: Path, plan: Plan) -> list[Row]:
    """Measure both bots turn by turn and return the rows of the table."""
    async with campaign_bot(folder / "ours") as ours, bare_bot(folder / "bare") as bare:
        starts = _Pair()
        await ours.start()  # the first start makes the database and syncs the commands
        for _ in range(plan.starts):
            starts.ours.append(await ours.start())
            starts.bare.append(await bare.start())
        rows = await _running(ours, bare, plan)
    return [*rows, starts.row("start to first answer", "s", digits=2)]


async def _running(ours: Contestant, bare: Contestant, plan: Plan) -> list[Row]:
    async with ours.running() as our_process, bare.running() as bare_process:
        bare.wear(await ours.take_card())
        pids = (our_process.pid, bare_process.pid)
        ready = _memory(pids)
        rows = await _bursts(ours, bare, plan, pids)
        for rate in (50, 200):
            rows += await _even(ours, bare, plan, rate)
        left = plan.presses_for_memory - plan.rounds * (plan.burst + 2 * plan.even)
        for contestant in (ours, bare):
            await contestant.crowd.burst(max(left, 1), waiting=_WAITING)
        after = _memory(pids)
        await _assert_all_kept(ours)
    pressed = f"memory after {plan.presses_for_memory:,} presses"
    return [*rows, ready.row("memory when ready", "MB"), after.row(pressed, "MB")]


def _memory(pids: tuple[int, int]) -> _Pair:
    ours, bare = (resident_megabytes(pid) for pid in pids)
    return _Pair([ours], [bare])


async def _bursts(
    ours: Contestant, bare: Contestant, plan: Plan, pids: tuple[int, int]
) -> list[Row]:
    rates, costs = _Pair(), _Pair()

    async def measure(contestant: Contestant, pid: int) -> tuple[float, float]:
        before = processor_seconds(pid)
        took = await contestant.crowd.burst(plan.burst, waiting=_WAITING)
        return plan.burst / took, (processor_seconds(pid) - before) / plan.burst * 1_000

    for contestant in (ours, bare):  # connections, caches: the same for both, before the clock
        await contestant.crowd.burst(_WAITING * 2, waiting=_WAITING)
    for _ in range(plan.rounds):
        for contestant, pid, rate, cost in (
            (ours, pids[0], rates.ours, costs.ours),
            (bare, pids[1], rates.bare, costs.bare),
        ):
            answered, spent = await measure(contestant, pid)
            rate.append(answered)
            cost.append(spent)
    return [
        rates.row("sign presses answered", "/s", Aim(">=", 0.8), digits=0),
        costs.row("processor time a sign press", "ms", digits=3),
    ]


async def _even(ours: Contestant, bare: Contestant, plan: Plan, rate: int) -> list[Row]:
    halves, tails = _Pair(), _Pair()
    for _ in range(plan.rounds):
        for contestant, half, tail in (
            (ours, halves.ours, tails.ours),
            (bare, halves.bare, tails.bare),
        ):
            found: Latencies = await contestant.crowd.evenly(plan.even, rate=rate)
            half.append(found.p50)
            tail.append(found.p99)
    what = f"answer at {rate} presses/s"
    return [halves.row(f"{what}, p50", "ms", digits=2), tails.row(f"{what}, p99", "ms", digits=2)]


async def _assert_all_kept(ours: Contestant) -> None:
    """Check that each press was a new signature: an answer without one would be worth nothing."""
    look = await ours.discord.slash("tally show", ours.visitor(), ours.channel)
    await look.finished()
    number = f"{ours.crowd.pressed:,}"
    assert number in look.text, f"{number} presses, but the tally says: {look.text}"
