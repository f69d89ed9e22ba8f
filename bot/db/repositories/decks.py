"""Decks of passages: a draw reads and writes them in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Self

from sqlalchemy import Connection

from bot.db.sql import run, run_for_keys, run_for_rows
from bot.db.transactions.reader import Reader
from bot.db.transactions.work import Work
from bot.db.transactions.writer import Writer

States = tuple[bytes | None, ...]
Change = Callable[[States], tuple[str, tuple[bytes, ...]]]
"""From the stored states of some decks to what was drawn and the states after it."""

_STATES = "SELECT key, state FROM letter_decks WHERE key IN ({keys})"
_STATE = "SELECT state FROM letter_decks WHERE key = $1"
_KEEP = """
    INSERT INTO letter_decks (key, state) VALUES {rows}
    ON CONFLICT (key) DO UPDATE SET state = excluded.state
"""
_FORGET = "DELETE FROM letter_decks WHERE key = $1 RETURNING key"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw(Work[str]):
    """One draw from decks; run again, `change` keeps what it has drawn before."""

    keys: tuple[bytes, ...]
    change: Change

    def perform(self, connection: Connection) -> str:
        """Draw, and keep the decks as they are afterwards."""
        return self.perform_all(connection, [self])[0]

    @classmethod
    def perform_all(cls, connection: Connection, works: Sequence[Self]) -> list[str]:
        """Draw for everyone in turn, with one statement to read and one to write."""
        keys = sorted({key for work in works for key in work.keys})
        rows = run_for_keys(connection, _STATES, keys)
        states: dict[bytes, bytes] = {bytes(key): bytes(state) for key, state in rows}
        drawn: list[str] = []
        for work in works:
            one, after = work.change(tuple(states.get(key) for key in work.keys))
            states.update(zip(work.keys, after, strict=True))
            drawn.append(one)
        run_for_rows(connection, _KEEP, [(key, states[key]) for key in keys])
        return drawn


@dataclass(frozen=True, slots=True, kw_only=True)
class Forget(Work[bool]):
    """One deck goes, from the table and from the file."""

    key: bytes

    @property
    def scrubs(self) -> bool:
        """The deck must go from the write-ahead log too."""
        return True

    def perform(self, connection: Connection) -> bool:
        """Delete the deck, and say whether there was one."""
        return bool(run(connection, _FORGET, [self.key]))


class DeckRepository:
    """Decks of passages, by keys that name nobody.

    Every call may raise `StoreUnreadable` (look-ups), or `NothingRecorded` and `OutcomeUnknown`
    (changes).
    """

    def __init__(self, reader: Reader, writer: Writer) -> None:
        self._reader = reader
        self._writer = writer

    async def draw(self, *, keys: tuple[bytes, ...], change: Change) -> str:
        """Draw from the decks under these keys and keep them as they are afterwards."""
        return await self._writer.submit(Draw(keys=keys, change=change))

    async def state(self, *, key: bytes) -> bytes | None:
        """Return what is stored under a key."""

        def query(connection: Connection) -> bytes | None:
            rows = run(connection, _STATE, [key])
            return bytes(rows[0][0]) if rows else None

        return await self._reader.read(query)

    async def forget(self, *, key: bytes) -> bool:
        """Delete a deck; return whether there was one."""
        return await self._writer.submit(Forget(key=key))
