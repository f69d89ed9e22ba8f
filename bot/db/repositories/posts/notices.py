"""What moderators of each server were last told of signatures that are being checked."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from bot.db.sql import run
from bot.db.transactions.reader import Reader
from bot.db.transactions.work import Work
from bot.db.transactions.writer import Writer
from bot.domain.moderation.notices import Notice

_ONE = """
    SELECT guild_id, channel_id, since_hour, latest_hour, step, message_id FROM notices
    WHERE guild_id = $1
"""
_KEEP = """
    INSERT INTO notices (guild_id, channel_id, since_hour, latest_hour, step, message_id)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (guild_id) DO UPDATE SET channel_id = excluded.channel_id,
        since_hour = excluded.since_hour, latest_hour = excluded.latest_hour,
        step = excluded.step, message_id = excluded.message_id
"""


@dataclass(frozen=True, slots=True)
class Keep(Work[None]):
    """Moderators were told."""

    notice: Notice

    def perform(self, connection: Connection) -> None:
        """Keep what they were told, in the place of what was before."""
        one = self.notice
        told = [one.since, one.latest, one.step, one.message_id]
        run(connection, _KEEP, [one.guild_id, one.channel_id, *told])


class NoticeRepository:
    """What was told; may raise `StoreUnreadable`, `NothingRecorded`, `OutcomeUnknown`."""

    def __init__(self, reader: Reader, writer: Writer) -> None:
        self._reader = reader
        self._writer = writer

    async def of_server(self, *, guild_id: int) -> Notice | None:
        """Return what the moderators of a server were last told."""

        def query(connection: Connection) -> Notice | None:
            rows = run(connection, _ONE, [guild_id])
            return Notice(*rows[0]) if rows else None

        return await self._reader.read(query)

    async def keep(self, notice: Notice) -> None:
        """Keep what they were told."""
        await self._writer.submit(Keep(notice))
