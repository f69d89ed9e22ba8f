"""Notes in the log of a server who of its staff did what, in which hour."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import Connection

from bot.db.repositories.records.erasures import times_erased
from bot.db.sql import run
from bot.domain.identity import Keys
from bot.domain.settings import Change

_LAST_NUMBER = "SELECT coalesce(max(number), 0) FROM moderation_log WHERE guild_id = $1"
_NOTE = """
    INSERT INTO moderation_log (guild_id, number, actor, epoch, hour, kind, key, before, after)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who of a server's staff does something, and the mark under which their erasures count."""

    user_id: int
    mark: bytes

    @classmethod
    def of(cls, user_id: int, keys: Keys) -> Actor:
        """Return somebody of the staff, with their mark."""
        return cls(user_id=user_id, mark=keys.staff_mark(user_id))


def note(
    connection: Connection, guild_id: int, change: Change, *, actor: Actor | None, hour: int
) -> Change:
    """Tell a server's log of a change under the next number, and return it with that number.

    Nobody did what the bot only noticed. Writers wait for each other, over all processes, so no
    two of them see the same last number.
    """
    number = run(connection, _LAST_NUMBER, [guild_id])[0][0] + 1
    times = times_erased(connection, actor.mark) if actor else 0
    who = [actor.user_id if actor else None, times]
    what = [hour, int(change.kind), change.key, change.before, change.after]
    run(connection, _NOTE, [guild_id, number, *who, *what])
    return replace(change, number=number)
