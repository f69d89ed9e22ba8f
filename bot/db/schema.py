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
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
)

from bot.db import columns
from bot.db.columns import ERASURE, NOBODY, OF_DECK, OF_SERVER, OF_WALL, PERSON, ShortText, metadata
from bot.db.server_tables import (
    boards,
    briefs,
    milestones,
    moderation_log,
    notices,
    panels,
    server_settings,
    servers,
)
from bot.domain.identity import KEY_BYTES

__all__ = [
    "CAMPAIGN_WIDE",
    "ERASURE",
    "NOBODY",
    "PERSON",
    "attributions",
    "boards",
    "briefs",
    "campaigns",
    "cases",
    "days",
    "erasures",
    "letter_decks",
    "listings",
    "meta",
    "metadata",
    "milestones",
    "moderation_log",
    "notices",
    "numbers",
    "panels",
    "pledges",
    "published_days",
    "server_settings",
    "servers",
    "texts",
]

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
    attributions.c.server,
    attributions.c.campaign,
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
    Column("user_id", BigInteger, nullable=True),
    columns.small("reason", nullable=True),
    columns.has_key_length("key"),
    columns.has_key_length("wall"),
    CheckConstraint("(user_id IS NULL) = (reason IS NOT NULL)", name="reason"),
    sqlite_with_rowid=False,
    info=PERSON,
)
"""Who chose to be listed, by name, and where. Its keys join it to nothing without the secret.

Of whom moderators took off it says why in place of who: they cannot be listed there meanwhile."""

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

meta = Table(
    "meta",
    metadata,
    Column("key", ShortText(64), primary_key=True),
    Column("value", Text, nullable=False),
    sqlite_with_rowid=False,
    info=NOBODY,
)
