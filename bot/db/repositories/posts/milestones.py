"""Up to which milestone each server was told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.db.repositories.dictionary import campaign_number
from bot.db.sql import run
from bot.db.transactions.reader import Reader
from bot.db.transactions.work import Work
from bot.db.transactions.writer import Writer

_ALL = "SELECT guild_id, own, highest FROM milestones WHERE campaign = $1"
_TELL = """
    INSERT INTO milestones (guild_id, campaign, own, highest) VALUES ($1, $2, $3, $4)
    ON CONFLICT (guild_id, campaign, own) DO UPDATE SET highest = excluded.highest
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tell(Work[None]):
    """A server counts as told up to a milestone, of the campaign or of itself."""

    campaign_id: str
    guild_id: int
    server: bool
    highest: int

    def perform(self, connection: Connection) -> None:
        """Keep the number."""
        campaign = campaign_number(connection, self.campaign_id)
        if campaign is not None:
            run(connection, _TELL, [self.guild_id, campaign, int(self.server), self.highest])


class MilestoneRepository:
    """What servers were told; may raise `StoreUnreadable`, `NothingRecorded`, `OutcomeUnknown`."""

    def __init__(self, reader: Reader, writer: Writer) -> None:
        self._reader = reader
        self._writer = writer

    async def tell(self, work: Tell) -> None:
        """Keep up to which milestone a server counts as told."""
        await self._writer.submit(work)

    async def all(self, *, campaign_id: str) -> Mapping[tuple[int, bool], int]:
        """Return up to which milestone each server was told, of the campaign and of itself."""

        def query(connection: Connection) -> dict[tuple[int, bool], int]:
            campaign = campaign_number(connection, campaign_id)
            rows = () if campaign is None else run(connection, _ALL, [campaign])
            return {(guild_id, bool(own)): highest for guild_id, own, highest in rows}

        return await self._reader.read(query)
