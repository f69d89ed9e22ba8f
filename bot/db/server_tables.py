"""The tables of what servers and their moderators chose and did; about nobody else."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, Integer, Table, Text
from sqlalchemy.schema import SchemaItem

from bot.db import columns
from bot.db.columns import NOBODY, PERSON, ShortText, metadata

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


def _of_a_server(name: str, *more: SchemaItem, info: Mapping[str, str]) -> Table:
    """Return a table whose key begins with a server's id; `info` says whom its rows are about."""
    guild_id = Column("guild_id", BigInteger, primary_key=True, autoincrement=False)
    return Table(name, metadata, guild_id, *more, sqlite_with_rowid=False, info=dict(info))


server_settings = _of_a_server(
    "server_settings",
    Column("key", ShortText(64), primary_key=True),
    Column("value", Text, nullable=False),
    info=NOBODY,
)
"""One row a chosen setting, as JSON: a later setting needs no new column."""

moderation_log = _of_a_server(
    "moderation_log",
    columns.number("number", primary=True),
    Column("actor", BigInteger, nullable=True),
    columns.small("epoch"),
    columns.number("hour"),
    columns.small("kind"),
    Column("key", ShortText(64), nullable=True),
    Column("before", Text, nullable=True),
    Column("after", Text, nullable=True),
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
    info=NOBODY,
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
    info=NOBODY,
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
    info=NOBODY,
)
"""Where a server has a tally that keeps itself current, and which card it shows (its SHA-256)."""

milestones = _of_a_server(
    "milestones",
    columns.campaign(),
    columns.small("own", primary=True),
    columns.number("highest"),
    CheckConstraint("own IN (0, 1)", name="own"),
    info=NOBODY,
)
"""Up to which milestone a server was told, of the campaign (0) and of itself (1)."""

notices = _of_a_server(
    "notices",
    Column("channel_id", BigInteger, nullable=False),
    Column("message_id", BigInteger, nullable=False),
    columns.number("since_hour"),
    columns.number("latest_hour"),
    columns.number("step"),
    info=NOBODY,
)
"""What moderators of a server were told of signatures that are checked: in which message, since
when, when it last grew, and how large it was said to be."""
