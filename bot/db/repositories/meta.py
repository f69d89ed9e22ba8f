"""Facts about the installation, such as the secret's fingerprint and the synced commands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from bot.db.schema import meta
from bot.db.sql import fitting, run
from bot.db.transactions.reader import Reader
from bot.db.transactions.work import Work
from bot.db.transactions.writer import Writer

NUMBERS_DIFFER: Final = "numbers_differ"
"""Under this key stands something while numbers differ from the rows they count."""

_VALUE = "SELECT value FROM meta WHERE key = $1"
_KEEP = """
    INSERT INTO meta (key, value) VALUES ($1, $2)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value
"""
_FORGET = "DELETE FROM meta WHERE key = $1"
_KEEP_FIRST = "INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remember(Work[None]):
    """One value under one key."""

    key: str
    value: str

    def perform(self, connection: Connection) -> None:
        """Keep the value, instead of the one before."""
        run(connection, _KEEP, [fitting(self.key, meta.c.key), self.value])


@dataclass(frozen=True, slots=True, kw_only=True)
class RememberFirst(Work[str]):
    """One value under one key for good: whoever comes second gets the first one's."""

    key: str
    value: str

    def perform(self, connection: Connection) -> str:
        """Keep the value if there is none; return the one that is kept."""
        run(connection, _KEEP_FIRST, [fitting(self.key, meta.c.key), self.value])
        return run(connection, _VALUE, [self.key])[0][0]


def value_of(connection: Connection, key: str) -> str | None:
    """Return the value under a key."""
    rows = run(connection, _VALUE, [key])
    return rows[0][0] if rows else None


def numbers_differ(connection: Connection) -> bool:
    """Return whether numbers are known to differ from the rows they count."""
    return bool(value_of(connection, NUMBERS_DIFFER))


def mark_numbers(connection: Connection, *, differ: bool) -> None:
    """Remember whether numbers differ from the rows they count."""
    if differ:
        run(connection, _KEEP, [NUMBERS_DIFFER, "1"])
    else:
        run(connection, _FORGET, [NUMBERS_DIFFER])


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

    async def set_first(self, key: str, value: str) -> str:
        """Keep a value under a key that has none, and return the one that it has now.

        Raises:
            NothingRecorded, OutcomeUnknown: as for every change.
        """
        return await self._writer.submit(RememberFirst(key=key, value=value))
