"""Makes databases of older revisions, with rows in every table, as their releases wrote them."""

from __future__ import annotations

import hmac
import os
from collections.abc import AsyncGenerator, Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, MetaData, insert, select, text

from bot.database_url import SqliteFile, target_of
from bot.db import migrate
from bot.db.engine import postgres_connections, sqlite_engines
from bot.db.engine.protocol import transact
from tests.db.fixtures import PostgresForTests
from tests.db.people import CAMPAIGN, HERE, KEYS, TEXT, THERE

SECRET = KEYS.secret
ANOTHER_CAMPAIGN = "another"
UNSIGNED_CAMPAIGN = "unsigned"
"""Its text was noted, and its letter may have been read; nobody signed it."""
AT = "2026-03-02 12:34:56.789012"
DAY = "2026-03-02"
DECK = b"d" * 16
LEFT = 3_333_333_333_333_333_333
"""A server that the bot has left."""
ERASED = 900_000_000_000_000_009
SETTING = '["letter"]'


def digest(*parts: bytes) -> bytes:
    """Return a digest as the old releases made them: 32 bytes, each part after its length."""
    framed = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
    return hmac.digest(SECRET, framed, sha256)


def old_key(user_id: int, campaign_id: str = CAMPAIGN) -> bytes:
    """Return the old key of a signer."""
    return digest(b"signer", campaign_id.encode(), str(user_id).encode())


def old_mark(user_id: int) -> bytes:
    """Return the old mark of someone who was erased."""
    return digest(b"erasure", old_key(user_id))


def fingerprint() -> str:
    """Return what an old database remembered of its secret."""
    return digest(b"fingerprint", b"").hex()[:16]


@dataclass(frozen=True, slots=True)
class Signer:
    """Someone in an old database."""

    user_id: int
    status: str = "counted"
    guild_ids: tuple[int, ...] = (HERE,)
    listed_in: tuple[int, ...] = ()
    campaign_id: str = CAMPAIGN


ADA = Signer(111_000_000_000_000_001, guild_ids=(HERE, THERE), listed_in=(HERE,))
HELD = Signer(111_000_000_000_000_002, status="held", listed_in=(HERE,))
SET_ASIDE = Signer(
    111_000_000_000_000_003, status="invalidated", guild_ids=(HERE, THERE), listed_in=(HERE,)
)
WITHDRAWN = Signer(111_000_000_000_000_004, status="withdrawn", guild_ids=())
ELSEWHERE = Signer(111_000_000_000_000_005, guild_ids=())
"""Signed in a direct message: no server counts it."""
SET_ASIDE_ELSEWHERE = Signer(111_000_000_000_000_006, status="invalidated", guild_ids=())
ADA_ELSEWHERE = Signer(ADA.user_id, guild_ids=(THERE,), campaign_id=ANOTHER_CAMPAIGN)
EVERYBODY = (ADA, HELD, SET_ASIDE, WITHDRAWN, ELSEWHERE, SET_ASIDE_ELSEWHERE, ADA_ELSEWHERE)

_LEDGER = [
    *(("signed", 1, 0),) * 6,
    ("withdrawn", -1, 0),
    ("held", -1, 1),
    *(("invalidated", -1, 0),) * 2,
    ("renewed", 0, 0),
]
"""What happened in the campaign; it agrees with its pledges. Of the other one nothing is told."""


def make_at(revision: str, connection: Connection) -> None:
    """Make the schema of a revision, with a row of each kind in each of its tables."""
    stored = min(revision, "0002")
    migrate.upgrade(connection, stored)
    fill(connection, EVERYBODY)
    connection.execute(_INSERT_ERASURE, {"mark": old_mark(ERASED), "at": _at(connection)})
    if stored == "0002":
        fill_since(stored, connection)
    if stored != revision:
        migrate.upgrade(connection, revision, secret=SECRET)
        fill_since(revision, connection)


