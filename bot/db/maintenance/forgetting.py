"""Keeps the forgotten forgotten: applies a ledger of erasures to rows that came back."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection, select

from bot.db.repositories.withdrawal import Erasures, erase_rows
from bot.db.schema import erasures, pledges
from bot.domain.identity import SignerKeys


def erasures_in(connection: Connection) -> dict[bytes, datetime]:
    """Return the erasures that a database remembers."""
    rows = connection.execute(select(erasures.c.mark, erasures.c.erased_at))
    return {bytes(row.mark): row.erased_at for row in rows}


def latest(first: Erasures, second: Erasures) -> dict[bytes, datetime]:
    """Return all erasures of both, each at its later time."""
    return {
        mark: max(one[mark] for one in (first, second) if mark in one)
        for mark in first.keys() | second.keys()
    }


def forget_again(connection: Connection, known: Erasures, *, keys: SignerKeys, at: datetime) -> int:
    """Erase every pledge that was made before its signer was erased; return how many there were.

    Who signed again after an erasure made a new pledge, and keeps it.
    """
    rows = connection.execute(
        select(pledges.c.campaign_id, pledges.c.signer_key, pledges.c.created_at)
    ).all()
    back = [
        row
        for row in rows
        if row.created_at <= known.get(keys.erasure_mark(bytes(row.signer_key)), _NEVER)
    ]
    for row in back:
        erase_rows(connection, campaign_id=row.campaign_id, signer_key=bytes(row.signer_key), at=at)
    return len(back)


_NEVER = datetime.min.replace(tzinfo=UTC)
