"""Publishes numbers: what differs enough from what is published moves, in all scopes together."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from bot.db.repositories.dictionary import campaign_number
from bot.db.schema import CAMPAIGN_WIDE
from bot.db.sql import run
from bot.db.transactions.work import Work

_PUBLISH = """
    UPDATE numbers SET
        published_counted = CASE WHEN abs(counted - published_counted) >= $3
            THEN counted ELSE published_counted END,
        published_held = CASE WHEN abs(held - published_held) >= $3
            THEN held ELSE published_held END,
        published_minute = $4
    WHERE campaign = $1 AND scope {scopes} $2
        AND (abs(counted - published_counted) >= $3 OR abs(held - published_held) >= $3)
"""
_KEEP_THE_DAY = """
    INSERT INTO published_days (campaign, scope, day, counted, held)
    SELECT campaign, scope, CAST($3 AS INTEGER), published_counted, published_held FROM numbers
    WHERE campaign = $1 AND scope {scopes} $2 AND published_minute = $4
    ON CONFLICT (campaign, scope, day) DO UPDATE SET
        counted = excluded.counted, held = excluded.held
"""
_MINUTES_A_DAY = 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Publish(Work[None]):
    """One publication: of the campaign's numbers, or of those of all its servers.

    `minute` is when it happens, counted from 1970.
    """

    campaign_id: str
    servers: bool
    at_least: int
    minute: int

    def perform(self, connection: Connection) -> None:
        """Publish what differs by `at_least`, and keep it as the day's last."""
        campaign = campaign_number(connection, self.campaign_id)
        if campaign is None:
            return
        scopes = "<>" if self.servers else "="
        at_least, minute = self.at_least, self.minute
        values = [campaign, CAMPAIGN_WIDE, at_least, minute]
        run(connection, _PUBLISH.format(scopes=scopes), values)
        values = [campaign, CAMPAIGN_WIDE, minute // _MINUTES_A_DAY, minute]
        run(connection, _KEEP_THE_DAY.format(scopes=scopes), values)
