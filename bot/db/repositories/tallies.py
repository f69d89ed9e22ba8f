"""Reads numbers, at the same cost however many pledges there are."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from bot.db.repositories.dictionary import campaign_number
from bot.db.schema import CAMPAIGN_WIDE
from bot.db.sql import run
from bot.db.transactions.reader import Reader
from bot.domain.clock import day_number
from bot.domain.tallies import Counts

_COUNTS = "SELECT counted, held FROM numbers WHERE campaign = $1 AND scope = $2"
_DAY = "SELECT coalesce(sum(counted), 0) FROM days WHERE campaign = $1 AND day = $2"


class TallyRepository:
    """Totals of the campaign (`server=None`) or of one server, by its key.

    Every call may raise `StoreUnreadable`.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    async def counts(self, *, campaign_id: str, server: bytes | None) -> Counts:
        """Return the totals of a scope; a scope nobody signed in has zeros."""
        return await self._reader.read(
            lambda connection: counts_of(connection, campaign_id, server)
        )

    async def snapshot(
        self, *, campaign_id: str, server: bytes | None, day: date
    ) -> tuple[Counts, Counts | None, int]:
        """Return the campaign's totals, the server's, and the campaign's change on a day."""

        def query(connection: Connection) -> tuple[Counts, Counts | None, int]:
            here = None if server is None else counts_of(connection, campaign_id, server)
            campaign = campaign_number(connection, campaign_id)
            rows = run(connection, _DAY, [campaign, day_number(day)]) if campaign else ()
            change = int(rows[0][0]) if rows else 0
            return counts_of(connection, campaign_id, None), here, change

        return await self._reader.read(query)


def counts_of(connection: Connection, campaign_id: str, server: bytes | None) -> Counts:
    """Return the totals of a scope."""
    campaign = campaign_number(connection, campaign_id)
    if campaign is None:
        return Counts()
    rows = run(connection, _COUNTS, [campaign, CAMPAIGN_WIDE if server is None else server])
    return Counts(*rows[0]) if rows else Counts()
