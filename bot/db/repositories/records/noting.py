"""Notes in the log of a server who of its staff did what, in which hour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Connection

from bot.db.sql import run
from bot.domain.settings import ChangeKind

_LAST_NUMBER = "SELECT coalesce(max(number), 0) FROM moderation_log WHERE guild_id = $1"
_TIMES = "SELECT times FROM erasures WHERE mark = $1"
_NOTE = """
    INSERT INTO moderation_log (guild_id, number, actor, epoch, hour, kind, key, before, after)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who of a server's staff does something, and the mark under which their erasures count."""

    user_id: int
    mark: bytes


class ByStaff(Protocol):
    """What somebody of a server's staff does, in which hour."""

    @property
    def guild_id(self) -> int:
        """The server."""
        ...

    @property
    def actor(self) -> Actor:
        """Who does it."""
        ...

    @property
    def hour(self) -> int:
        """When, counted from 1970."""
        ...


def note(
    connection: Connection,
    work: ByStaff,
    kind: ChangeKind,
    key: str,
    *,
    before: str | None = None,
    after: str | None = None,
) -> int:
    """Note under a server's next number who did something, and return the number."""
    number = run(connection, _LAST_NUMBER, [work.guild_id])[0][0] + 1
    times = run(connection, _TIMES, [work.actor.mark])
    epoch = times[0][0] if times else 0
    who = [work.guild_id, number, work.actor.user_id, epoch, work.hour]
    run(connection, _NOTE, [*who, int(kind), key, before, after])
    return number
