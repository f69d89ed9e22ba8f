"""The letter over real sockets beside a bare bot; a picture's time; what drawing costs the loop."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Awaitable
from pathlib import Path

from bot.pictures import Pictures, Quotation
from tests.benchmarks.load import WAITING, Crowd
from tests.benchmarks.stage import Contestant, bare_bot, campaign_bot
from tests.benchmarks.table import Aim, Row
from tests.domain.letters import shipped
from tests.loopback.messages import Message

_ANOTHER = "amh:letter:another:"
_PICTURES = 8
_TICK = 0.001
_STALL = 50.0


async def letter_rows(folder: Path, *, presses: int, rounds: int) -> list[Row]:
    """Measure passages drawn and answered, each for someone new, against bare answers."""
    async with (
        campaign_bot(folder / "letter") as ours,
        bare_bot(folder / "letter-bare") as bare,
        ours.running(),
        bare.running(),
    ):
        bare.wear(await _take_quote(ours), bare.light, _ANOTHER)
        rates: dict[Contestant, list[float]] = {ours: [], bare: []}
        for contestant in (ours, bare):
            await contestant.crowd.burst(WAITING * 2, waiting=WAITING)
        for _ in range(rounds):
            for contestant, found in rates.items():
                found.append(presses / await contestant.crowd.burst(presses, waiting=WAITING))
    measured, baseline = (statistics.median(found) for found in rates.values())
    return [Row("passages quoted", measured, baseline, "/s", Aim(">=", 0.8), 0)]


async def _take_quote(contestant: Contestant) -> Message:
    """Let the bot show a passage, and let the crowd press *Another* on it."""
    shown = await contestant.discord.slash("letter quote", contestant.visitor(), contestant.channel)
    await shown.answered()
    assert shown.original is not None, shown.callback
    card = shown.original
    contestant.crowd = Crowd(contestant.discord, card, card.button(_ANOTHER))
    return card


async def picture_rows() -> list[Row]:
    """Measure a picture's time, and the loop's longest stall while several are drawn."""
    pictures = Pictures(limit=60)
    texts = [passage.text for passage in shipped().passages][: _PICTURES + 1]
    try:
        began = time.perf_counter()
        await _draw(pictures, texts[0])
        first = time.perf_counter() - began
        idle = await _longest_stall(asyncio.sleep(1))
        began = time.perf_counter()
        busy = await _longest_stall(_draw(pictures, *texts[1:]))
        each = (time.perf_counter() - began) / (len(texts) - 1)
    finally:
        await pictures.close()
    return [
        Row("a quote picture, beside the first one", each * 1_000, first * 1_000, "ms"),
        Row(
            f"loop's longest stall, {_PICTURES} pictures drawn, beside {_STALL:.0f} ms",
            busy * 1_000,
            _STALL,
            "ms",
            Aim("<=", 1.0),
        ),
        Row("the same while idle", idle * 1_000, _STALL, "ms"),
    ]


async def _draw(pictures: Pictures, *texts: str) -> None:
    drawn = await asyncio.gather(
        *(pictures.draw(Quotation(text, ("A letter", "2 March 2018"))) for text in texts)
    )
    assert all(drawn)


async def _longest_stall(work: Awaitable[object]) -> float:
    """Return by how much the loop was late at most while some work was done, in seconds."""
    stop = asyncio.Event()

    async def watch() -> float:
        longest = 0.0
        while not stop.is_set():
            due = time.perf_counter() + _TICK
            await asyncio.sleep(_TICK)
            longest = max(longest, time.perf_counter() - due)
        return longest

    watching = asyncio.ensure_future(watch())
    await work
    stop.set()
    return await watching
