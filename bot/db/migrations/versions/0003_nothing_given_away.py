"""Stores by keys of 16 bytes, hours and sums of days, so that the tables give nothing away."""

from __future__ import annotations

from collections import Counter
from typing import Any

import sqlalchemy as sa
from alembic import context, op

from bot.db.migrations.from_0002 import new_tables as new
from bot.db.migrations.from_0002 import numbers, people
from bot.db.migrations.from_0002 import old_tables as old
from bot.db.migrations.from_0002.keys import KEY_BYTES, Keys

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None
_TEXT = "pledge_text:"  # then the campaign, the version and the language, between colons


def upgrade() -> None:
    """Carry all rows over; those about people need the secret that they were stored with."""
    connection = op.get_bind()
    given = context.config.attributes
    old.set_aside(connection)
    new.metadata.create_all(connection)
    _campaigns(connection, given.get("secret"))
    _servers(connection)
    _the_rest(connection, given.get("secret_check"))
    old.drop(connection)


def _campaigns(connection: sa.Connection, secret: bytes | None) -> None:
    tables = (old.pledges, old.ledger, old.counters, old.counter_days)
    ids = _every(connection, "campaign_id", *tables) | _of_texts(connection)
    for number, campaign_id in enumerate(sorted(ids), start=1):
        connection.execute(sa.insert(new.campaigns), [{"number": number, "id": campaign_id}])
        counts: people.Numbers = Counter()
        if secret is not None:
            keys = Keys(secret, campaign_id)
            counts = people.carry_over(connection, campaign=number, keys=keys)
        numbers.write(connection, campaign=number, campaign_id=campaign_id, numbers=counts)


def _of_texts(connection: sa.Connection) -> set[str]:
    """Return each campaign whose pledge text was noted: it may have readers and no signer."""
    key = old.meta.c.key
    noted = connection.execute(sa.select(key).where(key.startswith(_TEXT, autoescape=True)))
    return {one.split(":")[1] for one in noted.scalars()}


def _servers(connection: sa.Connection) -> None:
    """Note the servers that any old table names; since when the bot is there was never kept."""
    tables = (
        *(old.attributions, old.ledger, old.counters, old.counter_days),
        old.server_settings,
    )
    known = sorted(_every(connection, "guild_id", *tables) - {0})
    if known:
        day = numbers.today()
        connection.execute(
            sa.insert(new.servers),
            [{"guild_id": one, "joined_day": day, "left_day": None} for one in known],
        )


def _the_rest(connection: sa.Connection, secret_check: tuple[str, str] | None) -> None:
    marks = sorted({bytes(one)[:KEY_BYTES] for one in _every(connection, "mark", old.erasures)})
    if marks:
        connection.execute(sa.insert(new.erasures), [{"mark": one, "times": 1} for one in marks])
    for before, after in (
        (old.letter_decks, new.letter_decks),
        (old.server_settings, new.server_settings),
        (old.meta, new.meta),
    ):
        columns = [column.name for column in after.columns]
        rows = sa.select(*(before.c[name] for name in columns)).order_by(before.c[columns[0]])
        connection.execute(sa.insert(after).from_select(columns, rows))
    replaced = sa.or_(
        new.meta.c.key == "secret_fingerprint", new.meta.c.key.startswith(_TEXT, autoescape=True)
    )
    connection.execute(sa.delete(new.meta).where(replaced))
    if secret_check is not None:
        key, value = secret_check
        connection.execute(sa.insert(new.meta), [{"key": key, "value": value}])


def _every(connection: sa.Connection, column: str, *tables: sa.Table) -> set[Any]:
    """Return each value that stands in a column of any of these tables."""
    return {
        value
        for table in tables
        for value in connection.execute(sa.select(table.c[column]).distinct()).scalars()
    }
