"""Migrations make exactly the schema that the code expects, whole or not at all."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import AsyncGenerator, Mapping
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from bot.database_url import SqliteFile, target_of
from bot.db import migrate, migrate_database, open_database
from bot.db.engine import postgres as postgres_engines
from bot.db.engine import sqlite_engines
from bot.db.engine.open import open_engine
from bot.db.engine.protocol import StoreEngine, transact
from bot.db.migrate import HEAD, REVISIONS, revision_of
from bot.db.schema import metadata
from bot.domain.clock import system_clock
from bot.domain.pledges import Signing
from bot.domain.tallies import Counts
from bot.exits import CannotStart, Exit
from tests.db.fixtures import PostgresForTests, TickingClock
from tests.db.people import HERE, Person, key
from tests.db.reading import problems_of


@pytest.fixture
async def engine(database_url: str) -> AsyncGenerator[StoreEngine]:
    async with open_engine(target_of(database_url), migrate=False) as opened:
        yield opened


@pytest.fixture(params=["sqlite", "postgresql"])
async def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncGenerator[str]:
    """A database before the first start."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/empty.sqlite3"
        return
    server: PostgresForTests = request.getfixturevalue("postgres")
    name = f"empty_{os.getpid()}"
    await server.fetch(f"CREATE DATABASE {name}")
    yield server.url(name)
    await server.fetch(f"DROP DATABASE {name} WITH (FORCE)")


async def set_revision(url: str, revision: str) -> None:
    async with open_engine(target_of(url), migrate=False) as opened:
        await opened.write(
            lambda connection: connection.execute(
                text("UPDATE alembic_version SET version_num = :to"), {"to": revision}
            )
        )


def test_every_script_is_known_in_order() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrate.__file__).parent / "migrations"))
    scripts = ScriptDirectory.from_config(config)

    walked = [script.revision for script in scripts.walk_revisions()]
    assert tuple(reversed(walked)) == REVISIONS
    assert scripts.get_heads() == [HEAD]


async def test_the_migrated_schema_is_the_one_in_code(engine: StoreEngine) -> None:
    def compare(connection: Connection) -> list[object]:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        return list(compare_metadata(context, metadata))

    assert await engine.read(compare) == []


async def test_what_alembic_does_not_compare_is_the_same_too(engine: StoreEngine) -> None:
    def compare(connection: Connection) -> None:
        found = inspect(connection)
        for table in metadata.sorted_tables:
            checks = {one["name"] for one in found.get_check_constraints(table.name)}
            assert checks == {
                one.name for one in table.constraints if type(one).__name__ == "CheckConstraint"
            }
            # SQLite writes an AUTOINCREMENT key at its column, where it bears no name.
            names = {table.primary_key.name, *([None] if "id" in table.c else [])}
            assert found.get_pk_constraint(table.name)["name"] in names
            assert {one["name"] for one in found.get_foreign_keys(table.name)} == {
                one.name for one in table.foreign_key_constraints
            }

    await engine.read(compare)


async def test_every_check_is_enforced(engine: StoreEngine) -> None:
    pledge = {
        "campaign_id": "c",
        "signer_key": b"k" * 32,
        "status": "counted",
        "text_version": "1",
        "text_digest": "d" * 64,
        "locale": "en",
        "signed_at": system_clock(),
        "changed_at": system_clock(),
        "created_at": system_clock(),
    }
    place = {"pledge_id": 1, "guild_id": 1, "campaign_id": "c", "attributed_at": system_clock()}
    hidden = place | {"visibility": "counted_only"}
    listed = place | {"visibility": "listed", "listed_user_id": 7, "listed_at": system_clock()}
    total = {"campaign_id": "c", "guild_id": 0}
    wrong = [
        ("pledges", pledge | {"status": "signed"}),
        ("pledges", pledge | {"signer_key": b"short"}),
        ("pledges", pledge | {"text_digest": "short"}),
        ("attributions", hidden | {"visibility": "public"}),
        ("attributions", hidden | {"listed_user_id": 7}),
        ("attributions", hidden | {"listed_at": system_clock()}),
        ("attributions", listed | {"listed_user_id": None}),
        ("attributions", listed | {"listed_at": None}),
        ("attributions", hidden | {"pledge_id": 99}),
        ("counters", total | {"counted": -1, "held": 0}),
        ("counters", total | {"counted": 0, "held": -1}),
        ("erasures", {"mark": b"short", "erased_at": system_clock()}),
    ]

    def insert(connection: Connection, name: str, row: Mapping[str, object]) -> None:
        connection.execute(metadata.tables[name].insert(), dict(row))

    await engine.write(lambda connection: insert(connection, "pledges", pledge | {"id": 1}))
    await engine.write(lambda connection: insert(connection, "attributions", listed))
    for name, row in wrong:
        with pytest.raises(DBAPIError, match=r"constraint|CONSTRAINT"):
            await engine.write(lambda connection, name=name, row=row: insert(connection, name, row))


