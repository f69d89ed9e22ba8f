"""What two devices of the bot are worth, each beside the plain way that it stands in for."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from sqlalchemy import bindparam, create_engine, select

from bot.config import load
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

_SQL = "SELECT stands FROM pledges WHERE campaign = $1 AND signer = $2"


def plain_rows(folder: Path, *, times: int) -> list[Row]:
    """Measure both on the shipped campaign and an empty store; return the rows."""
    return [_opening_page(folder, times), _written_sql(times * 10)]


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


def _cost(work: Callable[[], object], times: int) -> float:
    """Return the processor time of one call in microseconds: the median of seven rounds."""
    rounds: list[float] = []
    for _ in range(7):
        before = time.process_time()
        for _ in range(times):
            work()
        rounds.append((time.process_time() - before) / times * 1e6)
    return median(rounds)
