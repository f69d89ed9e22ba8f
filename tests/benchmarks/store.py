"""The store alone: what a signature costs, how large it is, and what does not care how many."""

from __future__ import annotations

import asyncio
import secrets
import statistics
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from unittest.mock import patch

from bot.db import Database, open_database
from bot.db.repositories.counting import Publish
from bot.db.repositories.signing import Sign
from bot.domain.clock import hour_of, system_clock
from bot.domain.identity import KEY_BYTES, Keys
from bot.domain.pledges import SigningText
from tests.benchmarks.seeding import grow_numbers, seed
from tests.benchmarks.table import Aim, Row

KEYS = Keys(b"a secret that only this benchmark knows", "benchmark")
GUILD = 1_234_567_890_123_456_789
_TEXT = SigningText("2018-03-02", "en", "We ask more of ourselves.")
_BYTES_A_PLEDGE = 200
_PAGE = 10
_PUBLISHING_MS = 100


def url_of(path: Path) -> str:
    """Return the DATABASE_URL of a file."""
    return f"sqlite:///{path}"


# --- the writer ------------------------------------------------------------------------------


async def writer_rows(folder: Path, *, signatures: int, rounds: int) -> list[Row]:
    """Compare signing with 200 waiting, committed together, with a transaction for each."""
    together: list[float] = []
    each: list[float] = []
    shared: list[float] = []
    alone: list[float] = []
    async with open_database(url_of(folder / "writer.sqlite3")) as database:
        for _ in range(rounds):
            together.append(await _rate(database, signatures))
            with patch("bot.db.transactions.writer.BATCH", 1):
                each.append(await _rate(database, signatures // 10))
            shared.append(await signature_cost(database, signatures, waiting=500))
            alone.append(await signature_cost(database, signatures // 10, waiting=1))
    rate = statistics.median(together), statistics.median(each)
    cost = min(shared), min(alone)
    return [
        Row("writer, 200 waiting: together / each alone", *rate, "/s", Aim(">=", 10), digits=0),
        Row("processor time a signature: 500 together / alone", *cost, "us", Aim("<=", 0.5)),
    ]


async def signature_cost(database: Database, signatures: int, *, waiting: int) -> float:
    """Return the processor time of a signature while so many people wait, in us."""
    began = time.process_time()
    await _sign(database, signatures, waiting=waiting)
    return (time.process_time() - began) / signatures * 1e6


async def _rate(database: Database, signatures: int) -> float:
    """Return how many new signatures a second are kept while 200 people wait."""
    began = time.perf_counter()
    await _sign(database, signatures, waiting=200)
    return signatures / (time.perf_counter() - began)


async def _sign(database: Database, signatures: int, *, waiting: int) -> None:
    left, server, hour = iter(range(signatures)), KEYS.server(GUILD), hour_of(system_clock())

    async def sign_on() -> None:
        for _ in left:
            signer = secrets.token_bytes(KEY_BYTES)
            work = Sign(keys=KEYS, signer=signer, server=server, text=_TEXT, hour=hour)
            await database.pledges.sign(work)

    async with asyncio.TaskGroup() as tasks:
        for _ in range(waiting):
            tasks.create_task(sign_on())


async def publishing_rows(folder: Path, *, scopes: int, rounds: int) -> list[Row]:
    """Compare how long publishing every scope's number takes with how long it may at most.

    Others wait for the writer as long as that is on the clock; the processor's time says how much
    of it the disk was.
    """
    path = folder / "publishing.sqlite3"
    async with seeded(path, 1):
        pass
    minute = int(system_clock().timestamp()) // 60
    held, busy = list[float](), list[float]()
    for one in range(rounds):
        grow_numbers(path, scopes)
        async with open_database(url_of(path), migrate=False) as database:
            began, began_busy = time.perf_counter(), time.process_time()
            for servers, at_least in ((False, 3), (True, 5)):
                work = Publish(
                    campaign_id=KEYS.campaign_id,
                    servers=servers,
                    at_least=at_least,
                    minute=minute + one,
                )
                await database.tallies.publish(work)
            held.append((time.perf_counter() - began) * 1_000)
            busy.append((time.process_time() - began_busy) * 1_000)
    whats = f"the writer publishing {scopes:,} numbers", f"processor time of publishing {scopes:,}"
    return [
        Row(what, statistics.median(times), _PUBLISHING_MS, "ms", Aim("<=", 1))
        for what, times in zip(whats, (held, busy), strict=True)
    ]


# --- how large, and how long a look takes ----------------------------------------------------


async def size_rows(folder: Path, *, pledges: int) -> list[Row]:
    """Compare the size of a signature in one server with what it may be at most."""
    path = folder / "size.sqlite3"
    async with seeded(path, pledges):
        pass
    measured = path.stat().st_size / pledges
    what = f"a pledge in the file, of {pledges:,}"
    return [Row(what, measured, _BYTES_A_PLEDGE, "B", Aim("<=", 1), digits=0)]


async def wall_rows(folder: Path, *, listed: int, looks: int) -> list[Row]:
    """Compare a page of a wall of many with one of few."""
    many, few = folder / "wall-many.sqlite3", folder / "wall-few.sqlite3"
    async with (
        seeded(many, listed, listed=listed) as large,
        seeded(few, 100, listed=100) as small,
    ):
        slow = await _median(lambda: _page(large, listed // 2), looks)
        fast = await _median(lambda: _page(small, 50), looks)
    what = f"a page of a wall: {listed:,} / 100 listed"
    return [Row(what, slow, fast, "ms", digits=2)]


async def _page(database: Database, offset: int) -> None:
    await database.pledges.wall(wall=KEYS.wall(GUILD), offset=offset, limit=_PAGE)


async def tally_rows(folder: Path, *, many: int, few: int, looks: int) -> list[Row]:
    """Compare the look-up behind `/tally show` at many pledges with the same at few."""
    async with (
        seeded(folder / "many.sqlite3", many) as large,
        seeded(folder / "few.sqlite3", few) as small,
    ):
        slow = await _median(lambda: _tally(large), looks)
        fast = await _median(lambda: _tally(small), looks)
    what = f"/tally show, its look-up: {many:,} / {few:,} pledges"
    return [Row(what, slow, fast, "ms", Aim("<=", 1.2), digits=3)]


async def _tally(database: Database) -> None:
    await database.tallies.published(
        campaign_id=KEYS.campaign_id, server=KEYS.server(GUILD), ends=[system_clock().date()]
    )


async def _median(look: Callable[[], Awaitable[None]], looks: int) -> float:
    """Return the median time of a look, in ms."""
    times: list[float] = []
    for _ in range(looks):
        began = time.perf_counter()
        await look()
        times.append((time.perf_counter() - began) * 1_000)
    return statistics.median(times)


@asynccontextmanager
async def seeded(path: Path, number: int, *, listed: int = 0) -> AsyncGenerator[Database]:
    """Open a new store with so many pledges, of which the first few are listed."""
    async with open_database(url_of(path)):
        pass  # makes and migrates it
    seed(path, number, keys=KEYS, guild_id=GUILD, listed=listed)
    async with open_database(url_of(path), migrate=False) as database:
        yield database
