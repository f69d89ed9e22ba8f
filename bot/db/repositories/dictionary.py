"""The small numbers that stand for campaigns and texts in every other table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from bot.db.schema import campaigns, texts
from bot.db.sql import fitting, run
from bot.db.transactions.work import Work
from bot.domain.identity import Keys

_CAMPAIGN = "SELECT number FROM campaigns WHERE id = $1"
_NEW_CAMPAIGN = """
    INSERT INTO campaigns (number, id) SELECT coalesce(max(number), 0) + 1, $1 FROM campaigns
"""
_CAMPAIGNS = "SELECT id FROM campaigns ORDER BY id"
_TEXT = """
    SELECT texts.campaign, texts.number FROM campaigns JOIN texts ON campaign = campaigns.number
    WHERE id = $1 AND version = $2 AND locale = $3 AND digest = $4
"""
_NEW_TEXT = """
    INSERT INTO texts (number, campaign, version, locale, digest)
    SELECT coalesce(max(number), 0) + 1, $1, $2, $3, $4 FROM texts
"""


def campaign_number(connection: Connection, campaign_id: str) -> int | None:
    """Return the number of a campaign, or None where nothing of it was ever stored."""
    return _first(run(connection, _CAMPAIGN, [campaign_id]))


def number_of_campaign(connection: Connection, campaign_id: str) -> int:
    """Return the number of a campaign, which gets one now if it has none.

    Only the one writer calls this, so no two numbers are given at once.
    """
    known = campaign_number(connection, campaign_id)
    if known is None:
        run(connection, _NEW_CAMPAIGN, [fitting(campaign_id, campaigns.c.id)])
        known = campaign_number(connection, campaign_id)
    return _sure(known)


def campaign_ids(connection: Connection) -> list[str]:
    """Return every campaign that this store ever carried."""
    return [row[0] for row in run(connection, _CAMPAIGNS)]


def all_keys(connection: Connection, keys: Keys) -> list[Keys]:
    """Return the keys of a campaign and of every other that this store ever carried."""
    known = {keys.campaign_id, *campaign_ids(connection)}
    return [keys.of(campaign_id) for campaign_id in sorted(known)]


def numbers_of_text(
    connection: Connection, *, campaign_id: str, version: str, locale: str, digest: str
) -> tuple[int, int]:
    """Return the numbers of a campaign and of a text of it; each gets one now if it has none."""
    text = [version, locale, bytes.fromhex(digest)]
    known = run(connection, _TEXT, [campaign_id, *text])
    if not known:
        fitting(version, texts.c.version)
        fitting(locale, texts.c.locale)
        run(connection, _NEW_TEXT, [number_of_campaign(connection, campaign_id), *text])
        known = run(connection, _TEXT, [campaign_id, *text])
    campaign, number = known[0]
    return campaign, number


@dataclass(frozen=True, slots=True)
class Carry(Work[None]):
    """Lets the store carry a campaign from now on, so that its people can be found later."""

    campaign_id: str

    def perform(self, connection: Connection) -> None:
        """Give the campaign a number, unless it has one."""
        number_of_campaign(connection, self.campaign_id)


def _first(rows: Any) -> int | None:
    return rows[0][0] if rows else None


def _sure(number: int | None) -> int:
    if number is None:
        raise LookupError("a row that was just stored is not there")
    return number
