"""An export of a long wall, beside a writer that has all of it in memory at once."""

from __future__ import annotations

import csv
import io
import statistics
import time
import tracemalloc
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from bot.config import load
from bot.db import Database
from bot.domain.clock import system_clock
from bot.interactions.lookups.members import MemberLookup
from bot.messages import Messages
from bot.outreach import phrases
from bot.services import ExportService, PledgeService, TallyService
from cogs.tally.export.files import Exporter
from tests.benchmarks.store import GUILD, KEYS, seeded
from tests.benchmarks.table import Aim, Row
from tests.services.campaigns import campaign_of
from tests.simulated import ROOT

_LARGEST = 10 * 2**20


@dataclass(slots=True)
class _Member:
    id: int
    name: str
    display_name: str


class _EverybodyIsHere:
    """Finds every member at once: what Discord takes for it is not the writer's."""

    async def in_turn(self, guild_id: int, user_ids: Sequence[int]) -> list[_Member]:
        """Return a member for each id, as a new object, as discord.py would."""
        del guild_id
        return [_Member(one, f"member-{one}", f"Somebody {one}") for one in user_ids]

    def lasting(self, people: int) -> float:
        """Find them at once."""
        del people
        return 0.0


async def _walled() -> bool:
    return True


async def export_rows(folder: Path, *, listed: int, rounds: int) -> list[Row]:
    """Compare an export with a writer of one list, in memory and in processor time."""
    say = Messages(load(ROOT / "config", phrases()).messages).voice("en")
    async with seeded(folder / "export.sqlite3", listed, listed=listed) as database:
        everybody = cast("MemberLookup", _EverybodyIsHere())  # its members are none of discord.py's
        exporter = Exporter(_exports(database), everybody)

        async def streamed() -> int:
            export = await exporter.export(
                guild_id=GUILD, user_id=1, say=say, has_wall=_walled, largest=_LARGEST
            )
            return export.rows.members

        async def whole() -> int:
            return await _whole(database)

        assert await streamed() == await whole() == listed
        what = f"of an export of {listed:,} listed / all at once"
        memory = await _peak(streamed), await _peak(whole)
        seconds = await _seconds(streamed, rounds), await _seconds(whole, rounds)
    return [
        Row(f"peak memory {what}", *memory, "MB", Aim("<=", 0.5)),
        Row(f"processor time {what}", *seconds, "ms"),
    ]


def _exports(database: Database) -> ExportService:
    campaign = campaign_of(KEYS.campaign_id, system_clock)
    pledges = PledgeService(database.pledges, campaign, KEYS, system_clock)
    tallies = TallyService(
        database.tallies, database.reconciliation, campaign, pledges, KEYS, system_clock
    )
    return ExportService(tallies, pledges, database.exports, campaign, KEYS, system_clock)


async def _whole(database: Database) -> int:
    """Write the same list in the plain way: every row a dictionary, and all of them in a list."""
    wall = KEYS.wall(GUILD)
    ids, _ = await database.pledges.wall(wall=wall, offset=0, limit=10**6)
    members = await _EverybodyIsHere().in_turn(GUILD, ids)
    rows = [
        {"user_id": f"'{one.id}", "user_name": one.name, "display_name": one.display_name}
        for one in members
    ]
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(rows)
    io.BytesIO(text.getvalue().encode("utf-8-sig"))
    return len(rows)


async def _peak(writing: Callable[[], Awaitable[int]]) -> float:
    """Return the most memory that was in use at once, in MB, beyond what was before."""
    tracemalloc.start()
    try:
        await writing()
        return tracemalloc.get_traced_memory()[1] / 1e6
    finally:
        tracemalloc.stop()


async def _seconds(writing: Callable[[], Awaitable[int]], rounds: int) -> float:
    times: list[float] = []
    for _ in range(rounds):
        began = time.process_time()
        await writing()
        times.append((time.process_time() - began) * 1_000)
    return statistics.median(times)
