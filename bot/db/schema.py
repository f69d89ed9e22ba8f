"""The tables and their constraints, with nothing that joins two of them by chance."""

from __future__ import annotations

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
from sqlalchemy.schema import SchemaItem

from bot.db import columns
from bot.db.columns import OF_DECK, OF_SERVER, OF_WALL, ShortText
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

CAMPAIGN_WIDE: Final = b""
"""The scope of numbers that belong to the campaign as a whole; a server's scope is its key."""

# Hours and days are whole numbers, counted from 1970 (UTC): no table tells a finer time. Every
# table is kept in the order of its key (WITHOUT ROWID on SQLite): no place in it tells when.


campaigns = Table(
    "campaigns",
    metadata,
    columns.small("number", primary=True),
    Column("id", ShortText(40), nullable=False, unique=True),
    sqlite_with_rowid=False,
    info=NOBODY,
)

texts = Table(
    "texts",
    metadata,
    columns.number("number", primary=True),
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
    columns.campaign(),
    columns.key("signer", primary=True),
    columns.small("stands"),
    Column("text", Integer, ForeignKey("texts.number"), nullable=False),
    columns.number("signed_hour"),
    columns.number("changed_hour"),
    columns.small("epoch"),
    CheckConstraint("stands IN (0, 1)", name="stands"),
    columns.has_key_length("signer"),
    sqlite_with_rowid=False,
    info=PERSON,
)

