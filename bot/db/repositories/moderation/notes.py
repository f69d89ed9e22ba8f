"""Reads a section of a server's log, the newest entries first."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from bot.db.sql import run
from bot.domain.settings import Change, ChangeKind, LogEntry, LogSection

COLUMNS = "guild_id, number, actor, hour, kind, key, before, after"
_PART = """
    guild_id = $1 AND (kind BETWEEN $2 AND $3 OR (kind <= $4 AND key = $5))
"""
_PAGE = f"""
    SELECT {COLUMNS} FROM moderation_log WHERE {_PART} ORDER BY number DESC LIMIT $6 OFFSET $7
"""  # noqa: S608
_COUNT = f"SELECT count(*) FROM moderation_log WHERE {_PART}"  # noqa: S608


def page_of(
    connection: Connection, *, guild_id: int, section: LogSection, limit: int, offset: int
) -> tuple[tuple[LogEntry, ...], int]:
    """Return entries of a section of a server's log, the newest first, and how many it has."""
    paused = "signing_paused" if section.pauses else ""
    where = [guild_id, section.lowest, section.highest, int(ChangeKind.UNDONE), paused]
    rows = run(connection, _PAGE, [*where, limit, offset])
    return tuple(map(entry_of, rows)), run(connection, _COUNT, where)[0][0]


def entry_of(row: Any) -> LogEntry:
    """Return what a row of the log says."""
    guild_id, number, actor, hour, kind, key, before, after = row
    change = Change(number, ChangeKind(kind), key, before, after)
    return LogEntry(guild_id, actor, hour, change)
