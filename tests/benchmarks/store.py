"""The store alone: many signatures in one commit, and a tally that does not care how many."""

from __future__ import annotations

import asyncio
import secrets
import statistics
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

from sqlalchemy import Integer, create_engine, func, insert, literal, select

from bot.db import Database, open_database
from bot.db.repositories.signing import Sign
from bot.db.schema import CAMPAIGN_WIDE, attributions, counter_days, counters, ledger, pledges
from bot.domain.clock import system_clock
from bot.domain.pledges import SigningText
from tests.benchmarks.table import Aim, Row

_CAMPAIGN = "benchmark"
_GUILD = 1_234_567_890_123_456_789
_TEXT = SigningText("2018-03-02", "en", "We ask more of ourselves.")
_MOMENT = datetime(2026, 11, 1, 12, tzinfo=UTC)


def _url(path: Path) -> str:
    return f"sqlite:///{path}"


# --- the writer ------------------------------------------------------------------------------


async def writer_rows(folder: Path, *, signatures: int, rounds: int) -> list[Row]:
    """Compare signing with 200 waiting, committed together, with a transaction for each."""
    together: list[float] = []
    each: list[float] = []
    async with open_database(_url(folder / "writer.sqlite3"), clock=system_clock) as database:
        for _ in range(rounds):
            together.append(await _rate(database, signatures))
            with patch("bot.db.transactions.writer.BATCH", 1):
                each.append(await _rate(database, signatures // 10))
    measured, baseline = statistics.median(together), statistics.median(each)
    what = "writer, 200 waiting: together / each alone"
    return [Row(what, measured, baseline, "/s", Aim(">=", 10), digits=0)]


async def _rate(database: Database, signatures: int) -> float:
    """Return how many new signatures a second are kept while 200 people wait."""
    left = iter(range(signatures))

    async def sign_on() -> None:
        for _ in left:
            await database.pledges.sign(
                Sign(
                    campaign_id=_CAMPAIGN,
                    signer_key=secrets.token_bytes(32),
                    guild_id=_GUILD,
                    text=_TEXT,
                    at=_MOMENT,
                )
            )

    began = time.perf_counter()
    async with asyncio.TaskGroup() as tasks:
        for _ in range(200):
            tasks.create_task(sign_on())
    return signatures / (time.perf_counter() - began)


# --- the tally -------------------------------------------------------------------------------


async def tally_rows(folder: Path, *, many: int, few: int, looks: int) -> list[Row]:
    """Compare the look-up behind `/tally show` at many pledges with the same at few."""
    async with (
        _seeded(folder / "many.sqlite3", many) as large,
        _seeded(folder / "few.sqlite3", few) as small,
    ):
        slow, fast = await _looks(large, small, looks)
    what = f"/tally show, its look-up: {many:,} / {few:,} pledges"
    return [Row(what, slow, fast, "ms", Aim("<=", 1.2), digits=3)]


async def _looks(large: Database, small: Database, looks: int) -> tuple[float, float]:
    """Return the median time of a look at each, taken turn by turn, in ms."""
    times: dict[int, list[float]] = {0: [], 1: []}
    for _ in range(looks):
        for place, database in enumerate((large, small)):
            began = time.perf_counter()
            await database.tallies.snapshot(
                campaign_id=_CAMPAIGN, guild_id=_GUILD, day=system_clock().date()
            )
            times[place].append((time.perf_counter() - began) * 1_000)
    return statistics.median(times[0]), statistics.median(times[1])


@asynccontextmanager
async def _seeded(path: Path, number: int) -> AsyncGenerator[Database]:
    async with open_database(_url(path), clock=system_clock):
        pass  # makes and migrates it
    seed(path, number, campaign_id=_CAMPAIGN, guild_id=_GUILD)
    async with open_database(_url(path), clock=system_clock, migrate=False) as database:
        yield database


def seed(path: Path, number: int, *, campaign_id: str, guild_id: int) -> None:
    """Fill an empty store with so many counted pledges of one server, as if signed today."""
    now, today = system_clock(), system_clock().date()
    numbers = select(literal(1, Integer).label("n")).cte("numbers", recursive=True)
    numbers = numbers.union_all(select(numbers.c.n + 1).where(numbers.c.n < number))
    pledge = {
        "id": numbers.c.n,
        "campaign_id": literal(campaign_id),
        "signer_key": func.randomblob(32),
        "status": literal("counted"),
        "text_version": literal(_TEXT.version),
        "text_digest": literal(_TEXT.digest),
        "locale": literal(_TEXT.locale),
        **{
            name: literal(now, pledges.c[name].type)
            for name in ("signed_at", "changed_at", "created_at")
        },
    }
    attribution = {
        "pledge_id": numbers.c.n,
        "guild_id": literal(guild_id),
        "campaign_id": literal(campaign_id),
        "visibility": literal("counted_only"),
        "attributed_at": literal(now, attributions.c.attributed_at.type),
    }
    change = {
        "day": literal(today, ledger.c.day.type),
        "campaign_id": literal(campaign_id),
        "guild_id": literal(CAMPAIGN_WIDE),
        "kind": literal("signed"),
        "counted_delta": literal(1),
        "held_delta": literal(0),
    }
    engine = create_engine(_url(path))
    with engine.begin() as connection:
        for table, row in ((pledges, pledge), (attributions, attribution), (ledger, change)):
            source = select(*row.values()).select_from(numbers)
            connection.execute(insert(table).from_select(list(row), source))
        for guild in (CAMPAIGN_WIDE, guild_id):
            scope = {"campaign_id": campaign_id, "guild_id": guild}
            total = {"counted": number, "held": 0}
            of_day = {"day": today, "signed": number, "withdrawn": 0, "net": number, "held": 0}
            connection.execute(insert(counters), scope | total)
            connection.execute(insert(counter_days), scope | of_day)
    engine.dispose()
