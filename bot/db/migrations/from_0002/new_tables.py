"""The tables of schema 0003, as they were when it was released."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _table(name: str, *parts: sa.schema.SchemaItem) -> sa.Table:
    return sa.Table(name, metadata, *parts, sqlite_with_rowid=False)


def _column(
    name: str,
    kind: sa.types.TypeEngine[Any] | type[sa.types.TypeEngine[Any]],
    *,
    key: bool = False,
    nullable: bool = False,
) -> sa.Column[Any]:
    return sa.Column(name, kind, primary_key=key, autoincrement=False, nullable=nullable)


def _campaign() -> Iterable[sa.schema.SchemaItem]:
    yield sa.Column(
        "campaign",
        sa.SmallInteger,
        sa.ForeignKey("campaigns.number"),
        primary_key=True,
        autoincrement=False,
    )


_Key = sa.LargeBinary(16)

campaigns = _table(
    "campaigns",
    _column("number", sa.SmallInteger, key=True),
    sa.Column("id", sa.String(40), nullable=False, unique=True),
)
texts = _table(
    "texts",
    _column("number", sa.Integer, key=True),
    sa.Column("campaign", sa.SmallInteger, sa.ForeignKey("campaigns.number"), nullable=False),
    _column("version", sa.String(20)),
    _column("digest", sa.LargeBinary(32)),
    _column("locale", sa.String(16)),
    sa.UniqueConstraint("campaign", "version", "locale", "digest"),
    sa.CheckConstraint("length(digest) = 32", name="digest"),
)
pledges = _table(
    "pledges",
    *_campaign(),
    _column("signer", _Key, key=True),
    _column("stands", sa.SmallInteger),
    sa.Column("text", sa.Integer, sa.ForeignKey("texts.number"), nullable=False),
    _column("signed_hour", sa.Integer),
    _column("changed_hour", sa.Integer),
    _column("epoch", sa.SmallInteger),
    sa.CheckConstraint("stands IN (0, 1)", name="stands"),
    sa.CheckConstraint("length(signer) = 16", name="signer"),
)
attributions = _table(
    "attributions",
    _column("campaign", sa.SmallInteger, key=True),
    _column("signer", _Key, key=True),
    _column("server", _Key, key=True),
    _column("state", sa.SmallInteger),
    _column("reason", sa.SmallInteger),
    _column("age_band", sa.SmallInteger),
    _column("hour", sa.Integer),
    _column("state_before", sa.SmallInteger, nullable=True),
    _column("case", sa.Integer, nullable=True),
    sa.ForeignKeyConstraint(
        ["campaign", "signer"], ["pledges.campaign", "pledges.signer"], ondelete="CASCADE"
    ),
    sa.CheckConstraint("state IN (0, 1, 2)", name="state"),
    sa.CheckConstraint('(state_before IS NULL) = ("case" IS NULL)', name="case"),
    sa.CheckConstraint("length(server) = 16", name="server"),
)
sa.Index(
    "ix_attributions_server",
    *(attributions.c[name] for name in ("campaign", "server", "state", "hour")),
)
listings = _table(
    "listings",
    _column("key", _Key, key=True),
    _column("wall", _Key),
    _column("user_id", sa.BigInteger),
    sa.CheckConstraint("length(key) = 16", name="key"),
    sa.CheckConstraint("length(wall) = 16", name="wall"),
)
sa.Index("ix_listings_wall", listings.c.wall, listings.c.user_id)
numbers = _table(
    "numbers",
    *_campaign(),
    _column("scope", _Key, key=True),
    *(
        _column(name, sa.Integer)
        for name in (
            *("counted", "held"),
            *("published_counted", "published_held", "published_minute"),
        )
    ),
    sa.CheckConstraint("counted >= 0 AND held >= 0", name="not_negative"),
    sa.CheckConstraint("length(scope) IN (0, 16)", name="scope"),
)
days = _table(
    "days",
    *_campaign(),
    _column("day", sa.Integer, key=True),
    _column("kind", sa.SmallInteger, key=True),
    _column("reason", sa.SmallInteger, key=True),
    *(_column(name, sa.Integer) for name in ("acts", "counted", "held")),
)
published_days = _table(
    "published_days",
    *_campaign(),
    _column("scope", _Key, key=True),
    _column("day", sa.Integer, key=True),
    _column("counted", sa.Integer),
    _column("held", sa.Integer),
    sa.CheckConstraint("length(scope) IN (0, 16)", name="scope"),
)
erasures = _table(
    "erasures",
    _column("mark", _Key, key=True),
    _column("times", sa.SmallInteger),
    sa.CheckConstraint("times > 0", name="times"),
    sa.CheckConstraint("length(mark) = 16", name="mark"),
)
letter_decks = _table(
    "letter_decks",
    _column("key", _Key, key=True),
    _column("state", sa.LargeBinary),
    sa.CheckConstraint("length(key) = 16", name="key"),
)
servers = _table(
    "servers",
    _column("guild_id", sa.BigInteger, key=True),
    _column("joined_day", sa.Integer),
    _column("left_day", sa.Integer, nullable=True),
)
server_settings = _table(
    "server_settings",
    _column("guild_id", sa.BigInteger, key=True),
    _column("key", sa.String(64), key=True),
    _column("value", sa.Text),
)
meta = _table("meta", _column("key", sa.String(64), key=True), _column("value", sa.Text))
