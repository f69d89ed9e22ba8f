"""Deletes all that belongs to a server which removed the bot, a part at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import Column, Connection, delete, select, tuple_

from bot.db.columns import BELONGS, OF_DECK, OF_SERVER, OF_WALL
from bot.db.repositories.counting import NumberChanges
from bot.db.repositories.dictionary import all_keys, campaign_number
from bot.db.repositories.moderation.signatures import LEAVE
from bot.db.repositories.standings import standings
from bot.db.schema import metadata, servers
from bot.db.sql import run, run_for_keys, run_for_rows
from bot.db.transactions.work import Work
from bot.db.transactions.writer import Writer
from bot.domain.clock import hour_of
from bot.domain.identity import Keys
from bot.domain.pledges import without_server

PART: Final = 500
"""How many rows go in one transaction, so that nobody else waits for long."""

_GUILD_ID: Final = "guild_id"
_LEFT = "SELECT 1 FROM servers WHERE guild_id = $1 AND left_day <= $2"
_SIGNERS = "SELECT signer FROM attributions WHERE campaign = $1 AND server = $2 LIMIT $3"
_UNLIST = "DELETE FROM listings WHERE key IN ({keys})"
_KEEP = """
    INSERT INTO attributions (campaign, signer, server, state, reason, age_band, hour)
    VALUES {rows} ON CONFLICT (campaign, signer, server) DO UPDATE SET state = excluded.state
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveServer(Work[bool]):
    """A part of what belongs to a server goes, in every campaign; true while there may be more.

    Nothing goes unless the bot left the server on the day `left_by` or before (counted from 1970):
    who comes back in time finds everything. The row that says so goes last, so that a restart or
    an older backup only makes it begin again. Pledges stay, and the campaign counts them as before.
    """

    keys: Keys
    guild_id: int
    left_by: int

    @property
    def scrubs(self) -> bool:
        """User ids go with the listings."""
        return True

    def perform(self, connection: Connection) -> bool:
        """Delete a part."""
        if not run(connection, _LEFT, [self.guild_id, self.left_by]):
            return False
        room = PART
        known = all_keys(connection, self.keys)
        for keys in known:
            room -= _let_go(connection, keys, self.guild_id, room)
            if room <= 0:
                return True
        values = values_of_server(known, self.guild_id)
        for column in columns_of_servers():
            room -= _delete(connection, column, values[_whose(column)], room)
            if room <= 0:
                return True
        return False


def columns_of_servers() -> list[Column[Any]]:
    """Return the columns by which rows are a server's, those of `servers` last."""
    tables = [one for one in reversed(metadata.sorted_tables) if one is not servers]
    found = [column for table in (*tables, servers) for column in table.columns]
    return [one for one in found if _whose(one)]


def _whose(column: Column[Any]) -> str:
    """Return how a column says whose server a row is of; empty where it does not."""
    return _GUILD_ID if column.name == _GUILD_ID else column.info.get(BELONGS, "")


def values_of_server(all_keys: Sequence[Keys], guild_id: int) -> dict[str, list[Any]]:
    """Return what stands in those columns for one server, by what the columns say they hold."""
    return {
        _GUILD_ID: [guild_id],
        OF_SERVER[BELONGS]: [keys.server(guild_id) for keys in all_keys],
        OF_WALL[BELONGS]: [keys.wall(guild_id) for keys in all_keys],
        OF_DECK[BELONGS]: [keys.deck("server", guild_id).stored for keys in all_keys],
    }


def _delete(
    connection: Connection, column: Column[Any], values: Sequence[object], most: int
) -> int:
    """Delete rows with these values, so many at most, in key order; return how many there were."""
    table = metadata.tables[str(column.table)]
    key = list(table.primary_key)
    some = select(*key).where(column.in_(values)).order_by(*key).limit(most)
    return connection.execute(delete(table).where(tuple_(*key).in_(some))).rowcount


def _let_go(connection: Connection, keys: Keys, guild_id: int, most: int) -> int:
    """Delete signatures in a server with their listings; return how many there were."""
    campaign = campaign_number(connection, keys.campaign_id)
    if campaign is None:
        return 0
    server, former = keys.server(guild_id), keys.former_server()
    rows = run(connection, _SIGNERS, [campaign, server, most])
    known = standings(connection, campaign=campaign, signers=[bytes(row[0]) for row in rows])
    changes = NumberChanges()
    kept: list[tuple[int | bytes, ...]] = []
    for signer, standing in sorted(known.items()):
        before = replace(standing, server=server)
        after = without_server(before, former=former)
        changes.add_to_servers(before, after, campaign=campaign)
        kept += [
            (campaign, signer, former, int(one.state), one.reason, one.age_band, hour_of(one.hour))
            for one in after.attributions
            if one not in before.attributions
        ]
    places = sorted(keys.listing(signer=signer, server=server) for signer in known)
    run_for_keys(connection, _UNLIST, places)
    run_for_keys(connection, LEAVE, sorted(known), before=[campaign, server])
    run_for_rows(connection, _KEEP, kept)
    changes.write(connection)
    return len(known)


class Removal:
    """Deletes what belongs to servers that the bot left."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    async def part(self, work: RemoveServer) -> bool:
        """Delete a part; return whether there may be more.

        Raises:
            NothingRecorded, OutcomeUnknown: as for every change; asking again is harmless.
        """
        return await self._writer.submit(work)
