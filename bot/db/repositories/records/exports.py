"""Who of a server's staff had something as a file, when, and how many rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from bot.db.repositories.records.noting import Actor, note
from bot.db.sql import run
from bot.db.transactions.reader import Reader
from bot.db.transactions.work import Work
from bot.db.transactions.writer import Writer
from bot.domain.settings import Change, ChangeKind
from bot.domain.settings.log import EXPORT, Exported, RowCounts

_LATEST: Final = """
    SELECT actor, hour, after FROM moderation_log WHERE guild_id = $1 AND kind = $2
    ORDER BY number DESC LIMIT $3
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteExport(Work[None]):
    """The log of a server says who has an export; it is kept before the files are given."""

    guild_id: int
    actor: Actor
    rows: RowCounts
    hour: int

    def perform(self, connection: Connection) -> None:
        """Note it under the next number."""
        export = Change(0, ChangeKind.EXPORTED, EXPORT, None, self.rows.stored())
        note(connection, self.guild_id, export, actor=self.actor, hour=self.hour)


class ExportLog:
    """Look-ups may raise `StoreUnreadable`; noting, `NothingRecorded` and `OutcomeUnknown`."""

    def __init__(self, reader: Reader, writer: Writer) -> None:
        self._reader = reader
        self._writer = writer

    async def note(self, work: NoteExport) -> None:
        """Note who has an export."""
        await self._writer.submit(work)

    async def latest(self, *, guild_id: int, most: int) -> tuple[Exported, ...]:
        """Return the latest exports of a server, the newest first."""

        def query(connection: Connection) -> tuple[Exported, ...]:
            found = run(connection, _LATEST, [guild_id, int(ChangeKind.EXPORTED), most])
            return tuple(Exported(actor, hour, RowCounts.read(rows)) for actor, hour, rows in found)

        return await self._reader.read(query)
