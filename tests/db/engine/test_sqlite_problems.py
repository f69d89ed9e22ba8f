"""A SQLite file that is full, locked, damaged, deleted or replaced: no false "signed", ever."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, closing, suppress
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from bot.database_url import target_of
from bot.db import Database, backup, open_database, verify_backup
from bot.db.engine import sqlite_engines
from bot.db.engine.open import open_engine
from bot.db.engine.problems import Problem, StoreFailure
from bot.db.engine.sqlite_engines import apply_pragmas
from bot.db.repositories.meta import Remember
from bot.db.transactions.work import Work
from bot.domain.pledges import Signing
from bot.domain.refusals import NothingRecorded, OutcomeUnknown, StoreUnreadable
from bot.domain.tallies import Counts
from tests.db.fixtures import TickingClock
from tests.db.people import KEYS, Person, counts, key
from tests.db.reading import problems_of


@pytest.fixture
def path(sqlite_url: str) -> Path:
    return Path(sqlite_url.removeprefix("sqlite:///"))


def log_lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records]


@asynccontextmanager
async def opened(path: Path, clock: TickingClock) -> AsyncGenerator[Database]:
    async with open_database(f"sqlite:///{path}", migrate=False) as database:
        yield database


async def total(database: Database) -> Counts:
    return await counts(database)


async def refuses(person: Person) -> None:
    for _ in range(3):
        with pytest.raises(NothingRecorded):
            await person.sign()


class Hiccup(Work[None]):
    """A failure after which the writer connects anew."""

    def perform(self, connection: Connection) -> None:
        raise StoreFailure(Problem.FAILING)


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


async def test_a_deleted_file_is_noticed_at_the_next_use(
    path: Path, clock: TickingClock, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    async with opened(path, clock) as database:
        ada, ben = Person(database, clock, key("ada")), Person(database, clock, key("ben"))
        await ada.sign()
        path.rename(tmp_path / "aside")

        await refuses(ben)
        for _ in range(3):
            with pytest.raises(StoreUnreadable):
                await ada.standing()
        assert not path.exists()

        (tmp_path / "aside").rename(path)
        assert (await ada.sign()).outcome is Signing.ALREADY
        assert (await ben.sign()).outcome is Signing.SIGNED
        assert await total(database) == Counts(2)

    assert log_lines(caplog) == [
        "writing: the database file is gone",
        "reading: the database file is gone",
        "writing: works again",
        "reading: works again",
    ]
    assert await problems_of(f"sqlite:///{path}") == []


@pytest.mark.parametrize("reading_first", [True, False])
async def test_a_replaced_file_is_opened_anew(
    path: Path, clock: TickingClock, tmp_path: Path, reading_first: bool
) -> None:
    async with opened(path, clock) as database:
        ada, ben = Person(database, clock, key("ada")), Person(database, clock, key("ben"))
        await ada.sign()
        await backup(f"sqlite:///{path}", tmp_path / "kept", secret=KEYS.secret)
        await ben.sign()
        (tmp_path / "kept").replace(path)

        if reading_first:
            assert await total(database) == Counts(1)
        assert (await ben.sign()).outcome is Signing.SIGNED
        assert (await ada.sign()).outcome is Signing.ALREADY
        assert await total(database) == Counts(2)

    assert await problems_of(f"sqlite:///{path}") == []


async def test_a_deleted_file_takes_its_log_along(
    path: Path, clock: TickingClock, tmp_path: Path, sqlite_template: Path
) -> None:
    # The old file's write-ahead log lies there still, and nothing in it says whose it is.
    async with opened(path, clock) as database:
        await asyncio.gather(*(Person(database, clock, key(n)).sign() for n in range(50)))
        assert path.with_name(f"{path.name}-wal").stat().st_size > 0
        path.unlink()
        shutil.copyfile(sqlite_template, path)

        assert await total(database) == Counts(0)
        assert (await Person(database, clock, key(1)).sign()).outcome is Signing.SIGNED
        assert await total(database) == Counts(1)

    assert await problems_of(f"sqlite:///{path}") == []


@pytest.mark.parametrize("reading_first", [True, False])
async def test_what_stood_in_a_deleted_log_is_saved(
    path: Path, clock: TickingClock, tmp_path: Path, reading_first: bool
) -> None:
    async with opened(path, clock) as database:
        await Person(database, clock, key("ada")).sign()
        path.with_name(f"{path.name}-wal").unlink()

        if reading_first:
            assert await total(database) == Counts(1)
        assert (await Person(database, clock, key("ben")).sign()).outcome is Signing.SIGNED
        await backup(f"sqlite:///{path}", tmp_path / "kept", secret=KEYS.secret)

    assert (await verify_backup(tmp_path / "kept", secret=KEYS.secret)).counted == 2
    assert await problems_of(f"sqlite:///{path}") == []


class Pulled(Work[None]):
    """A change during which a file of the store is deleted."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def perform(self, connection: Connection) -> None:
        Remember(key="pulled", value="perhaps").perform(connection)
        self._file.unlink()


@pytest.mark.parametrize("ending", ["", "-wal"])
async def test_a_file_deleted_during_a_write_leaves_its_outcome_unknown(
    path: Path, clock: TickingClock, ending: str
) -> None:
    async with opened(path, clock) as database:
        with pytest.raises(OutcomeUnknown):
            await database.writer.submit(Pulled(path.with_name(path.name + ending)))

        if ending:
            assert (await Person(database, clock, key("ada")).sign()).outcome is Signing.SIGNED
            assert await database.meta.get("pulled") == "perhaps"
            assert path.with_name(path.name + ending).exists()
        else:
            await refuses(Person(database, clock, key("ada")))


async def test_a_file_of_another_program_is_left_alone(
    path: Path, clock: TickingClock, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / "foreign")) as foreign:
        foreign.execute("CREATE TABLE theirs (x)")
    async with opened(path, clock) as database:
        path.rename(tmp_path / "aside")
        (tmp_path / "foreign").rename(path)
        before = path.read_bytes()

        await refuses(Person(database, clock, key("ada")))
        with pytest.raises(StoreUnreadable):
            await total(database)
        assert path.read_bytes() == before

        (tmp_path / "aside").replace(path)
        assert (await Person(database, clock, key("ada")).sign()).outcome is Signing.SIGNED

    words = "the database file was replaced by one that this release cannot use"
    assert log_lines(caplog) == [
        f"writing: {words}",
        f"reading: {words}",
        "writing: works again",
    ]


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
