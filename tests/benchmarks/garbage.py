"""What `collect_garbage_less_often` saves of a press, measured beside Python's own settings.

`python -m tests.benchmarks.garbage --api URL --gateway URL -- run` is the bot without it.
"""

from __future__ import annotations

import statistics
import sys
from pathlib import Path

from bot import running
from tests.benchmarks.stage import Contestant, campaign_bot, campaign_settings
from tests.benchmarks.table import Aim, Row
from tests.benchmarks.usage import processor_seconds
from tests.loopback.launch import launch
from tests.loopback.process import command
from tests.loopback.server import Discord

_WAITING = 50


async def garbage_rows(folder: Path, *, rounds: int, burst: int) -> list[Row]:
    """Measure signing presses of two campaign bots turn by turn; return one row."""
    plain_folder = folder / "plain"
    settings = campaign_settings(plain_folder)
    async with (
        campaign_bot(folder / "tuned") as tuned,
        Discord(checks=False, records=False) as discord,
    ):
        here = {"tests.loopback.launch": "tests.benchmarks.garbage"}
        arguments = [here.get(one, one) for one in command(discord, "run")]
        plain = Contestant(discord, arguments, plain_folder, light=tuned.light, settings=settings)
        async with tuned.running() as first, plain.running() as second:
            costs = await _costs([(tuned, first.pid), (plain, second.pid)], rounds, burst)
    what = "sign press, collect_garbage_less_often / without"
    ours, other = (statistics.median(one) for one in costs)
    return [Row(what, ours, other, "ms", Aim("<=", 0.9), digits=3)]


async def _costs(bots: list[tuple[Contestant, int]], rounds: int, burst: int) -> list[list[float]]:
    """Return the processor time of a press in ms, round by round, for each bot."""
    for bot, _ in bots:
        await bot.take_card()
        await bot.crowd.burst(_WAITING * 2, waiting=_WAITING)
    costs: list[list[float]] = [[] for _ in bots]
    for _ in range(rounds):
        for (bot, pid), series in zip(bots, costs, strict=True):
            before = processor_seconds(pid)
            await bot.crowd.burst(burst, waiting=_WAITING)
            series.append((processor_seconds(pid) - before) / burst * 1_000)
    return costs


if __name__ == "__main__":
    running.collect_garbage_less_often = lambda: None
    launch(sys.argv[1:])
