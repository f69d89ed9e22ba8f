"""Reads why the campaign's number moved on days that are over: no small sum leaves the store."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection

from bot.db.sql import run
from bot.domain.clock import day_numbered
from bot.domain.tallies import SignatureChange
from bot.domain.tallies.changes import TOLD, Moved, fewest_told

_KINDS: Final = ", ".join(str(int(kind)) for kind in TOLD)
_LARGE = f"""
    SELECT day, kind, reason, counted FROM days
    WHERE campaign = $1 AND day < $2 AND abs(counted) >= $3 AND kind IN ({_KINDS})
    ORDER BY day, kind, reason
"""  # noqa: S608


def large_changes(
    connection: Connection, campaign: int, *, before: int, at_least: int
) -> list[Moved]:
    """Return the sums of whole days before one (counted from 1970) that are large enough to tell.

    A day that is not over is never looked at: who asked twice on it could subtract.
    """
    rows = run(connection, _LARGE, [campaign, before, fewest_told(at_least)])
    return [
        Moved(day_numbered(day), SignatureChange(kind), reason, counted)
        for day, kind, reason, counted in rows
    ]
