"""What should not grow with the pledges: a signature's cost, and the memory of a restore."""

from __future__ import annotations

import asyncio
import multiprocessing
import time
from collections.abc import Coroutine
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.db import backup, restore
from tests.benchmarks.store import KEYS, seeded, signature_cost, url_of
from tests.benchmarks.table import Aim, Row
from tests.benchmarks.usage import peak_megabytes

_RESTORE_MEGABYTES = 150


@dataclass(frozen=True, slots=True)
class _Copying:
    """What making a copy used: peak memory in MB of 1,000,000 bytes, processor time in seconds."""

    megabytes: float
    seconds: float


async def scale_rows(folder: Path, *, few: int, many: int, signatures: int) -> list[Row]:
    """Compare a store of many pledges with one of few, each signed in, backed up and restored."""
    costs: dict[int, float] = {}
    copies: dict[tuple[str, int], _Copying] = {}
    for number in (few, many):
        path = folder / f"scale-{number}.sqlite3"
        async with seeded(path, number) as database:
            costs[number] = await signature_cost(database, signatures, waiting=1)
        kept = path.with_suffix(".backup")
        copies["backup", number] = await asyncio.to_thread(_measured, _backup, path, kept)
        copies["restore", number] = await asyncio.to_thread(_measured, _restore, path, kept)
        path.unlink()
        kept.unlink()
    both = f"{many:,} / {few:,} pledges"
    restored = copies["restore", many].megabytes
    return [
        Row(f"processor time a signature alone: {both}", costs[many], costs[few], "us"),
        *(_rate_row(what, copies, few, many) for what in ("backup", "restore")),
        Row(
            f"peak memory, backup of {both}",
            copies["backup", many].megabytes,
            copies["backup", few].megabytes,
            "MB",
        ),
        Row(
            f"peak memory, restore of {many:,} pledges",
            restored,
            _RESTORE_MEGABYTES,
            "MB",
            Aim("<=", 1),
        ),
    ]


def _rate_row(what: str, copies: dict[tuple[str, int], _Copying], few: int, many: int) -> Row:
    measured, baseline = (copies[what, number].seconds / number * 1e6 for number in (many, few))
    return Row(f"processor time a pledge, {what} of {many:,} / {few:,}", measured, baseline, "us")


def _measured(task: Any, database: Path, file: Path) -> _Copying:
    """Make a copy in a process of its own, so that the peak of memory is the copy's."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as process:
        return process.submit(task, database, file).result()


def _backup(database: Path, file: Path) -> _Copying:
    return _used_by(backup(url_of(database), file, secret=KEYS.secret))


def _restore(database: Path, file: Path) -> _Copying:
    return _used_by(restore(url_of(database), file, secret=KEYS.secret))


def _used_by(copying: Coroutine[Any, Any, object]) -> _Copying:
    began = time.process_time()
    asyncio.run(copying)
    return _Copying(peak_megabytes(), time.process_time() - began)
