"""The tables of schema 0002 as they are read, under the names that they bear meanwhile."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

BEFORE = "before_"

_old = sa.MetaData()
_Instant = sa.DateTime(timezone=True)


def _table(name: str, *columns: sa.Column[Any]) -> sa.Table:
    return sa.Table(BEFORE + name, _old, *columns)


pledges = _table(
    "pledges",
    sa.Column("id", sa.BigInteger),
    sa.Column("campaign_id", sa.String),
    sa.Column("signer_key", sa.LargeBinary),
    sa.Column("status", sa.String),
    sa.Column("text_version", sa.String),
    sa.Column("text_digest", sa.String),
    sa.Column("locale", sa.String),
    sa.Column("signed_at", _Instant),
    sa.Column("changed_at", _Instant),
)
attributions = _table(
    "attributions",
    sa.Column("pledge_id", sa.BigInteger),
    sa.Column("guild_id", sa.BigInteger),
    sa.Column("campaign_id", sa.String),
    sa.Column("listed_user_id", sa.BigInteger),
    sa.Column("attributed_at", _Instant),
)
ledger = _table(
    "ledger",
    sa.Column("day", sa.Date),
    sa.Column("campaign_id", sa.String),
    sa.Column("guild_id", sa.BigInteger),
    sa.Column("kind", sa.String),
    sa.Column("counted_delta", sa.Integer),
    sa.Column("held_delta", sa.Integer),
)
counters = _table(
    "counters", sa.Column("campaign_id", sa.String), sa.Column("guild_id", sa.BigInteger)
)
counter_days = _table(
    "counter_days", sa.Column("campaign_id", sa.String), sa.Column("guild_id", sa.BigInteger)
)
server_settings = _table(
    "server_settings",
    sa.Column("guild_id", sa.BigInteger),
    sa.Column("key", sa.String),
    sa.Column("value", sa.Text),
)
erasures = _table("erasures", sa.Column("mark", sa.LargeBinary))
meta = _table("meta", sa.Column("key", sa.String), sa.Column("value", sa.Text))
letter_decks = _table(
    "letter_decks", sa.Column("key", sa.LargeBinary), sa.Column("state", sa.LargeBinary)
)

ALL = (
    *(attributions, pledges, ledger, counters, counter_days),
    *(server_settings, erasures, meta, letter_decks),
)
"""In the order in which they can be dropped."""


def set_aside(connection: sa.Connection) -> None:
    """Give the old tables, and what PostgreSQL names beside them, other names."""
    on_postgresql = connection.dialect.name == "postgresql"
    if on_postgresql:
        connection.execute(sa.text("DROP TRIGGER IF EXISTS ledger_refuses_changes ON ledger"))
        connection.execute(sa.text("DROP FUNCTION IF EXISTS ledger_is_append_only()"))
    else:
        for change in ("update", "delete"):
            connection.execute(sa.text(f"DROP TRIGGER IF EXISTS ledger_refuses_{change}"))
    for table in ALL:
        name = table.name.removeprefix(BEFORE)
        connection.execute(sa.text(f"ALTER TABLE {name} RENAME TO {table.name}"))
        if on_postgresql:
            rename = f"ALTER TABLE {table.name} RENAME CONSTRAINT pk_{name} TO pk_{table.name}"
            connection.execute(sa.text(rename))


def drop(connection: sa.Connection) -> None:
    """Drop the old tables with all that hangs on them."""
    for table in ALL:
        connection.execute(sa.text(f"DROP TABLE {table.name}"))
