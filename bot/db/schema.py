"""The tables and their constraints."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

from bot.db.column_types import ShortText, UtcDateTime

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

CAMPAIGN_WIDE = 0
"""The `guild_id` of numbers that belong to the campaign as a whole."""

# BIGINT does not count up by itself on SQLite; INTEGER is 64 bits wide there.
_Id = BigInteger().with_variant(Integer(), "sqlite")

pledges = Table(
    "pledges",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("campaign_id", ShortText(40), nullable=False),
    Column("signer_key", LargeBinary(32), nullable=False),
    Column("status", ShortText(12), nullable=False),
    Column("text_version", ShortText(64), nullable=False),
    Column("text_digest", ShortText(64), nullable=False),
    Column("locale", ShortText(16), nullable=False),
    Column("signed_at", UtcDateTime(), nullable=False),
    Column("changed_at", UtcDateTime(), nullable=False),
    Column("created_at", UtcDateTime(), nullable=False),
    UniqueConstraint("campaign_id", "signer_key"),
    CheckConstraint("status IN ('counted', 'held', 'withdrawn', 'invalidated')", name="status"),
    CheckConstraint("length(signer_key) = 32", name="signer_key"),
    CheckConstraint("length(text_digest) = 64", name="text_digest"),
    # An erased pledge's number must never come back for someone else.
    sqlite_autoincrement=True,
    info=PERSON,
)

attributions = Table(
    "attributions",
    metadata,
    Column("pledge_id", _Id, ForeignKey("pledges.id", ondelete="CASCADE"), primary_key=True),
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("campaign_id", ShortText(40), nullable=False),
    Column("visibility", ShortText(12), nullable=False),
    Column("listed_user_id", BigInteger, nullable=True),
    Column("attributed_at", UtcDateTime(), nullable=False),
    Column("listed_at", UtcDateTime(), nullable=True),
    CheckConstraint("visibility IN ('counted_only', 'listed')", name="visibility"),
    # A Discord id is kept exactly as long as the member wants to be listed.
    CheckConstraint(
        "(visibility = 'listed') = (listed_user_id IS NOT NULL)", name="user_id_only_if_listed"
    ),
    CheckConstraint(
        "(visibility = 'listed') = (listed_at IS NOT NULL)", name="listed_at_only_if_listed"
    ),
    info=PERSON,
)

Index(
    "ix_attributions_wall",
    attributions.c.campaign_id,
    attributions.c.guild_id,
    attributions.c.listed_at,
    attributions.c.pledge_id,
    sqlite_where=attributions.c.visibility == "listed",
    postgresql_where=attributions.c.visibility == "listed",
)

ledger = Table(
    "ledger",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("day", Date, nullable=False),
    Column("campaign_id", ShortText(40), nullable=False),
    Column("guild_id", BigInteger, nullable=False),
    Column("kind", ShortText(16), nullable=False),
    Column("counted_delta", Integer, nullable=False),
    Column("held_delta", Integer, nullable=False),
    Column("reason", Text, nullable=True),
    sqlite_autoincrement=True,
    info=NOBODY,
)
"""Why each number moved. Append-only (triggers refuse the rest); names nobody and no pledge, and
tells the day alone: one instant in two rows would say that both are of one person."""

counters = Table(
    "counters",
    metadata,
    Column("campaign_id", ShortText(40), primary_key=True),
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("counted", Integer, nullable=False),
    Column("held", Integer, nullable=False),
    CheckConstraint("counted >= 0 AND held >= 0", name="not_negative"),
    info=NOBODY,
)

counter_days = Table(
    "counter_days",
    metadata,
    Column("campaign_id", ShortText(40), primary_key=True),
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("day", Date, primary_key=True),
    Column("signed", Integer, nullable=False),
    Column("withdrawn", Integer, nullable=False),
    Column("net", Integer, nullable=False),
    Column("held", Integer, nullable=False),
    CheckConstraint("signed >= 0 AND withdrawn >= 0", name="not_negative"),
    info=NOBODY,
)

server_settings = Table(
    "server_settings",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("key", ShortText(64), primary_key=True),
    Column("value", Text, nullable=False),
    Column("updated_at", UtcDateTime(), nullable=False),
    info=NOBODY,
)
"""One row a chosen setting, as JSON: a later setting needs no new column."""

erasures = Table(
    "erasures",
    metadata,
    Column("mark", LargeBinary(32), primary_key=True),
    Column("erased_at", UtcDateTime(), nullable=False),
    CheckConstraint("length(mark) = 32", name="mark"),
    info=ERASURE,
)
"""By these marks a restored backup forgets whom the database had forgotten. The time is
rounded up to a second: it names no instant of a person, and comes after all of them."""

meta = Table(
    "meta",
    metadata,
    Column("key", ShortText(64), primary_key=True),
    Column("value", Text, nullable=False),
    info=NOBODY,
)

letter_decks = Table(
    "letter_decks",
    metadata,
    Column("key", LargeBinary(16), primary_key=True),
    Column("state", LargeBinary, nullable=False),
    CheckConstraint("length(key) = 16", name="key"),
    info=PERSON,
)
"""Which passages a reader or a server was shown; says neither whose it is, nor which, nor when."""
