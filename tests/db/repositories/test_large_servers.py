"""What a change costs in a large server does not hang on what the database knows of its size."""

from __future__ import annotations

import asyncpg

from bot.db import open_database
from bot.domain.moderation.cases import Cell
from tests.db.fixtures import TickingClock
from tests.db.people import HERE, KEYS, key
from tests.services.deciding import Deciding

PEOPLE = 2_000


async def fill(url: str, *, hour: int) -> None:
    """Store many more signatures of one server beside the first; nothing counts the rows anew."""
    signers = sorted(key(one) for one in range(PEOPLE - 1))
    server = KEYS.server(HERE)
    connection = await asyncpg.connect(url)
    try:
        await connection.copy_records_to_table(
            "pledges", records=[(1, one, 1, 1, hour, hour, 0) for one in signers]
        )
        await connection.copy_records_to_table(
            "attributions",
            records=[(1, one, server, 0, 0, 0, hour) for one in signers],
            columns=["campaign", "signer", "server", "state", "reason", "age_band", "hour"],
        )
        await connection.execute("UPDATE numbers SET counted = $1", PEOPLE)
    finally:
        await connection.close()


async def read_of_servers(url: str) -> int:
    """Return how many entries of the index of servers were read so far."""
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(
            "SELECT idx_tup_read FROM pg_stat_user_indexes WHERE indexrelname = $1",
            "ix_attributions_server",
        )
    finally:
        await connection.close()


async def test_signers_are_found_by_their_keys_while_statistics_are_missing(
    postgresql_url: str, clock: TickingClock
) -> None:
    before = await read_of_servers(postgresql_url)
    async with open_database(postgresql_url) as database:
        deciding = Deciding(database, clock)
        await deciding.sign("first")
        hour = deciding.hour
        await fill(postgresql_url, hour=hour)
        clock.advance(hours=1)
        await deciding.undo(await deciding.set_aside(Cell(hour)))
        assert (await deciding.standing("first")).here is not None
    # Counting the groups and asking for the signers of each part reads everybody some eight times;
    # looking for those of each part among everybody did it a hundred and eighty times.
    read = await read_of_servers(postgresql_url) - before
    assert read < 30 * PEOPLE, f"{read:,} entries"
