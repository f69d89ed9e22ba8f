"""How often somebody was erased, by their mark: what keeps a restored backup from undoing it."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.db.sql import run

_TIMES = "SELECT times FROM erasures WHERE mark = $1"
_COUNT = """
    INSERT INTO erasures (mark, times) VALUES ($1, 1)
    ON CONFLICT (mark) DO UPDATE SET times = erasures.times + 1
"""


def times_erased(connection: Connection, mark: bytes) -> int:
    """Return how often whoever has a mark was erased."""
    rows = run(connection, _TIMES, [mark])
    return rows[0][0] if rows else 0


def count_erasure(connection: Connection, mark: bytes) -> None:
    """Count one more erasure of whoever has a mark."""
    run(connection, _COUNT, [mark])
