"""Look-ups: many that wait go to the store together, and slow ones hold up no quick one."""

from __future__ import annotations

import asyncio
import statistics
import time
from functools import partial
from pathlib import Path
from unittest.mock import patch

from sqlalchemy import Connection, text

from bot.database_url import target_of
from bot.db.engine.open import open_engine
from bot.db.engine.protocol import StoreEngine
from bot.db.transactions.reader import Reader
from tests.benchmarks.table import Aim, Row

_SLOW = 20
_COUNT = text(
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :most) "
    "SELECT count(*) FROM n"
)


def _quick(connection: Connection) -> int:
    return connection.execute(text("SELECT count(*) FROM alembic_version")).scalar_one()


def _slow(connection: Connection, *, counted: int) -> int:
    return connection.execute(_COUNT, {"most": counted}).scalar_one()


async def look_up_rows(folder: Path, *, look_ups: int, rounds: int, counted: int) -> list[Row]:
    """Compare look-ups that go together with one by one, and beside slow ones with alone.

    `counted` is how many rows a slow one counts: three million take some tenths of a second.
    """
    together: list[float] = []
    each: list[float] = []
    url = f"sqlite:///{folder / 'look_ups.sqlite3'}"
    async with open_engine(target_of(url), migrate=True) as engine:
        for _ in range(rounds):
            together.append(await _processor_time(engine, look_ups))
            with patch("bot.db.transactions.reader.BATCH", 1):
                each.append(await _processor_time(engine, look_ups))
        alone, beside = await _waits(engine, rounds * 20, counted)
    shared = "processor time a look-up, 200 waiting: together / each alone"
    slow = f"a quick look-up: beside {_SLOW} slow ones / alone"
    return [
        Row(shared, min(together), min(each), "us", Aim("<=", 0.8)),
        Row(slow, beside, alone, "ms", Aim("<=", 5), digits=2),
    ]


async def _processor_time(engine: StoreEngine, look_ups: int) -> float:
    """Return the processor time of a look-up while 200 people wait for theirs, in us."""
    reader = Reader(engine)
    left = iter(range(look_ups))

    async def look_on() -> None:
        for _ in left:
            await reader.read(_quick)

    began = time.process_time()
    async with asyncio.TaskGroup() as tasks:
        for _ in range(200):
            tasks.create_task(look_on())
    return (time.process_time() - began) / look_ups * 1e6


async def _waits(engine: StoreEngine, looks: int, counted: int) -> tuple[float, float]:
    """Return the median wait for a quick look-up alone, and while slow ones wait, in ms."""
    reader = Reader(engine)
    alone = [await _wait(reader) for _ in range(looks)]
    look = partial(_slow, counted=counted)
    slow = [asyncio.create_task(reader.read(look, patience=600)) for _ in range(_SLOW)]
    await asyncio.sleep(0)
    beside: list[float] = []
    while not all(task.done() for task in slow) or not beside:
        beside.append(await _wait(reader))
    await asyncio.gather(*slow)
    return statistics.median(alone), statistics.median(beside)


async def _wait(reader: Reader) -> float:
    began = time.perf_counter()
    await reader.read(_quick)
    return (time.perf_counter() - began) * 1_000
