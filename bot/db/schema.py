"""The tables and their constraints, with nothing that joins two of them by chance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
)

from bot.db.column_types import ShortText
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

CAMPAIGN_WIDE: Final = b""
"""The scope of numbers that belong to the campaign as a whole; a server's scope is its key."""

# Hours and days are whole numbers, counted from 1970 (UTC): no table tells a finer time. Every
# table is kept in the order of its key (WITHOUT ROWID on SQLite): no place in it tells when.


def _key(
    name: str, *, primary: bool = False, info: Mapping[str, str] | None = None
) -> Column[bytes]:
    kind = LargeBinary(KEY_BYTES)
    return Column(name, kind, primary_key=primary, nullable=False, info=dict(info or {}))


def _scope() -> Column[bytes]:
    kind = LargeBinary(KEY_BYTES)
    return Column("scope", kind, primary_key=True, info=dict(OF_SERVER))


def _has_key_length(name: str) -> CheckConstraint:
    return CheckConstraint(f"length({name}) = {KEY_BYTES}", name=name)


def _number(name: str, *, primary: bool = False) -> Column[int]:
    return Column(name, Integer, primary_key=primary, autoincrement=False, nullable=False)


def _small(name: str, *, primary: bool = False, nullable: bool = False) -> Column[int]:
    return Column(name, SmallInteger, primary_key=primary, autoincrement=False, nullable=nullable)


def _campaign() -> Column[int]:
    name = "campaign"
    return Column(
        name, SmallInteger, ForeignKey("campaigns.number"), primary_key=True, autoincrement=False
    )


campaigns = Table(
    "campaigns",
    metadata,
    _small("number", primary=True),
    Column("id", ShortText(40), nullable=False, unique=True),
    sqlite_with_rowid=False,
    info=NOBODY,
)

texts = Table(
    "texts",
    metadata,
    _number("number", primary=True),
    Column("campaign", SmallInteger, ForeignKey("campaigns.number"), nullable=False),
    Column("version", ShortText(20), nullable=False),
    Column("digest", LargeBinary(32), nullable=False),
    Column("locale", ShortText(16), nullable=False),
    UniqueConstraint("campaign", "version", "locale", "digest"),
    CheckConstraint("length(digest) = 32", name="digest"),
    sqlite_with_rowid=False,
    info=NOBODY,
)
"""Each text that was ever signed: what it was called, what it said (SHA-256), in which language."""

pledges = Table(
    "pledges",
    metadata,
    _campaign(),
    _key("signer", primary=True),
    _small("stands"),
    Column("text", Integer, ForeignKey("texts.number"), nullable=False),
    _number("signed_hour"),
    _number("changed_hour"),
    _small("epoch"),
    CheckConstraint("stands IN (0, 1)", name="stands"),
    _has_key_length("signer"),
    sqlite_with_rowid=False,
    info=PERSON,
)

attributions = Table(
    "attributions",
    metadata,
    _small("campaign", primary=True),
    _key("signer", primary=True),
    _key("server", primary=True, info=OF_SERVER),
    _small("state"),
    _small("reason"),
    _small("age_band"),
    _number("hour"),
    _small("state_before", nullable=True),
    Column("case", Integer, nullable=True),
    ForeignKeyConstraint(
        ["campaign", "signer"], ["pledges.campaign", "pledges.signer"], ondelete="CASCADE"
    ),
    CheckConstraint("state IN (0, 1, 2)", name="state"),
    CheckConstraint('(state_before IS NULL) = ("case" IS NULL)', name="case"),
    _has_key_length("server"),
    sqlite_with_rowid=False,
    info=PERSON,
)

Index(
    "ix_attributions_server",
    attributions.c.campaign,
    attributions.c.server,
    attributions.c.state,
    attributions.c.hour,
)

