"""The servers that have the bot: which, since and until which day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.db.sql import run, run_for_rows
from bot.db.transactions.reader import Reader
from bot.db.transactions.work import Work
from bot.db.transactions.writer import Writer

_JOIN = """
    INSERT INTO servers (guild_id, joined_day) VALUES {rows}
    ON CONFLICT (guild_id) DO UPDATE SET left_day = NULL
"""
_LEAVE = "UPDATE servers SET left_day = $2 WHERE guild_id = $1 AND left_day IS NULL"
_ALL = "SELECT guild_id FROM servers ORDER BY guild_id"
_HERE = "SELECT guild_id FROM servers WHERE left_day IS NULL ORDER BY guild_id"
_LEFT = "SELECT guild_id FROM servers WHERE left_day <= $1 ORDER BY guild_id"


@dataclass(frozen=True, slots=True)
class Join(Work[tuple[int, ...]]):
    """The bot is in these servers; the day counts only for those that are new.

    Those that it had left on the day `left_by` or before are not noted but returned: first all that
    belonged to them has to go.
    """

    guild_ids: tuple[int, ...]
    day: int
    left_by: int

    def perform(self, connection: Connection) -> tuple[int, ...]:
        """Store what is not noted yet, in order of the ids."""
        here = {row[0] for row in run(connection, _HERE)}
        late = {row[0] for row in run(connection, _LEFT, [self.left_by])}
        new = sorted(set(self.guild_ids) - here)
        run_for_rows(connection, _JOIN, [(one, self.day) for one in new if one not in late])
        return tuple(one for one in new if one in late)


@dataclass(frozen=True, slots=True)
class Leave(Work[None]):
    """The bot was removed from a server."""

    guild_id: int
    day: int

    def perform(self, connection: Connection) -> None:
        """Note the day, unless one is noted."""
        run(connection, _LEAVE, [self.guild_id, self.day])


class ServerRepository:
    """The servers of this installation, also those it left.

    Every call may raise `StoreUnreadable` (look-ups), or `NothingRecorded` and `OutcomeUnknown`
    (changes). Days are counted from 1970.
    """

    def __init__(self, reader: Reader, writer: Writer) -> None:
        self._reader = reader
        self._writer = writer

    async def join(
        self, guild_ids: Iterable[int], *, day: int, left_by: int = 0
    ) -> tuple[int, ...]:
        """Note the servers that the bot is in, and return those that it left too long ago for it.

        Too long ago is on the day `left_by` or before.
        """
        return await self._writer.submit(Join(tuple(guild_ids), day, left_by))

    async def leave(self, *, guild_id: int, day: int) -> None:
        """Note that the bot was removed from a server."""
        await self._writer.submit(Leave(guild_id, day))

    async def all(self) -> list[int]:
        """Return every server that the bot is or was in."""
        return await self._ids(_ALL)

    async def here(self) -> list[int]:
        """Return every server that the bot is noted to be in."""
        return await self._ids(_HERE)

    async def left_by(self, day: int) -> list[int]:
        """Return every server that the bot left on a day or before."""
        return await self._ids(_LEFT, day)

    async def _ids(self, sql: str, *values: int) -> list[int]:
        return await self._reader.read(
            lambda connection: [row[0] for row in run(connection, sql, values)]
        )
