"""Counts the signatures of a server by hour, reason and age band; it never names one."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.db.sql import run
from bot.domain.moderation.cases import Cell
from bot.domain.pledges import State

_SIZES = """
    SELECT hour, reason, age_band, count(*) FROM attributions
    WHERE campaign = $1 AND server = $2 AND state = $3 AND hour < $4
    GROUP BY hour, reason, age_band
"""
_SINCE = """
    SELECT hour, count(*) FROM attributions
    WHERE campaign = $1 AND server = $2 AND state = $3 AND hour >= $4 GROUP BY hour
"""


def sizes_of(
    connection: Connection, *, campaign: int | None, server: bytes, state: State, before: int
) -> dict[Cell, int]:
    """Return how many signatures of a state there are of each cell, of the hours before one.

    Counted ones have one cell an hour: nothing else is kept of them.
    """
    found: dict[Cell, int] = {}
    for hour, reason, band, people in run(
        connection, _SIZES, [campaign, server, int(state), before]
    ):
        cell = Cell(hour, reason, band) if state is State.HELD else Cell(hour)
        found[cell] = found.get(cell, 0) + people
    return found


def held_since(
    connection: Connection, *, campaign: int | None, server: bytes, hour: int
) -> dict[int, int]:
    """Return how many are held in a server that were signed in each hour from one on."""
    values = [campaign, server, int(State.HELD), hour]
    return dict(tuple(row) for row in run(connection, _SINCE, values))
