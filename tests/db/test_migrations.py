"""Migrations make exactly the schema that the code expects, whole or not at all."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import AsyncGenerator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from bot.database_url import target_of
from bot.db import migrate, migrate_database, open_database
from bot.db.engine import sqlite_engines
from bot.db.engine.open import open_engine
from bot.db.engine.protocol import StoreEngine, transact
from bot.db.migrate import HEAD, REVISIONS, revision_of
from bot.db.schema import metadata
from bot.exits import CannotStart, Exit
from tests.db.fixtures import PostgresForTests
from tests.db.reading import problems_of


@pytest.fixture
async def engine(database_url: str) -> AsyncGenerator[StoreEngine]:
    async with open_engine(target_of(database_url), migrate=False) as opened:
        yield opened


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
            assert found.get_pk_constraint(table.name)["name"] == table.primary_key.name
            assert {one["name"] for one in found.get_foreign_keys(table.name)} == {
                one.name for one in table.foreign_key_constraints
            }

    await engine.read(compare)


async def test_every_check_is_enforced(engine: StoreEngine) -> None:
    campaign = {"number": 1, "id": "c"}
    signed = {"number": 1, "campaign": 1, "version": "1", "digest": b"d" * 32, "locale": "en"}
    pledge = {"campaign": 1, "signer": b"k" * 16, "stands": 1, "text": 1, "epoch": 0}
    pledge |= {"signed_hour": 1, "changed_hour": 1}
    place = {"campaign": 1, "signer": b"k" * 16, "server": b"s" * 16, "state": 0, "hour": 1}
    place |= {"reason": 0, "age_band": 0}
    listing = {"key": b"k" * 16, "wall": b"w" * 16, "user_id": 7}
    number = {"campaign": 1, "scope": b"", "counted": 0, "held": 0, "published_counted": 0}
    number |= {"published_held": 0, "published_minute": 0}
    day = {"campaign": 1, "day": 1, "kind": 1, "reason": 0, "acts": 1, "counted": 0, "held": 0}
    right = [
        ("campaigns", campaign),
        ("texts", signed),
        ("pledges", pledge),
        ("attributions", place),
        ("listings", listing),
        ("numbers", number),
        ("days", day),
    ]
    another = b"a" * 16
    wrong: list[tuple[str, Mapping[str, object]]] = [
        ("campaigns", campaign | {"number": 2}),
        ("texts", signed | {"number": 2}),
        ("texts", signed | {"number": 2, "version": "2", "digest": b"short"}),
        ("texts", signed | {"number": 2, "version": "2", "campaign": 9}),
        ("pledges", pledge | {"signer": another, "stands": 2}),
        ("pledges", pledge | {"signer": b"short"}),
        ("pledges", pledge | {"signer": another, "text": 9}),
        ("attributions", place | {"server": another, "state": 3}),
        ("attributions", place | {"server": b"short"}),
        ("attributions", place | {"server": another, "case": 7}),
        ("attributions", place | {"server": another, "state_before": 0}),
        ("attributions", place | {"signer": another}),
        ("listings", listing | {"key": b"short"}),
        ("listings", listing | {"key": another, "wall": b"short"}),
        ("listings", listing | {"key": another, "reason": 21}),
        ("listings", listing | {"key": another, "user_id": None}),
        ("numbers", number | {"scope": another, "counted": -1}),
        ("numbers", number | {"scope": another, "held": -1}),
        ("numbers", number | {"scope": b"short"}),
        ("days", day | {"campaign": 9}),
        ("erasures", {"mark": b"short", "times": 1}),
        ("erasures", {"mark": another, "times": 0}),
        ("letter_decks", {"key": b"short", "state": b""}),
    ]

    def insert(connection: Connection, name: str, row: Mapping[str, object]) -> None:
        connection.execute(metadata.tables[name].insert(), dict(row))

    for name, row in right:
        await engine.write(lambda connection, name=name, row=row: insert(connection, name, row))
    for name, row in wrong:
        with pytest.raises(DBAPIError, match=r"constraint|CONSTRAINT"):
            await engine.write(lambda connection, name=name, row=row: insert(connection, name, row))


async def test_a_newer_schema_is_refused_by_name(database_url: str) -> None:
    await set_revision(database_url, "9999")

    with pytest.raises(CannotStart) as refused:
        await migrate_database(database_url)

    assert refused.value.code is Exit.SCHEMA
    assert "9999" in refused.value.sentence
    assert HEAD in refused.value.sentence


async def test_without_migrating_an_older_schema_is_refused(empty_url: str) -> None:
    with pytest.raises(CannotStart) as refused:
        async with open_database(empty_url, migrate=False):
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

    def failing(connection: Connection, **given: Any) -> None:
        real(connection, **given)
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
