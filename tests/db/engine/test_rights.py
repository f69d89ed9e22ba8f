"""A user of PostgreSQL who lacks a right is told which GRANT would give it."""

from __future__ import annotations

import os
from collections.abc import AsyncGenerator
from dataclasses import dataclass

import pytest

from bot.db import open_database
from bot.db.engine.protocol import CONNECTIONS
from bot.db.maintenance.inspect import inspect_store
from bot.exits import CannotStart, Exit
from bot.services.doctor import Mark, crowded
from tests.db.fixtures import PostgresForTests

USER = f"rights_{os.getpid()}"


@dataclass(frozen=True, slots=True)
class Owned:
    """An empty database that one user owns, and another may connect to."""

    postgres: PostgresForTests
    name: str

    def url(self, user: str = USER) -> str:
        return self.postgres.url(self.name).replace("postgres:@", f"{user}:hunter2@")

    async def run(self, statement: str) -> None:
        """Run a statement in the database as its owner."""
        await self.postgres.fetch_from(self.name, statement)


@pytest.fixture
async def owned(postgres: PostgresForTests) -> AsyncGenerator[Owned]:
    name = f"rights_{os.getpid()}"
    await postgres.fetch(f"CREATE ROLE {USER} LOGIN PASSWORD 'hunter2'")
    await postgres.fetch(f"CREATE DATABASE {name}")
    yield Owned(postgres, name)
    await postgres.fetch(f"DROP DATABASE {name} WITH (FORCE)")
    await postgres.fetch(f"DROP ROLE {USER}")


async def refusals(url: str) -> list[str]:
    """Return what a start and the doctor's look say."""
    said: list[str] = []
    for attempt in (open_database(url).__aenter__, lambda: inspect_store(url)):
        with pytest.raises(CannotStart) as refused:
            await attempt()
        assert refused.value.code is Exit.DATABASE
        said.append(refused.value.sentence)
    assert USER not in str(said)
    assert "hunter2" not in str(said)
    return said


async def test_who_may_not_make_tables_gets_the_grant(owned: Owned) -> None:
    # from PostgreSQL 15 on this is what a new user may do; before, it had to be taken away
    await owned.run("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    for sentence in await refusals(owned.url()):
        assert "GRANT USAGE, CREATE ON SCHEMA public TO" in sentence
    await owned.run(f"GRANT USAGE, CREATE ON SCHEMA public TO {USER}")
    async with open_database(owned.url()):
        pass


@pytest.mark.parametrize(
    "take", ["REVOKE ALL ON SCHEMA public FROM PUBLIC", "DROP SCHEMA public"], ids=["right", "all"]
)
async def test_who_has_no_schema_gets_the_grant(owned: Owned, take: str) -> None:
    await owned.run(take)
    for sentence in await refusals(owned.url()):
        assert "has no schema" in sentence
        assert "GRANT USAGE, CREATE ON SCHEMA public TO" in sentence


async def test_who_may_not_connect_gets_the_grant(owned: Owned) -> None:
    await owned.run(f"REVOKE CONNECT ON DATABASE {owned.name} FROM PUBLIC")
    for sentence in await refusals(owned.url()):
        assert "GRANT CONNECT ON DATABASE" in sentence


async def test_a_wrong_password_or_name_is_not_told_as_a_files_fault(owned: Owned) -> None:
    for wrong in (owned.url("ghost"), owned.url().replace(f"/{owned.name}", "/no_such_database")):
        for sentence in await refusals(wrong):
            assert "the name, the user, the password" in sentence


async def test_a_server_without_a_connection_left_is_said_to_have_none(owned: Owned) -> None:
    await owned.run(f"ALTER ROLE {USER} CONNECTION LIMIT 0")
    for sentence in await refusals(owned.url()):
        assert "has no connection left" in sentence


async def test_too_few_connections_are_told_before_anybody_reads(owned: Owned) -> None:
    await owned.run(f"GRANT USAGE, CREATE ON SCHEMA public TO {USER}")
    await owned.run(f"ALTER ROLE {USER} CONNECTION LIMIT 1")
    with pytest.raises(CannotStart, match=r"has no connection left .*, and the bot takes five"):
        await open_database(owned.url()).__aenter__()
    found = await inspect_store(owned.url())
    assert found is not None
    assert [one.mark for one in crowded(found)] == [Mark.MEND]
    await owned.run(f"ALTER ROLE {USER} CONNECTION LIMIT {CONNECTIONS}")
    async with open_database(owned.url()):
        found = await inspect_store(owned.url())
    assert found is not None
    assert (found.connections, list(crowded(found))) == (CONNECTIONS, [])


async def test_a_server_that_takes_no_changes_is_told_before_anybody_signs(owned: Owned) -> None:
    async with open_database(owned.url("postgres")):
        pass
    await owned.run(f"ALTER DATABASE {owned.name} SET default_transaction_read_only = on")
    with pytest.raises(CannotStart, match="takes no changes") as refused:
        await open_database(owned.url("postgres")).__aenter__()
    assert refused.value.code is Exit.DATABASE
    found = await inspect_store(owned.url("postgres"))
    assert found is not None
    assert (found.read_only, found.current) == (True, True)


async def test_tables_of_another_user_are_said_to_be(owned: Owned) -> None:
    async with open_database(owned.url("postgres")):
        pass
    for sentence in await refusals(owned.url()):
        assert "Another user of the database made the bot's tables" in sentence
        assert "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public" in sentence
    await owned.run(
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {USER}"
    )
    async with open_database(owned.url()):
        pass
