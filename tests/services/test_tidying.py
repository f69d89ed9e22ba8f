"""What is held goes on to count where nobody is there to decide it."""

from __future__ import annotations

from bot.db import Database
from bot.domain.tallies import Counts
from tests.db.fixtures import TickingClock
from tests.db.people import HERE, counts
from tests.services.deciding import Deciding


async def test_where_the_campaign_has_no_pledge_nothing_is_held(
    database: Database, clock: TickingClock
) -> None:
    """Nobody chose anything in this server; the campaign's file switches it off for all."""
    deciding = Deciding(database, clock, {"features_off": ["pledge"]})
    await database.servers.join([HERE], day=1)
    await deciding.raid(6)
    await deciding.tidying.tidy()
    assert await counts(database, HERE) == Counts(6)
