"""An older backup brings a server back that was gone; it goes again, and not for good."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.db import backup, restore
from bot.domain.tallies import Counts
from tests.db.fixtures import TickingClock
from tests.db.maintenance.filling import SECRET, fill, opened, records_of
from tests.db.people import CAMPAIGN, HERE, THERE, counts, wall


@pytest.mark.parametrize("left_before_the_backup", [True, False])
async def test_a_restored_server_goes_again(
    database_url: str, clock: TickingClock, tmp_path: Path, left_before_the_backup: bool
) -> None:
    kept = tmp_path / "kept"
    await fill(database_url, clock)
    async with opened(database_url) as database:
        if left_before_the_backup:
            await records_of(database, clock).left(guild_id=HERE)
        await backup(database_url, kept, secret=SECRET)
        await records_of(database, clock).left(guild_id=HERE)
        clock.advance(days=31)
        assert await records_of(database, clock).remove_overdue() == 1
        assert await wall(database) == ([], 0)
    await restore(database_url, kept, secret=SECRET)

    async with opened(database_url) as database:
        records = records_of(database, clock)
        before = await counts(database)
        assert await wall(database) == ([7], 1)
        if not left_before_the_backup:
            assert await records.remove_overdue() == 0
            assert await records.missing({THERE}) == [HERE], "Discord is asked, and says it is gone"
            await records.left(guild_id=HERE)
            clock.advance(days=31)
        assert await records.remove_overdue() == 1
        assert await wall(database) == ([], 0)
        assert await counts(database, HERE) == Counts()
        assert await counts(database) == before
        assert await database.servers.all() == [THERE]
        assert await database.reconciliation.differences(campaign_id=CAMPAIGN) == []
