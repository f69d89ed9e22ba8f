"""Facts about the installation, such as the secret's fingerprint and the synced commands."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select

from bot.db.repositories.statements import insert_into
from bot.db.schema import meta
from bot.db.transactions.reader import Reader
from bot.db.transactions.work import Work
from bot.db.transactions.writer import Writer

_VALUE = select(meta.c.value).where(meta.c.key == bindparam("key"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Remember(Work[None]):
    """One value under one key."""

    key: str
    value: str

    def perform(self, connection: Connection) -> None:
        """Keep the value, instead of the one before."""
        new = insert_into(connection, meta)
        connection.execute(
            new.on_conflict_do_update(
                index_elements=[meta.c.key], set_={"value": new.excluded.value}
            ),
            {"key": self.key, "value": self.value},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RememberFirst(Work[str]):
    """One value under one key for good: whoever comes second gets the first one's."""

    key: str
    value: str

    def perform(self, connection: Connection) -> str:
        """Keep the value if there is none; return the one that is kept."""
        new = insert_into(connection, meta).on_conflict_do_nothing(index_elements=[meta.c.key])
        connection.execute(new, {"key": self.key, "value": self.value})
        return connection.execute(_VALUE, {"key": self.key}).scalar_one()


_CAMPAIGN = "campaign:"
_CAMPAIGN_BEFORE = "pledge_text:"
"""Earlier releases named a campaign only in the key of its text: `pledge_text:<id>:…`."""


def noted_campaigns(connection: Connection) -> set[str]:
    """Return every campaign that was noted, also by earlier releases."""
    keys = connection.execute(select(meta.c.key)).scalars().all()
    return {key.split(":")[1] for key in keys if key.startswith((_CAMPAIGN, _CAMPAIGN_BEFORE))}


def value_of(connection: Connection, key: str) -> str | None:
    """Return the value under a key."""
    return connection.execute(_VALUE, {"key": key}).scalar()


class MetaRepository:
    """Small facts of the installation itself; never of a person."""

    def __init__(self, reader: Reader, writer: Writer) -> None:
        self._reader = reader
        self._writer = writer

    async def get(self, key: str) -> str | None:
        """Return the value under a key, or None.

        Raises:
            StoreUnreadable: it could not be read.
        """

        def query(connection: Connection) -> str | None:
            return value_of(connection, key)

        return await self._reader.read(query)

    async def set(self, key: str, value: str) -> None:
        """Keep a value under a key.

        Raises:
            NothingRecorded, OutcomeUnknown: as for every change.
        """
        await self._writer.submit(Remember(key=key, value=value))

    async def note_campaign(self, campaign_id: str) -> None:
        """Remember that this store carries a campaign, so that its people can be found later.

        Raises:
            StoreUnreadable, NothingRecorded, OutcomeUnknown: it could not be noted.
        """
        if await self.get(_CAMPAIGN + campaign_id) is None:
            await self.set(_CAMPAIGN + campaign_id, "carried")

    async def set_first(self, key: str, value: str) -> str:
        """Keep a value under a key that has none, and return the one that it has now.

        Raises:
            NothingRecorded, OutcomeUnknown: as for every change.
        """
        return await self._writer.submit(RememberFirst(key=key, value=value))
