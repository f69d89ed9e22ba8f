"""Recounting sets the numbers right, says what was wrong, and notes it among the days."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from bot.db import recount
from bot.db.sql import run
from bot.db.transactions.work import Work
from bot.domain.clock import day_number, day_of
from bot.domain.tallies import SignatureChange
from tests.db.fixtures import TickingClock
from tests.db.maintenance.filling import fill, opened
from tests.db.people import CAMPAIGN

WRONG = "UPDATE numbers SET counted = counted + 7"
LOST = "DELETE FROM days"
DAYS = "SELECT day, acts, counted FROM days WHERE kind = $1"


@dataclass(frozen=True)
class _Run(Work[None]):
    """A statement that no code of ours would run."""

    sql: str

    def perform(self, connection: Connection) -> None:
        run(connection, self.sql)


async def test_it_says_what_was_wrong_and_mends_it_once(
    database_url: str, clock: TickingClock
) -> None:
    await fill(database_url, clock)
    async with opened(database_url) as database:
        await database.writer.submit(_Run(WRONG))
        await database.writer.submit(_Run(LOST))
        await database.tallies.mark(differ=True)
    wrong = await recount(database_url, clock=clock)
    assert "the campaign: the numbers differ from the pledges by +7 counted and +0 held" in wrong
    assert any(one.startswith("a server:") for one in wrong)
    assert await recount(database_url, clock=clock) == []
    async with opened(database_url) as database:
        assert await database.reconciliation.differences(campaign_id=CAMPAIGN) == []
        assert await database.meta.get("numbers_differ") is None
        kind = int(SignatureChange.RECONCILED)
        rows = await database.reader.read(lambda connection: run(connection, DAYS, [kind]))
        today = day_number(day_of(clock.now))
        assert {row[0] for row in rows} == {today}
