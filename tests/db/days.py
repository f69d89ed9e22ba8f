"""Reads the sums of a day, which no use case asks for whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from bot.db import Database
from bot.db.repositories.dictionary import campaign_number
from bot.db.sql import run
from bot.db.transactions.work import Work
from bot.domain.clock import day_number
from bot.domain.tallies import Counts, SignatureChange
from tests.db.people import CAMPAIGN

_DAY = "SELECT kind, reason, acts, counted, held FROM days WHERE campaign = $1 AND day = $2"


@dataclass(frozen=True, slots=True)
class Sum:
    """How many acts of a kind there were on a day, and what they did to the numbers."""

    acts: int
    change: Counts


@dataclass(frozen=True, slots=True)
class _ReadDay(Work[dict[SignatureChange, Sum]]):
    campaign_id: str
    day: date

    def perform(self, connection: Connection) -> dict[SignatureChange, Sum]:
        campaign = campaign_number(connection, self.campaign_id)
        found: dict[SignatureChange, Sum] = {}
        for kind, _, acts, counted, held in run(connection, _DAY, [campaign, day_number(self.day)]):
            assert kind not in found, "no test gives reasons"
            found[SignatureChange(kind)] = Sum(acts, Counts(counted, held))
        return found


async def sums_of(
    database: Database, day: date, *, campaign_id: str = CAMPAIGN
) -> dict[SignatureChange, Sum]:
    """Return what happened in a campaign on one UTC day, by kind."""
    return await database.writer.submit(_ReadDay(campaign_id, day))
