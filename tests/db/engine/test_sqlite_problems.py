"""A SQLite file that is full, locked or damaged: no false "signed", ever."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from bot.database_url import target_of
from bot.db import backup
from bot.db.engine import sqlite_engines
from bot.db.engine.open import open_engine
from bot.db.engine.problems import Problem, StoreFailure
from bot.db.engine.sqlite_engines import apply_pragmas
from bot.db.transactions.work import Work
from bot.domain.pledges import Signing
from bot.domain.refusals import NothingRecorded, StoreUnreadable
from bot.domain.tallies import Counts
from tests.db.engine.sqlite_file import log_lines, opened, refuses, total
from tests.db.fixtures import TickingClock
from tests.db.people import KEYS, Person, key
from tests.db.reading import problems_of


@pytest.mark.parametrize(
    ("pragma", "words"),
    [
        ("max_page_count = 1", "the disk or the database is full"),
        ("query_only = ON", "the database takes no changes: it is read-only"),
    ],
)
async def test_a_store_that_takes_nothing_says_so_and_recovers(
    path: Path,
    clock: TickingClock,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    pragma: str,
    words: str,
) -> None:
    async with opened(path, clock) as database:
        signed = 0

        def hindered(connection: sqlite3.Connection, pragmas: str) -> None:
            apply_pragmas(connection, f"{pragmas}; {pragma}")

        with monkeypatch.context() as problem:
            problem.setattr(sqlite_engines, "apply_pragmas", hindered)
            with pytest.raises(NothingRecorded):
                await database.writer.submit(Hiccup())
            with suppress(NothingRecorded):
                while True:
                    await Person(database, clock, key(signed)).sign()
                    signed += 1
            await refuses(Person(database, clock, key(signed)))
            assert await total(database) == Counts(signed)
        assert (await Person(database, clock, key(signed)).sign()).outcome is Signing.SIGNED
        assert await total(database) == Counts(signed + 1)

    assert log_lines(caplog)[-2:] == [f"writing: {words}", "writing: works again"]
    assert await problems_of(f"sqlite:///{path}") == []


async def test_a_file_that_another_program_holds(
    path: Path,
    clock: TickingClock,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sqlite_engines, "BUSY_MS", 20)
    async with opened(path, clock) as database:
        ada = Person(database, clock, key("ada"))
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            await refuses(ada)
            assert await total(database) == Counts(0)
        assert (await ada.sign()).outcome is Signing.SIGNED

    assert log_lines(caplog) == [
        "writing: another program holds the database",
        "writing: works again",
    ]


async def test_a_whole_queue_is_refused_at_once_and_not_one_by_one(
    path: Path, clock: TickingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_engines, "BUSY_MS", 20)
    async with opened(path, clock) as database:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            signing = [Person(database, clock, key(n)).sign() for n in range(300)]
            # One by one they would wait 300 times for the other program: 6 s, not 20 ms.
            async with asyncio.timeout(3):
                answers = await asyncio.gather(*signing, return_exceptions=True)

    assert all(isinstance(answer, NothingRecorded) for answer in answers)


async def test_a_damaged_file_is_told_and_a_mended_one_is_used(
    path: Path, clock: TickingClock, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    async with opened(path, clock) as database:
        ada = Person(database, clock, key("ada"))
        await ada.sign()
        await backup(f"sqlite:///{path}", tmp_path / "kept", secret=KEYS.secret)
        (tmp_path / "damaged").write_bytes(b"\x00 this is no database any more" * 999)
        (tmp_path / "damaged").replace(path)

        await refuses(ada)
        with pytest.raises(StoreUnreadable):
            await ada.standing()

        (tmp_path / "kept").replace(path)
        assert (await ada.sign()).outcome is Signing.ALREADY

    words = "the database file is damaged"
    assert f"writing: {words}" in log_lines(caplog)
    assert log_lines(caplog)[-1] == "writing: works again"


async def test_a_reader_cannot_write(path: Path) -> None:
    async with open_engine(target_of(f"sqlite:///{path}"), migrate=False) as engine:
        with pytest.raises(StoreFailure, match="read-only"):
            await engine.read(lambda connection: connection.execute(text("DELETE FROM meta")))


async def test_every_writing_connection_is_safe(path: Path) -> None:
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "busy_timeout": 5_000,
        "trusted_schema": 0,
        "journal_size_limit": sqlite_engines.LOG_BYTES,
    }

    def pragmas(connection: Connection) -> dict[str, object]:
        return {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in wanted}

    async with open_engine(target_of(f"sqlite:///{path}"), migrate=False) as engine:
        assert await engine.write(pragmas) == wanted


async def test_no_connection_trusts_a_foreign_schema(path: Path) -> None:
    def trusted(connection: Connection) -> int:
        return connection.exec_driver_sql("PRAGMA trusted_schema").scalar_one()

    async with open_engine(target_of(f"sqlite:///{path}"), migrate=False) as engine:
        assert await engine.read(trusted) == 0
    for kind in (
        sqlite_engines.reader_engine,
        sqlite_engines.copy_engine,
        sqlite_engines.migration_engine,
    ):
        with kind(path).connect() as connection:
            assert trusted(connection) == 0


class Hiccup(Work[None]):
    """A failure after which the writer connects anew."""

    def perform(self, connection: Connection) -> None:
        raise StoreFailure(Problem.FAILING)
