"""Counts what is checked and set aside in each server, also of a store in use."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.database_url import target_of
from bot.db.maintenance.integrity import query_database
from bot.db.migrate import HEAD, revision_of
from bot.db.repositories.dictionary import campaign_number
from bot.db.repositories.moderation.repository import OfServer, all_servers
from bot.exits import CannotStart, Exit, typed


async def checked_in(url: str, *, campaign_id: str) -> list[OfServer]:
    """Return how many are held and set aside in each server, by reason; it changes nothing.

    Raises:
        CannotStart: DATABASE (it cannot be read) or SCHEMA (it is of another release).
    """

    def query(connection: Connection) -> list[OfServer]:
        revision = revision_of(connection)
        if revision != HEAD:
            raise CannotStart(
                f"The database has schema {revision or 'none'}, and this release works with "
                f"{HEAD}: run the release it belongs to, or: {typed('migrate')}",
                Exit.SCHEMA,
            )
        return all_servers(connection, campaign_number(connection, campaign_id))

    return await query_database(target_of(url), query)