listings = Table(
    "listings",
    metadata,
    _key("key", primary=True),
    _key("wall", info=OF_WALL),
    Column("user_id", BigInteger, nullable=False),
    _has_key_length("key"),
    _has_key_length("wall"),
    sqlite_with_rowid=False,
    info=PERSON,
)
"""Who chose to be listed, by name, and where. Its keys join it to nothing without the secret."""

Index("ix_listings_wall", listings.c.wall, listings.c.user_id)

numbers = Table(
    "numbers",
    metadata,
    _campaign(),
    _scope(),
    _number("counted"),
    _number("held"),
    _number("published_counted"),
    _number("published_held"),
    _number("published_minute"),
    CheckConstraint("counted >= 0 AND held >= 0", name="not_negative"),
    CheckConstraint(f"length(scope) IN (0, {KEY_BYTES})", name="scope"),
    sqlite_with_rowid=False,
    info=NOBODY,
)
"""How many count and are held, and which of these numbers were published, in which minute."""

days = Table(
    "days",
    metadata,
    _campaign(),
    _number("day", primary=True),
    _small("kind", primary=True),
    _small("reason", primary=True),
    _number("acts"),
    _number("counted"),
    _number("held"),
    sqlite_with_rowid=False,
    info=NOBODY,
)
"""Why the campaign's numbers moved: sums of a day by kind and reason, for no smaller scope."""

published_days = Table(
    "published_days",
    metadata,
    _campaign(),
    _scope(),
    _number("day", primary=True),
    _number("counted"),
    _number("held"),
    CheckConstraint(f"length(scope) IN (0, {KEY_BYTES})", name="scope"),
    sqlite_with_rowid=False,
    info=NOBODY,
)
"""What was published at the end of each day."""

erasures = Table(
    "erasures",
    metadata,
    _key("mark", primary=True),
    _small("times"),
    CheckConstraint("times > 0", name="times"),
    _has_key_length("mark"),
    sqlite_with_rowid=False,
    info=ERASURE,
)
"""How often someone was erased: a row of an earlier epoch that a backup brings back goes again."""

letter_decks = Table(
    "letter_decks",
    metadata,
    _key("key", primary=True, info=OF_DECK),
    Column("state", LargeBinary, nullable=False),
    _has_key_length("key"),
    sqlite_with_rowid=False,
    info=PERSON,
)
"""Which passages a reader or a server was shown; says neither whose it is, nor which, nor when."""

servers = Table(
    "servers",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    _number("joined_day"),
    Column("left_day", Integer, nullable=True),
    sqlite_with_rowid=False,
    info=NOBODY,
)
"""The servers that have the bot, and until which day they had it."""

server_settings = Table(
    "server_settings",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("key", ShortText(64), primary_key=True),
    Column("value", Text, nullable=False),
    sqlite_with_rowid=False,
    info=NOBODY,
)
"""One row a chosen setting, as JSON: a later setting needs no new column."""

moderation_log = Table(
    "moderation_log",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    _number("number", primary=True),
    Column("actor", BigInteger, nullable=True),
    *(_small("epoch"), _number("hour"), _small("kind")),
    Column("key", ShortText(64), nullable=True),
    *(Column(name, Text, nullable=True) for name in ("before", "after")),
    sqlite_with_rowid=False,
    info=PERSON,
)
"""Who of a server's staff changed what (nobody, once erased), how often they had been erased when
they did, and what it was before."""
Index("ix_moderation_log_actor", moderation_log.c.actor)

panels = Table(
    "panels",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("channel_id", BigInteger, primary_key=True, autoincrement=False),
    *(Column("message_id", BigInteger, nullable=False), Column("shows", Text, nullable=False)),
    sqlite_with_rowid=False,
    info=NOBODY,
)
"""Where a server has a public card that stays, and what it shows."""

meta = Table(
    "meta",
    metadata,
    Column("key", ShortText(64), primary_key=True),
    Column("value", Text, nullable=False),
    sqlite_with_rowid=False,
    info=NOBODY,
)
