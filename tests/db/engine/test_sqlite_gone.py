"""A SQLite file that is deleted or replaced: it is noticed, and no pledge is lost in silence."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot.db import backup, verify_backup
from bot.db.repositories.meta import Remember
from bot.db.transactions.work import Work
from bot.domain.pledges import Signing
from bot.domain.refusals import OutcomeUnknown, StoreUnreadable
from bot.domain.tallies import Counts
from tests.db.engine.sqlite_file import log_lines, opened, refuses, total
from tests.db.fixtures import TickingClock
from tests.db.people import KEYS, Person, key
from tests.db.reading import problems_of


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
