"""A store in use, missing, foreign or damaged says what it is, and looking changes nothing."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from bot.database_url import target_of
from bot.db import Database
from bot.db.engine.open import open_engine
from bot.db.maintenance.inspect import inspect_store
from bot.db.migrate import HEAD
from bot.db.sql import run
from bot.exits import CannotStart, Exit
from tests.db.fixtures import TickingClock
from tests.db.people import HERE, Person, key


async def test_a_store_in_use_tells_its_schema_and_what_it_remembers(
    database: Database, clock: TickingClock
) -> None:
    await database.meta.set("commands_hash", "abc")
    await Person(database, clock, key("ada")).sign(HERE)
    found = await inspect_store(database.url)
    assert found is not None
    assert found.engine.split()[0] in ("SQLite", "PostgreSQL")
    assert found.engine.split()[1][0].isdigit()
    assert (found.revision, found.current) == (HEAD, True)
    assert (found.damage, found.wrong_numbers) == ((), ())
    assert found.facts["commands_hash"] == "abc"


async def test_looking_at_what_is_not_there_makes_nothing(tmp_path: Path) -> None:
    assert await inspect_store(f"sqlite:///{tmp_path}/none/outreach.sqlite3") is None
    assert list(tmp_path.iterdir()) == []


async def test_an_empty_file_has_no_schema(tmp_path: Path) -> None:
    (tmp_path / "empty.sqlite3").touch()
    found = await inspect_store(f"sqlite:///{tmp_path}/empty.sqlite3")
    assert found is not None
    assert (found.revision, found.current, dict(found.facts)) == (None, False, {})


async def test_what_is_no_database_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("a letter, and no database " * 100)
    with pytest.raises(CannotStart) as refusal:
        await inspect_store(f"sqlite:///{tmp_path}/letter.txt")
    assert refusal.value.code is Exit.DATABASE


async def test_a_server_that_is_away_is_said_so() -> None:
    with pytest.raises(CannotStart) as refusal:
        await inspect_store("postgres://someone:hunter2@127.0.0.1:9/campaign")
    assert refusal.value.code is Exit.DATABASE
    assert "hunter2" not in refusal.value.sentence


async def test_tables_that_no_release_makes_are_one_sentence(database_url: str) -> None:
    """A look, as the doctor takes it, ends in words where a look-up meets what it does not know."""
    async with open_engine(target_of(database_url), migrate=False) as engine:
        for statement in (
            "DROP TABLE alembic_version",
            "CREATE TABLE alembic_version (something_else int)",
        ):
            await engine.write(partial(run, sql=statement))
    with pytest.raises(CannotStart, match="cannot be examined") as refused:
        await inspect_store(database_url)
    assert refused.value.code is Exit.DATABASE
