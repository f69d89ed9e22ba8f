"""Counts every row anew and compares the numbers with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlalchemy import Connection

from bot.db.repositories.dictionary import campaign_number
from bot.db.schema import CAMPAIGN_WIDE
from bot.db.sql import run
from bot.db.transactions.reader import Reader
from bot.domain.tallies import Counts

PATIENCE: Final = 120.0
"""Seconds a full count may take: it walks every pledge."""

_NUMBERS = "SELECT scope, counted, held FROM numbers WHERE campaign = $1"
_PEOPLE = """
    SELECT
        coalesce(sum(CASE WHEN here.signer IS NULL OR here.counted > 0 THEN 1 ELSE 0 END), 0),
        coalesce(sum(CASE WHEN here.counted = 0 AND here.held > 0 THEN 1 ELSE 0 END), 0)
    FROM pledges LEFT JOIN (
        SELECT signer, sum(CASE WHEN state = 0 THEN 1 ELSE 0 END) AS counted,
            sum(CASE WHEN state = 1 THEN 1 ELSE 0 END) AS held
        FROM attributions WHERE campaign = $1 GROUP BY signer
    ) AS here ON here.signer = pledges.signer
    WHERE pledges.campaign = $1 AND pledges.stands = 1
"""
_SERVERS = """
    SELECT server, sum(CASE WHEN state = 0 THEN 1 ELSE 0 END),
        sum(CASE WHEN state = 1 THEN 1 ELSE 0 END)
    FROM attributions JOIN pledges
        ON pledges.campaign = attributions.campaign AND pledges.signer = attributions.signer
    WHERE attributions.campaign = $1 AND pledges.stands = 1 GROUP BY server
"""
_DAYS = """
    SELECT coalesce(sum(counted), 0), coalesce(sum(held), 0) FROM days WHERE campaign = $1
"""


class Reconciliation:
    """Compares the numbers with what they count; raises no alarm and mends nothing itself."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    async def differences(self, *, campaign_id: str) -> list[str]:
        """Return, in words without keys, where the numbers differ from the rows they count.

        Raises:
            StoreUnreadable: the rows could not be counted.
        """

        def query(connection: Connection) -> list[str]:
            return differences(connection, campaign_id=campaign_id)

        return await self._reader.read(query, patience=PATIENCE)


def differences(connection: Connection, *, campaign_id: str) -> list[str]:
    """Compare one campaign's numbers with its rows and with its days.

    The words tell by how much, never the numbers themselves, which may not be published yet.
    Scopes are told apart as "the campaign" and "a server": the words hold no keys. The connection
    sees one moment, even while signatures come in.
    """
    campaign = campaign_number(connection, campaign_id)
    if campaign is None:
        return []
    numbers = {
        bytes(scope): Counts(counted, held)
        for scope, counted, held in run(connection, _NUMBERS, [campaign])
    }
    rows = counted_rows(connection, campaign)
    days = {CAMPAIGN_WIDE: counts_of_days(connection, campaign)}
    total = {CAMPAIGN_WIDE: numbers.get(CAMPAIGN_WIDE, Counts())}
    return [*_compared("the pledges", numbers, rows), *_compared("the days", total, days)]


def counted_rows(connection: Connection, campaign: int) -> dict[bytes, Counts]:
    """Count the rows of a campaign: what each scope's number should be."""
    rows = {
        bytes(server): Counts(int(counted), int(held))
        for server, counted, held in run(connection, _SERVERS, [campaign])
    }
    rows[CAMPAIGN_WIDE] = _counts(connection, _PEOPLE, campaign)
    return rows


def counts_of_days(connection: Connection, campaign: int) -> Counts:
    """Add up how a campaign's numbers moved, over all days."""
    return _counts(connection, _DAYS, campaign)


def _counts(connection: Connection, sql: str, campaign: int) -> Counts:
    counted, held = run(connection, sql, [campaign])[0]
    return Counts(int(counted), int(held))


def _compared(
    what: str, numbers: Mapping[bytes, Counts], others: Mapping[bytes, Counts]
) -> list[str]:
    sentences: list[str] = []
    for scope in sorted(numbers.keys() | others.keys()):
        ours, theirs = numbers.get(scope, Counts()), others.get(scope, Counts())
        if ours != theirs:
            name = "the campaign" if scope == CAMPAIGN_WIDE else "a server"
            off = ours - theirs
            sentences.append(
                f"{name}: the numbers differ from {what} by {off.counted:+} counted "
                f"and {off.held:+} held"
            )
    return sentences
