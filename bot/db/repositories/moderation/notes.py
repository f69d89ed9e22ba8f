"""The log of a server: notes who of its staff did what, and reads a part of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from bot.db.sql import run
from bot.domain.settings import Change, ChangeKind, LogEntry, Part

COLUMNS = "guild_id, number, actor, hour, kind, key, before, after"
_LAST_NUMBER = "SELECT coalesce(max(number), 0) FROM moderation_log WHERE guild_id = $1"
_TIMES = "SELECT times FROM erasures WHERE mark = $1"
_NOTE = """
    INSERT INTO moderation_log (guild_id, number, actor, epoch, hour, kind, key, before, after)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""
_PART = """
    guild_id = $1 AND (kind BETWEEN $2 AND $3 OR (kind <= $4 AND key = $5))
"""
_PAGE = f"""
    SELECT {COLUMNS} FROM moderation_log WHERE {_PART} ORDER BY number DESC LIMIT $6 OFFSET $7
"""  # noqa: S608
_COUNT = f"SELECT count(*) FROM moderation_log WHERE {_PART}"  # noqa: S608


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who of a server's staff does something, and the mark under which their erasures count."""

    user_id: int
    mark: bytes


def note(
    connection: Connection, *, guild_id: int, actor: Actor, hour: int, change: Change
) -> Change:
    """Note who did something under the next number of a server's log; return it with that."""
    number = run(connection, _LAST_NUMBER, [guild_id])[0][0] + 1
    times = run(connection, _TIMES, [actor.mark])
    epoch = times[0][0] if times else 0
    what = [int(change.kind), change.key, change.before, change.after]
    run(connection, _NOTE, [guild_id, number, actor.user_id, epoch, hour, *what])
    return Change(number, change.kind, change.key, change.before, change.after)


def page_of(
    connection: Connection, *, guild_id: int, part: Part, limit: int, offset: int
) -> tuple[tuple[LogEntry, ...], int]:
    """Return entries of a part of a server's log, the newest first, and how many it has."""
    paused = "signing_paused" if part.pauses else ""
    where = [guild_id, part.lowest, part.highest, int(ChangeKind.UNDONE), paused]
    rows = run(connection, _PAGE, [*where, limit, offset])
    return tuple(map(entry_of, rows)), run(connection, _COUNT, where)[0][0]


def entry_of(row: Any) -> LogEntry:
    """Return what a row of the log says."""
    guild_id, number, actor, hour, kind, key, before, after = row
    change = Change(number, ChangeKind(kind), key, before, after)
    return LogEntry(guild_id, actor, hour, change)
