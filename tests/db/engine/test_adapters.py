"""What the adapters of the databases do not document is where the code looks for it."""

from __future__ import annotations

import sqlite3
from typing import Any
from weakref import WeakSet

import aiosqlite
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.database_url import PostgresServer, target_of
from bot.db.engine.postgres_connections import writer_engine


class Fetched:
    def fetchall(self) -> list[str]:
        return ["fetched"]


async def test_aiosqlite_has_the_connection_execute_what_it_is_handed() -> None:
    given: list[tuple[str, Any]] = []

    class Connection(sqlite3.Connection):
        def execute(self, sql: str, values: Any = (), /) -> Any:
            given.append((sql, values))
            return Fetched()

    value = object()
    async with aiosqlite.connect(":memory:", factory=Connection) as connection:
        rows: Any = await connection.execute_fetchall("", (value,))
    assert given == [("", (value,))], "aiosqlite moved what `execute_fetchall` calls"
    assert rows == ["fetched"], "aiosqlite moved what `execute_fetchall` fetches from"


def test_sqlalchemy_takes_options_of_its_asyncpg_adapter_beside_a_connection() -> None:
    asked: list[bool] = []

    def connect() -> None:
        asked.append(True)
        raise ZeroDivisionError

    dbapi: Any = create_async_engine("postgresql+asyncpg://").dialect.dbapi
    try:
        dbapi.connect(async_creator_fn=connect, prepared_statement_cache_size=0)
    except (TypeError, ZeroDivisionError):
        assert asked, "SQLAlchemy moved `async_creator_fn` of its asyncpg adapter"
    else:
        pytest.fail("the error of a connection is lost")


@pytest.mark.parametrize("pooled", [True, False])
async def test_behind_a_pooler_no_statement_is_kept_by_name(
    postgresql_url: str, *, pooled: bool
) -> None:
    target = target_of(postgresql_url)
    assert isinstance(target, PostgresServer)
    engine = writer_engine(target, pooled=pooled, connections=WeakSet())
    kept = text("SELECT name FROM pg_prepared_statements")
    async with engine.connect() as connection:
        await connection.execute(text("SELECT 1"))
        names = list(await connection.scalars(kept))
    await engine.dispose()
    assert bool(names) is not pooled, "SQLAlchemy moved its adapter's options for statements"