def fill_since(revision: str, connection: Connection) -> None:
    """Add the rows that releases since 0002 wrote, wherever a table has all columns of one."""
    if revision == "0002":
        deck = {"key": DECK, "state": b"state"}
        connection.execute(
            text("INSERT INTO letter_decks (key, state) VALUES (:key, :state)"), deck
        )
        return
    there = MetaData()
    there.reflect(connection)
    for name, table in there.tables.items():
        for row in _SINCE.get(name, ()):
            key = [column == row[column.name] for column in table.primary_key]
            is_there = connection.execute(select(table).where(*key)).first()
            if row.keys() <= set(table.columns.keys()) and is_there is None:
                connection.execute(insert(table), row)


def fill(connection: Connection, signers: Iterable[Signer]) -> None:
    """Fill an old database with signers, and with what their acts left in the other tables."""
    at = _at(connection)
    for place, signer in enumerate(signers, start=7):
        _sign(connection, place, signer, at)
    day = {"day": _day(connection), "campaign": CAMPAIGN, "guild": 0, "reason": None}
    for kind, counted, held in _LEDGER:
        values = day | {"kind": kind, "counted": counted, "held": held}
        values["reason"] = "looked alike" if kind == "invalidated" else None
        connection.execute(_INSERT_LEDGER, values)
    for guild_id in (0, HERE, THERE):
        values = day | {"guild": guild_id, "kind": "attributed", "counted": 1, "held": 0}
        if guild_id:
            connection.execute(_INSERT_LEDGER, values)
        connection.execute(_INSERT_COUNTER, values)
        connection.execute(_INSERT_DAY, values)
    setting = {"guild": HERE, "value": SETTING, "at": at}
    connection.execute(_INSERT_SETTING, setting)
    connection.execute(
        text(
            "INSERT INTO meta (key, value) VALUES "
            "('secret_fingerprint', :value), (:text, 'abc'), ('x', 'kept')"
        ),
        {"value": fingerprint(), "text": f"pledge_text:{UNSIGNED_CAMPAIGN}:1:en"},
    )


def _sign(connection: Connection, place: int, signer: Signer, at: Any) -> None:
    key = old_key(signer.user_id, signer.campaign_id)
    values = {"id": place, "campaign": signer.campaign_id, "key": key, "at": at}
    values |= {"status": signer.status, "version": TEXT.version, "digest": TEXT.digest}
    connection.execute(_INSERT_PLEDGE, values)
    for guild_id in signer.guild_ids:
        listed = guild_id in signer.listed_in
        there = values | {"guild": guild_id, "visibility": "listed" if listed else "counted_only"}
        there |= {"user": signer.user_id if listed else None, "listed": at if listed else None}
        connection.execute(_INSERT_ATTRIBUTION, there)


_INSERT_PLEDGE = text(
    "INSERT INTO pledges (id, campaign_id, signer_key, status, text_version, text_digest, locale, "
    "signed_at, changed_at, created_at) VALUES (:id, :campaign, :key, :status, :version, :digest, "
    "'en', :at, :at, :at)"
)
_INSERT_ATTRIBUTION = text(
    "INSERT INTO attributions (pledge_id, guild_id, campaign_id, visibility, listed_user_id, "
    "attributed_at, listed_at) VALUES (:id, :guild, :campaign, :visibility, :user, :at, :listed)"
)
_INSERT_LEDGER = text(
    "INSERT INTO ledger (day, campaign_id, guild_id, kind, counted_delta, held_delta, reason) "
    "VALUES (:day, :campaign, :guild, :kind, :counted, :held, :reason)"
)
_INSERT_COUNTER = text(
    "INSERT INTO counters (campaign_id, guild_id, counted, held) "
    "VALUES (:campaign, :guild, :counted, :held)"
)
_INSERT_DAY = text(
    "INSERT INTO counter_days (campaign_id, guild_id, day, signed, withdrawn, net, held) "
    "VALUES (:campaign, :guild, :day, 1, 0, :counted, :held)"
)
_INSERT_SETTING = text(
    "INSERT INTO server_settings (guild_id, key, value, updated_at) "
    "VALUES (:guild, 'features_off', :value, :at)"
)
_INSERT_ERASURE = text("INSERT INTO erasures (mark, erased_at) VALUES (:mark, :at)")