attributions = Table(
    "attributions",
    metadata,
    columns.small("campaign", primary=True),
    columns.key("signer", primary=True),
    columns.key("server", primary=True, info=OF_SERVER),
    columns.small("state"),
    columns.small("reason"),
    columns.small("age_band"),
    columns.number("hour"),
    columns.small("state_before", nullable=True),
    Column("case", Integer, nullable=True),
    columns.small("reason_before", nullable=True),
    ForeignKeyConstraint(
        ["campaign", "signer"], ["pledges.campaign", "pledges.signer"], ondelete="CASCADE"
    ),
    CheckConstraint("state IN (0, 1, 2)", name="state"),
    CheckConstraint('(state_before IS NULL) = ("case" IS NULL)', name="case"),
    columns.has_key_length("server"),
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

cases = Table(
    "cases",
    metadata,
    columns.campaign(),
    columns.key("server", primary=True, info=OF_SERVER),
    columns.number("number", primary=True),
    columns.number("day"),
    columns.small("state"),
    columns.small("reason"),
    columns.number("people"),
    Column("cells", Text, nullable=False),
    columns.has_key_length("server"),
    sqlite_with_rowid=False,
    info=NOBODY,
)
"""Which groups moderators of a server set aside, why, on which day: until it cannot be undone."""

listings = Table(
    "listings",
    metadata,
    columns.key("key", primary=True),
    columns.key("wall", info=OF_WALL),
    Column("user_id", BigInteger, nullable=False),
    columns.has_key_length("key"),
    columns.has_key_length("wall"),
    sqlite_with_rowid=False,
    info=PERSON,
)
"""Who chose to be listed, by name, and where. Its keys join it to nothing without the secret."""

Index("ix_listings_wall", listings.c.wall, listings.c.user_id)

numbers = Table(
    "numbers",
    metadata,
    columns.campaign(),
    columns.scope(),
    columns.number("counted"),
    columns.number("held"),
    columns.number("published_counted"),
    columns.number("published_held"),
    columns.number("published_minute"),
    CheckConstraint("counted >= 0 AND held >= 0", name="not_negative"),
    CheckConstraint(f"length(scope) IN (0, {KEY_BYTES})", name="scope"),
    sqlite_with_rowid=False,
    info=NOBODY,
)
"""How many count and are held, and which of these numbers were published, in which minute."""

days = Table(
    "days",
    metadata,
    columns.campaign(),
    columns.number("day", primary=True),
    columns.small("kind", primary=True),
    columns.small("reason", primary=True),
    columns.number("acts"),
    columns.number("counted"),
    columns.number("held"),
    sqlite_with_rowid=False,
    info=NOBODY,
)
"""Why the campaign's numbers moved: sums of a day by kind and reason, for no smaller scope."""

published_days = Table(
    "published_days",
    metadata,
    columns.campaign(),
    columns.scope(),
    columns.number("day", primary=True),
    columns.number("counted"),
    columns.number("held"),
    CheckConstraint(f"length(scope) IN (0, {KEY_BYTES})", name="scope"),
    sqlite_with_rowid=False,
    info=NOBODY,
)
"""What was published at the end of each day."""

erasures = Table(
    "erasures",
    metadata,
    columns.key("mark", primary=True),
    columns.small("times"),
    CheckConstraint("times > 0", name="times"),
    columns.has_key_length("mark"),
    sqlite_with_rowid=False,
    info=ERASURE,
)
"""How often someone was erased: a row of an earlier epoch that a backup brings back goes again."""

letter_decks = Table(
    "letter_decks",
    metadata,
    columns.key("key", primary=True, info=OF_DECK),
    Column("state", LargeBinary, nullable=False),
    columns.has_key_length("key"),
    sqlite_with_rowid=False,
    info=PERSON,
)
"""Which passages a reader or a server was shown; says neither whose it is, nor which, nor when."""

servers = Table(
    "servers",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    columns.number("joined_day"),
    Column("left_day", Integer, nullable=True),
    sqlite_with_rowid=False,
    info=NOBODY,
)
"""The servers that have the bot, and until which day they had it."""


def _of_a_server(name: str, *more: SchemaItem) -> Table:
    """Return a table about nobody whose key begins with a server's id."""
    guild_id = Column("guild_id", BigInteger, primary_key=True, autoincrement=False)
    return Table(name, metadata, guild_id, *more, sqlite_with_rowid=False, info=NOBODY)


server_settings = _of_a_server(
    "server_settings",
    Column("key", ShortText(64), primary_key=True),
    Column("value", Text, nullable=False),
)
"""One row a chosen setting, as JSON: a later setting needs no new column."""

moderation_log = Table(
    "moderation_log",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    columns.number("number", primary=True),
    Column("actor", BigInteger, nullable=True),
    columns.small("epoch"),
    columns.number("hour"),
    columns.small("kind"),
    Column("key", ShortText(64), nullable=True),
    Column("before", Text, nullable=True),
    Column("after", Text, nullable=True),
    sqlite_with_rowid=False,
    info=PERSON,
)
"""Who of a server's staff changed what, and what it was before. `actor` is a Discord user id, and
nobody's after their erasure; `epoch` is how often they had been erased by then."""

Index("ix_moderation_log_actor", moderation_log.c.actor)

panels = _of_a_server(
    "panels",
    Column("channel_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, nullable=False),
    Column("shows", Text, nullable=False),
)
"""Where a server has a public card that stays, and what it shows."""

briefs = _of_a_server(
    "briefs",
    columns.campaign(),
    columns.number("day"),
    columns.number("counted"),
    Column("day_before", Integer, nullable=True),
    Column("counted_before", Integer, nullable=True),
    CheckConstraint("(day_before IS NULL) = (counted_before IS NULL)", name="before"),
)
"""Which published number a server last quoted, on which day, and on an earlier day before."""

boards = _of_a_server(
    "boards",
    Column("channel_id", BigInteger, primary_key=True, autoincrement=False),
    Column("parent_id", BigInteger, nullable=True),
    Column("locale", ShortText(16), nullable=True),
    Column("nonce", BigInteger, nullable=False),
    Column("message_id", BigInteger, nullable=True),
    Column("shows", ShortText(64), nullable=True),
    columns.small("parked", nullable=True),
)
"""Where a server has a tally that keeps itself current, and which card it shows (its SHA-256)."""

milestones = _of_a_server(
    "milestones",
    columns.campaign(),
    columns.small("own", primary=True),
    columns.number("highest"),
    CheckConstraint("own IN (0, 1)", name="own"),
)
"""Up to which milestone a server was told, of the campaign (0) and of itself (1)."""

notices = _of_a_server(
    "notices",
    Column("channel_id", BigInteger, nullable=False),
    Column("message_id", BigInteger, nullable=False),
    columns.number("since_hour"),
    columns.number("latest_hour"),
    columns.number("step"),
)
"""What moderators of a server were told of signatures that are checked: in which message, since
when, when it last grew, and how large it was said to be."""

meta = Table(
    "meta",
    metadata,
    Column("key", ShortText(64), primary_key=True),
    Column("value", Text, nullable=False),
    sqlite_with_rowid=False,
    info=NOBODY,
)
