"""Asks a store, also one in use, whether people signed other words than a text has now."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from bot.database_url import SqliteFile, target_of
from bot.db.maintenance.integrity import query_database
from bot.db.migrate import HEAD, revision_of
from bot.db.repositories.pledges import signed_with_another_text
from bot.domain.pledges import SigningText


async def signed_otherwise(
    url: str, *, campaign_id: str, texts: Sequence[SigningText]
) -> list[SigningText]:
    """Return the texts of which people signed other words; none where there is no store yet.

    It takes no lock and writes nothing. A store of another release is not asked: the start migrates
    it first.

    Raises:
        CannotStart: (DATABASE) when the store cannot be read.
    """

    def look(connection: Connection) -> list[SigningText]:
        if revision_of(connection) != HEAD:
            return []
        return [one for one in texts if signed_with_another_text(connection, campaign_id, one)]

    target = target_of(url)
    if isinstance(target, SqliteFile) and not target.is_there():
        return []
    return await query_database(target, look)
