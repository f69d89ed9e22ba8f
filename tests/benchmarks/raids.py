"""What others notice while moderators set a great many signatures aside and take that back."""

from __future__ import annotations

import asyncio
import secrets
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from bot.db import Database
from bot.db.repositories.signing import Sign
from bot.domain.clock import hour_of, system_clock
from bot.domain.identity import KEY_BYTES
from bot.domain.moderation.cases import Cell
from bot.domain.moderation.holding import AsideReason
from bot.domain.pledges import SigningText, State
from bot.services import ModerationService
from tests.benchmarks.store import GUILD, KEYS, seeded
from tests.benchmarks.table import Aim, Row

_TEXT = SigningText("2018-03-02", "en", "We ask more of ourselves.")
_ANSWERED_MS = 1_500
"""A press that takes longer is deferred first."""
_STALLED_MS = 500
_EVERY = 0.02


@dataclass
class _Meanwhile:
    """Somebody signs elsewhere again and again, and the loop is asked whether it is there."""

    database: Database
    signing: list[float] = field(default_factory=list[float])
    stalls: list[float] = field(default_factory=list[float])
    over: bool = False

    async def sign(self) -> None:
        server, hour = KEYS.server(GUILD + 1), hour_of(system_clock())
        while not self.over:
            signer, began = secrets.token_bytes(KEY_BYTES), time.perf_counter()
            work = Sign(keys=KEYS, signer=signer, server=server, text=_TEXT, hour=hour)
            await self.database.pledges.sign(work)
            self.signing.append(time.perf_counter() - began)
            await asyncio.sleep(_EVERY)

    async def ask(self) -> None:
        while not self.over:
            began = time.perf_counter()
            await asyncio.sleep(_EVERY)
            self.stalls.append(time.perf_counter() - began - _EVERY)


async def raid_rows(folder: Path, *, people: int) -> list[Row]:
    """Compare how long a signature elsewhere takes meanwhile, and the loop, with what they may."""
    async with seeded(folder / "raids.sqlite3", people) as database:
        meanwhile = _Meanwhile(database)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(meanwhile.sign())
            tasks.create_task(meanwhile.ask())
            seconds = await _decide(ModerationService(database.moderation, KEYS, _later), people)
            meanwhile.over = True
    slowest, stalled = max(meanwhile.signing) * 1_000, max(meanwhile.stalls) * 1_000
    what = f"{people:,} set aside, and that undone"
    return [
        Row(f"slowest signature elsewhere, {what}", slowest, _ANSWERED_MS, "ms", Aim("<=", 1)),
        Row(f"loop's longest stall, {what}", stalled, _STALLED_MS, "ms", Aim("<=", 1)),
        Row(f"a person a decision, {what}", seconds / people * 5e5, 1_000, "us"),
    ]


async def _decide(moderation: ModerationService, people: int) -> float:
    """Set everybody aside and give them back; return how many seconds that took."""
    began = time.perf_counter()
    (group, *_) = await moderation.groups(guild_id=GUILD, state=State.COUNTED)
    choice = (Cell(group.cell.hour),)
    aside = await moderation.set_aside(
        guild_id=GUILD, actor=1, choice=choice, reason=AsideReason.RAID
    )
    await _carried_out(moderation)
    await moderation.undo(guild_id=GUILD, actor=1, number=aside.case or 0)
    await _carried_out(moderation)
    seconds = time.perf_counter() - began
    (case,) = await moderation.cases(guild_id=GUILD)
    if case.people != people:
        raise ValueError(f"{case.people} of {people} were set aside")
    return seconds


async def _carried_out(moderation: ModerationService) -> None:
    while (now := moderation.progress(guild_id=GUILD)) is not None and not now.over:
        await asyncio.sleep(_EVERY)


def _later() -> datetime:
    """Return a moment at which the hour in which all signed is over."""
    return system_clock() + timedelta(hours=1)
