"""Columns that mean the same on both engines, and what tables say of whom they are about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlalchemy import (
    CheckConstraint,
    Column,
    Dialect,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
)
from sqlalchemy.types import TypeDecorator

from bot.domain.identity import KEY_BYTES

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

PERSON: Final = {"holds": "person"}
"""Of a table with rows about people: they are exported, erased, and not brought back by a restore.
A test drives every table that says so."""
ERASURE: Final = {"holds": "erasure"}
"""Of a table that remembers that someone was erased, and nothing else of them."""
NOBODY: Final = {"holds": "nobody"}
"""Of a table whose rows are about nobody."""

BELONGS: Final = "belongs"
"""Of a column that says whose server a row is of: the row goes some time after the bot was removed.
A column `guild_id` needs no such word; a test finds every key that has none and should."""
OF_SERVER: Final = {BELONGS: "server"}
OF_WALL: Final = {BELONGS: "wall"}
OF_DECK: Final = {BELONGS: "deck"}


class ShortText(TypeDecorator[str]):
    """Text of at most a number of characters; SQLite alone would keep any length."""

    impl = String
    cache_ok = True

    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.length = length

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Refuse what is longer, before either engine sees it."""
        del dialect
        if value is not None and len(value) > self.length:
            raise ValueError(f"a text is longer than the {self.length} characters of its column")
        return value


def key(
    name: str, *, primary: bool = False, info: Mapping[str, str] | None = None
) -> Column[bytes]:
    """Return a column that holds a key: 16 bytes."""
    kind = LargeBinary(KEY_BYTES)
    return Column(name, kind, primary_key=primary, nullable=False, info=dict(info or {}))


def scope() -> Column[bytes]:
    """Return the column that says whose number it is: a server's key, or nothing."""
    kind = LargeBinary(KEY_BYTES)
    return Column("scope", kind, primary_key=True, info=dict(OF_SERVER))


def has_key_length(name: str) -> CheckConstraint:
    """Return the constraint that a key is as long as a key."""
    return CheckConstraint(f"length({name}) = {KEY_BYTES}", name=name)


def number(name: str, *, primary: bool = False) -> Column[int]:
    """Return a column for a whole number."""
    return Column(name, Integer, primary_key=primary, autoincrement=False, nullable=False)


def small(name: str, *, primary: bool = False, nullable: bool = False) -> Column[int]:
    """Return a column for a small whole number."""
    return Column(name, SmallInteger, primary_key=primary, autoincrement=False, nullable=nullable)


def campaign() -> Column[int]:
    """Return the column that says which campaign a row is of, part of the table's key."""
    name = "campaign"
    return Column(
        name, SmallInteger, ForeignKey("campaigns.number"), primary_key=True, autoincrement=False
    )
