"""Puts numbers right by the rows they count, and says so among the day's changes."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.db.maintenance.reconcile import counted_rows, counts_of_days
from bot.db.repositories.dictionary import campaign_ids, campaign_number
from bot.db.repositories.meta import mark_numbers
from bot.db.schema import CAMPAIGN_WIDE
from bot.db.sql import run
from bot.domain.tallies import NOTHING, Counts, SignatureChange

_ZERO = """
    UPDATE numbers SET counted = 0, held = 0 WHERE campaign = $1 AND (counted <> 0 OR held <> 0)
"""
_SET = """
    INSERT INTO numbers (campaign, scope, counted, held,
        published_counted, published_held, published_minute) VALUES ($1, $2, $3, $4, 0, 0, 0)
    ON CONFLICT (campaign, scope) DO UPDATE SET counted = excluded.counted, held = excluded.held
"""
_NOTE = """
    INSERT INTO days (campaign, day, kind, reason, acts, counted, held)
    VALUES ($1, $2, $3, 0, 1, $4, $5)
    ON CONFLICT (campaign, day, kind, reason) DO UPDATE SET acts = days.acts + 1,
        counted = days.counted + excluded.counted, held = days.held + excluded.held
"""


def mend_numbers(connection: Connection, *, day: int) -> None:
    """Set every number to what its rows come to; the campaign's change is one of the day's."""
    mark_numbers(connection, differ=False)
    for campaign_id in campaign_ids(connection):
        campaign = campaign_number(connection, campaign_id)
        if campaign is None:
            continue
        rows = counted_rows(connection, campaign)
        run(connection, _ZERO, [campaign])
        for scope, counts in sorted(rows.items()):
            run(connection, _SET, [campaign, scope, counts.counted, counts.held])
        missing = rows.get(CAMPAIGN_WIDE, Counts()) - counts_of_days(connection, campaign)
        if missing != NOTHING:
            kind = int(SignatureChange.RECONCILED)
            run(connection, _NOTE, [campaign, day, kind, missing.counted, missing.held])