_PLACE = {"guild_id": HERE, "channel_id": 40}
_LOGGED = {"guild_id": HERE, "epoch": 1, "hour": 490_000, "kind": 1, "key": "locale"}
_ASIDE = {
    "campaign": 2,
    "signer": old_key(SET_ASIDE.user_id)[:16],
    "state": 2,
    "reason": 21,
    "age_band": 3,
    "hour": 490_000,
    "state_before": 0,
    "case": 1,
}
_SINCE: dict[str, list[dict[str, Any]]] = {
    "servers": [{"guild_id": LEFT, "joined_day": 20_400, "left_day": 20_500}],
    "attributions": [
        _ASIDE | {"server": KEYS.server(LEFT)},
        _ASIDE | {"server": KEYS.server(LEFT + 1), "reason_before": 2},
    ],
    "moderation_log": [
        _LOGGED | {"number": 1, "actor": ADA.user_id, "before": '"de"', "after": '"fr"'},
        _LOGGED | {"number": 2, "actor": None, "before": None, "after": None},
    ],
    "panels": [_PLACE | {"message_id": 50, "shows": "hub"}],
    "briefs": [
        {"guild_id": HERE, "campaign": 2, "day": 20_500, "counted": 9}
        | {"day_before": 20_499, "counted_before": 6},
        {"guild_id": THERE, "campaign": 1, "day": 20_500, "counted": 9},
    ],
    "boards": [
        _PLACE
        | {"parent_id": 41, "locale": "fr", "nonce": 60, "message_id": 51}
        | {"shows": "5" * 64, "parked": 1},
        {"guild_id": THERE, "channel_id": 42, "nonce": 61},
    ],
    "milestones": [{"guild_id": HERE, "campaign": 2, "own": own, "highest": 10} for own in (0, 1)],
    "cases": [
        {"campaign": 2, "server": KEYS.server(LEFT), "number": 1, "day": 20_500, "state": 1}
        | {"reason": 21, "people": 1, "cells": "[[0, 3, 5]]"}
    ],
    "notices": [
        _PLACE | {"message_id": 52, "since_hour": 490_000, "latest_hour": 490_001, "step": 5}
    ],
    "listings": [
        {"key": b"off the wall now", "wall": KEYS.wall(HERE), "user_id": None, "reason": 21}
    ],
}
"""What the releases since 0003 wrote beside what they carried over, by table."""


def _at(connection: Connection) -> Any:
    return AT if connection.dialect.name == "sqlite" else datetime.fromisoformat(AT + "+00:00")


def _day(connection: Connection) -> Any:
    return DAY if connection.dialect.name == "sqlite" else date.fromisoformat(DAY)


async def run_on(url: str, act: Callable[[Connection], object]) -> None:
    """Run an act on a database of any revision in one transaction; a missing file is made."""
    target = target_of(url)
    if isinstance(target, SqliteFile):
        target.path.touch(0o600)
        with sqlite_engines.migration_engine(target.path).connect() as connection:
            transact(connection, act)
        return
    engine = postgres_connections.migration_engine(target)
    async with engine.connect() as opened:
        await opened.run_sync(transact, act)
    await engine.dispose()


async def make_old(url: str, revision: str = "0002") -> None:
    """Make a database of an old revision at an address where there is none."""
    await run_on(url, partial(make_at, revision))


@pytest.fixture
async def empty_postgresql_url(postgres: PostgresForTests) -> AsyncGenerator[str]:
    """A PostgreSQL database before the first start."""
    name = f"empty_{os.getpid()}"
    await postgres.fetch(f"CREATE DATABASE {name}")
    yield postgres.url(name)
    await postgres.fetch(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database before the first start."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/empty.sqlite3"
    return request.getfixturevalue("empty_postgresql_url")