@pytest.mark.parametrize("statement", ["UPDATE ledger SET counted_delta = 9", "DELETE FROM ledger"])
async def test_the_ledger_only_grows(
    database_url: str, clock: TickingClock, statement: str
) -> None:
    async with open_database(database_url, clock=clock) as database:
        await Person(database, clock, key("ada")).sign()
    async with open_engine(target_of(database_url), migrate=False) as engine:
        with pytest.raises(DBAPIError, match="append-only"):
            await engine.write(lambda connection: connection.execute(text(statement)))
    assert await problems_of(database_url) == []


async def test_a_newer_schema_is_refused_by_name(database_url: str) -> None:
    await set_revision(database_url, "9999")

    with pytest.raises(CannotStart) as refused:
        await migrate_database(database_url)

    assert refused.value.code is Exit.SCHEMA
    assert "9999" in refused.value.sentence
    assert HEAD in refused.value.sentence


async def test_without_migrating_an_older_schema_is_refused(empty_url: str) -> None:
    with pytest.raises(CannotStart) as refused:
        async with open_database(empty_url, clock=system_clock, migrate=False):
            pass

    assert refused.value.code is Exit.SCHEMA
    assert HEAD in refused.value.sentence
    assert "python -m bot migrate" in refused.value.sentence


async def test_migrating_twice_does_nothing_the_second_time(empty_url: str) -> None:
    await migrate_database(empty_url)
    await migrate_database(empty_url)

    assert await problems_of(empty_url) == []


async def test_processes_that_start_together_migrate_once(
    postgres: PostgresForTests,
) -> None:
    name = f"together_{os.getpid()}"
    await postgres.fetch(f"CREATE DATABASE {name}")

    await asyncio.gather(*(migrate_database(postgres.url(name)) for _ in range(4)))

    assert await problems_of(postgres.url(name)) == []
    await postgres.fetch(f"DROP DATABASE {name}")


async def test_a_migration_that_fails_leaves_nothing_behind(
    empty_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = migrate.upgrade

    def failing(connection: Connection) -> None:
        real(connection)
        connection.execute(text("INSERT INTO nowhere VALUES (1)"))

    with monkeypatch.context() as broken:
        broken.setattr("bot.db.engine.open.upgrade", failing)
        with pytest.raises(DBAPIError):
            await migrate_database(empty_url)

    await migrate_database(empty_url)
    assert await problems_of(empty_url) == []


def test_an_unfinished_upgrade_is_undone_on_sqlite(tmp_path: Path) -> None:
    path = tmp_path / "x.sqlite3"
    path.touch()

    def act(connection: Connection) -> None:
        migrate.upgrade(connection)
        raise ZeroDivisionError

    with sqlite_engines.migration_engine(path).connect() as connection:
        with pytest.raises(ZeroDivisionError):
            transact(connection, act)
        assert revision_of(connection) is None
    with closing(sqlite3.connect(path)) as plain:
        assert plain.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)


