"""What devices of the bot are worth, each beside the plain way that it stands in for."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import median
from typing import Any, Final

import yaml
from sqlalchemy import Connection, bindparam, create_engine, select
from sqlalchemy.ext.asyncio import create_async_engine
from yamlcore import CCoreLoader, CoreLoader  # pyright: ignore[reportMissingTypeStubs]

from bot.config import load
from bot.db.engine.sqlite_connection import SqliteConnection
from bot.db.schema import metadata, pledges
from bot.db.sql import run
from bot.domain.clock import system_clock
from bot.messages import Messages
from bot.outreach import phrases
from bot.services import SupportService
from bot.services.reports import ProblemReports
from cogs.resources.ready import OpeningPages
from tests.benchmarks.table import Aim, Row
from tests.loopback.forking import REPOSITORY

_ROUNDS: Final = 7
_STATEMENTS: Final = 3
_SQL = "SELECT stands FROM pledges WHERE campaign = $1 AND signer = $2"
_DRIVER_SQL = "SELECT stands FROM pledges WHERE campaign = ? AND signer = ?"


async def plain_rows(folder: Path, *, times: int) -> list[Row]:
    """Measure them on the shipped campaign and an empty store; return the rows."""
    return [
        _opening_page(folder, times),
        _written_sql(times * 10),
        await _one_trip(folder / "trips.sqlite3", times),
        _parser_in_c(),
    ]


def _opening_page(folder: Path, times: int) -> Row:
    """Compare the first page of `/resources`, made before anyone asks, with one made anew."""
    configuration = load(REPOSITORY / "config", phrases())
    messages = Messages.of(configuration)
    reports = ProblemReports(folder / "reports")
    support = SupportService(configuration.directory, reports, system_clock)
    pages, say = OpeningPages(support, messages), messages.voice("en")
    ready = _cost(lambda: pages.card(say), times)
    anew = _cost(lambda: pages.card(say, may_share=True), times)
    return Row("the first page of /resources, ready / made anew", ready, anew, "us", Aim("<=", 0.9))


def _written_sql(times: int) -> Row:
    """Compare a statement that is written out with the same one put together by SQLAlchemy."""
    composed = select(pledges.c.stands).where(
        pledges.c.campaign == bindparam("campaign"), pledges.c.signer == bindparam("signer")
    )
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    signer = bytes(16)
    with engine.connect() as connection:
        written = _cost(lambda: run(connection, _SQL, [1, signer]), times)
        values = {"campaign": 1, "signer": signer}
        plain = _cost(lambda: connection.execute(composed, values).all(), times)
    engine.dispose()
    what = "a look-up of a signature, SQL written out / by SQLAlchemy"
    return Row(what, written, plain, "us", Aim("<=", 0.9))


async def _one_trip(path: Path, times: int) -> Row:
    """Compare a look-up of three statements, in one trip to aiosqlite's thread and in many.

    The plain way is SQLAlchemy's own dialect for aiosqlite, with the same statements.
    """
    values = (1, bytes(16))
    plain = create_async_engine(f"sqlite+aiosqlite:///{path}")
    async with plain.begin() as connection:
        await connection.run_sync(metadata.create_all)

    def act(connection: Connection) -> None:
        for _ in range(_STATEMENTS):
            run(connection, _SQL, values)

    async def at_once() -> None:
        await store.run(act)

    async def one_by_one() -> None:
        async with plain.connect() as connection:
            for _ in range(_STATEMENTS):
                await connection.exec_driver_sql(_DRIVER_SQL, values)

    async with SqliteConnection.reading(path) as store:
        together = await _cost_of(at_once, times)
        apart = await _cost_of(one_by_one, times)
    await plain.dispose()
    what = f"a look-up of {_STATEMENTS} statements, one trip to the thread / aiosqlite's dialect"
    return Row(what, together, apart, "us", Aim("<=", 0.9))


def _parser_in_c() -> Row:
    """Compare YAML's two parsers on the files of the shipped campaign."""
    texts = [path.read_text("utf-8") for path in sorted((REPOSITORY / "config").rglob("*.yaml"))]

    def parsed(loader: type[Any]) -> None:
        for text in texts:
            deque(yaml.parse(text, Loader=loader), maxlen=0)

    in_c = _cost(lambda: parsed(CCoreLoader), 1) / 1_000
    in_python = _cost(lambda: parsed(CoreLoader), 1) / 1_000
    return Row("all shipped YAML parsed, in C / in Python", in_c, in_python, "ms", Aim("<=", 0.9))


def _cost(work: Callable[[], object], times: int) -> float:
    """Return the processor time of one call in microseconds: the median of some rounds."""
    rounds: list[float] = []
    for _ in range(_ROUNDS):
        before = time.process_time()
        for _ in range(times):
            work()
        rounds.append((time.process_time() - before) / times * 1e6)
    return median(rounds)


async def _cost_of(work: Callable[[], Awaitable[None]], times: int) -> float:
    """Return the same of work that is awaited; the time of its threads counts too."""
    rounds: list[float] = []
    for _ in range(_ROUNDS):
        before = time.process_time()
        for _ in range(times):
            await work()
        rounds.append((time.process_time() - before) / times * 1e6)
    return median(rounds)
