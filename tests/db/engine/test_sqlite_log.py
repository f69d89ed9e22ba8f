"""The write-ahead log beside a long reader: nobody waits for scrubbing, and it shrinks again."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot.database_url import target_of
from bot.db.engine import sqlite_engines
from bot.db.engine.open import open_engine
from bot.db.engine.sqlite_engines import LOG_BYTES
from bot.db.transactions import scrubbing
from bot.domain.pledges import Signing
from tests.db.faults import until
from tests.db.store import Store, made, sign, withdraw


@contextmanager
def reading(path: Path) -> Generator[None]:
    """Hold a moment of the database open, as a backup or a count of all rows does."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN")
        connection.execute("SELECT count(*) FROM meta").fetchone()
        yield


def log_size(path: Path) -> int:
    return path.with_name(f"{path.name}-wal").stat().st_size


async def test_a_long_reader_makes_no_one_wait_for_scrubbing(
    path: Path, sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scrubbing, "AGAIN", 3_600)
    await sqlite_store.writer.submit(sign("ada"))
    with reading(path):
        await sqlite_store.writer.submit(withdraw("ada"))
        await until(lambda: sqlite_store.engine.scrubbed == [False])
        for number in range(50):
            signed = await sqlite_store.writer.submit(sign(number))
            assert signed.outcome is Signing.SIGNED
            await sqlite_store.writer.submit(withdraw(number))

    # Tried once; the timer is there for the rest, however much is erased until then.
    assert sqlite_store.engine.scrubbed == [False]
    assert log_size(path) > 0


async def test_what_was_erased_beside_a_long_reader_is_scrubbed_after_it(
    path: Path, sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scrubbing, "AGAIN", 0.01)
    await sqlite_store.writer.submit(sign("ada"))
    with reading(path):
        await sqlite_store.writer.submit(withdraw("ada"))
        await until(lambda: len(sqlite_store.engine.scrubbed) > 2)
        assert not any(sqlite_store.engine.scrubbed)
    await until(lambda: sqlite_store.engine.scrubbed[-1])

    assert log_size(path) == 0


async def test_an_attempt_waits_for_no_reader(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # One that waited would do so for ten minutes.
    monkeypatch.setattr(sqlite_engines, "BUSY_MS", 600_000)
    async with open_engine(target_of(f"sqlite:///{path}"), migrate=False) as engine:
        await engine.write(lambda connection: connection.exec_driver_sql("DELETE FROM meta"))
        with reading(path):
            await engine.write(
                lambda connection: connection.exec_driver_sql("INSERT INTO meta VALUES ('a', 'b')")
            )
            async with asyncio.timeout(60):
                assert not await engine.scrub()
        assert await engine.scrub()
        assert await engine.write(_busy_timeout) == sqlite_engines.BUSY_MS


def _busy_timeout(connection: Connection) -> int:
    return connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one()


async def test_the_log_shrinks_again_after_a_long_reader(path: Path) -> None:
    async with made(f"sqlite:///{path}") as store:
        with reading(path):
            while log_size(path) <= LOG_BYTES:
                await store.engine.write(_write_much)
        for number in range(3):
            await store.writer.submit(sign(number))

        assert log_size(path) <= LOG_BYTES


def _write_much(connection: Connection) -> None:
    connection.exec_driver_sql(
        "INSERT OR REPLACE INTO meta VALUES ('much', hex(randomblob(500000)))"
    )