_AT = "2026-03-02 12:00:00.000000"
_PLEDGE = (
    "INSERT INTO pledges (id, campaign_id, signer_key, status, text_version, text_digest, locale, "
    "signed_at, changed_at, created_at) VALUES (7, 'ask-more', {key}, '{status}', '1', '"
    + "d" * 64
    + "', 'en', {at}, {at}, {at})"
)
_ROWS = [
    _PLEDGE,
    (
        "INSERT INTO attributions (pledge_id, guild_id, campaign_id, visibility, listed_user_id, "
        "attributed_at, listed_at) VALUES (7, {guild}, 'ask-more', 'listed', 99, {at}, {at})"
    ),
    (
        "INSERT INTO ledger (day, campaign_id, guild_id, kind, counted_delta, held_delta) "
        "VALUES ({day}, 'ask-more', 0, 'signed', 1, 0), "
        "({day}, 'ask-more', {guild}, 'attributed', 1, 0)"
    ),
    (
        "INSERT INTO counters (campaign_id, guild_id, counted, held) "
        "VALUES ('ask-more', 0, 1, 0), ('ask-more', {guild}, 1, 0)"
    ),
    (
        "INSERT INTO counter_days (campaign_id, guild_id, day, signed, withdrawn, net, held) "
        "VALUES ('ask-more', 0, {day}, 1, 0, 1, 0), ('ask-more', {guild}, {day}, 1, 0, 1, 0)"
    ),
    (
        "INSERT INTO server_settings (guild_id, key, value, updated_at) "
        "VALUES ({guild}, 'features_off', '[\"letter\"]', {at})"
    ),
    "INSERT INTO erasures (mark, erased_at) VALUES ({mark}, {at})",
    "INSERT INTO meta (key, value) VALUES ('secret_fingerprint', 'abc')",
]
_ROWS_SINCE = {"0001": _ROWS, "0002": ["INSERT INTO letter_decks VALUES ({deck}, {mark})"]}
"""What a database of each revision may hold beyond those before it."""


def _literals(dialect: str) -> dict[str, str]:
    def blob(value: bytes) -> str:
        return f"x'{value.hex()}'" if dialect == "sqlite" else f"'\\x{value.hex()}'::bytea"

    at = f"'{_AT}'" if dialect == "sqlite" else f"'{_AT}+00'::timestamptz"
    return {
        "key": blob(key("ada")),
        "mark": blob(b"m" * 32),
        "deck": blob(b"d" * 16),
        "at": at,
        "day": "'2026-03-02'",
        "guild": str(HERE),
        "status": "counted",
    }


def _fill_at(revision: str, connection: Connection) -> None:
    migrate.upgrade(connection, revision)
    values = _literals(connection.dialect.name)
    for one in REVISIONS[: REVISIONS.index(revision) + 1]:
        for statement in _ROWS_SINCE[one]:
            connection.exec_driver_sql(statement.format(**values))


async def _make_at(url: str, revision: str) -> None:
    """Make a database of an old revision, with a row in each of its tables."""
    target = target_of(url)
    if isinstance(target, SqliteFile):
        target.path.touch(0o600)
        with sqlite_engines.migration_engine(target.path).connect() as connection:
            transact(connection, partial(_fill_at, revision))
        return
    engine = postgres_engines.migration_engine(target)
    async with engine.connect() as opened:
        await opened.run_sync(transact, partial(_fill_at, revision))
    await engine.dispose()


@pytest.mark.parametrize("revision", REVISIONS)
async def test_an_old_database_with_rows_in_it_is_carried_over(
    empty_url: str, revision: str, clock: TickingClock
) -> None:
    await _make_at(empty_url, revision)

    async with open_database(empty_url, clock=clock) as database:
        ada = Person(database, clock, key("ada"))
        standing = await ada.standing()
        assert standing.pledge is not None
        assert standing.pledge.signed_at == datetime(2026, 3, 2, 12, tzinfo=UTC)
        assert [(one.guild_id, one.listed) for one in standing.attributions] == [(HERE, True)]
        assert await database.tallies.counts(campaign_id="ask-more", guild_id=HERE) == Counts(1)
        assert (await database.settings.get(guild_id=HERE)).features_off == {"letter"}
        assert await database.meta.get("secret_fingerprint") == "abc"
        deck = await database.decks.state(key=b"d" * 16)
        assert deck == (None if revision == "0001" else b"m" * 32)
        assert (await Person(database, clock, key("ben")).sign()).outcome is Signing.SIGNED
        assert await ada.erase()

    assert await problems_of(empty_url) == []
