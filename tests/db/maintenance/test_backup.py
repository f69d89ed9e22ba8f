"""Backups are whole, private and fit both engines; a restore brings nobody erased back."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bot.db import Accepted, Database, backup, restore, verify_backup
from bot.db.maintenance.inspect import inspect_store
from bot.domain.pledges import Signing
from bot.domain.tallies import Counts
from bot.exits import CannotStart, Exit
from tests.db.fixtures import TickingClock
from tests.db.maintenance.filling import LOST, SECRET, fill, opened
from tests.db.people import CAMPAIGN, HERE, KEYS, THERE, Person, counts, key, wall
from tests.db.reading import problems_of


async def everything(database: Database) -> object:
    return (
        [
            await Person(database, TickingClock(), key(one)).standing()
            for one in ("ada", "ben", "eve")
        ],
        await Person(database, TickingClock(), key("kim"), keys=KEYS.of("another")).standing(),
        await counts(database),
        await counts(database, THERE),
        await wall(database),
        await database.settings.get(guild_id=HERE),
        await database.reconciliation.differences(campaign_id=CAMPAIGN),
    )


async def erase_and_sign_again(url: str, clock: TickingClock, name: str) -> None:
    async with opened(url) as database:
        person = Person(database, clock, key(name))
        await person.erase()
        await person.sign()


async def test_a_backup_is_made_while_the_bot_runs(
    database_url: str, clock: TickingClock, tmp_path: Path
) -> None:
    destination = tmp_path / "kept.sqlite3"
    await fill(database_url, clock)

    async with opened(database_url) as database:
        report = await backup(database_url, destination, secret=SECRET)
        await Person(database, clock, key("late")).sign()

    assert (report.path, report.counted, report.problems) == (destination, 3, ())
    assert report.proven
    assert report == await verify_backup(destination, secret=SECRET)
    assert destination.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.glob("*kept*")] == ["kept.sqlite3"]


async def test_a_backup_never_takes_the_place_of_another_file(
    database_url: str, clock: TickingClock, tmp_path: Path
) -> None:
    destination = tmp_path / "precious"
    destination.write_text("precious")

    with pytest.raises(CannotStart) as refused:
        await backup(database_url, destination, secret=SECRET)

    assert refused.value.code is Exit.BACKUP
    assert destination.read_text() == "precious"


async def test_the_same_rows_are_the_same_backup_on_both_engines(
    sqlite_url: str, postgresql_url: str, clock: TickingClock, tmp_path: Path
) -> None:
    await fill(sqlite_url, clock)
    await backup(sqlite_url, tmp_path / "one", secret=SECRET, clock=lambda: clock.now)
    await restore(postgresql_url, tmp_path / "one", secret=SECRET, accepted=LOST)
    await backup(postgresql_url, tmp_path / "two", secret=SECRET, clock=lambda: clock.now)

    def content(path: Path) -> list[str]:
        with closing(sqlite3.connect(path)) as connection:
            return list(connection.iterdump())

    assert content(tmp_path / "one") == content(tmp_path / "two")


async def test_a_backup_of_more_rows_than_fit_in_memory_at_once_is_whole(
    database_url: str, clock: TickingClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill(database_url, clock)
    await backup(database_url, tmp_path / "at-once", secret=SECRET, clock=lambda: clock.now)

    monkeypatch.setattr("bot.db.maintenance.copies.rows.CHUNK", 2)
    await backup(database_url, tmp_path / "in-parts", secret=SECRET, clock=lambda: clock.now)

    assert (tmp_path / "in-parts").read_bytes() == (tmp_path / "at-once").read_bytes()


@pytest.mark.parametrize("there", ["sqlite", "postgresql"])
async def test_a_backup_of_either_engine_restores_into_either(
    database_url: str,
    there: str,
    request: pytest.FixtureRequest,
    clock: TickingClock,
    tmp_path: Path,
    other_sqlite_url: str,
    other_postgresql_url: str,
) -> None:
    kept, other_url = (
        tmp_path / "kept",
        {"sqlite": other_sqlite_url}.get(there, other_postgresql_url),
    )
    await fill(database_url, clock)
    await backup(database_url, kept, secret=SECRET)

    report = await restore(other_url, kept, secret=SECRET, accepted=LOST)

    assert (report.counted, report.erased_again, report.mended) == (3, 0, ())
    assert report.backup == await verify_backup(kept, secret=SECRET)
    async with opened(database_url) as one, opened(other_url) as other:
        assert await everything(one) == await everything(other)
        new = await Person(other, clock, key("new")).sign()
        assert new.outcome is Signing.SIGNED
        for name in ("backup_made_at", "backup_digest", "backup_proof"):
            assert await other.meta.get(name) is None
    assert await problems_of(other_url) == []


async def test_nobody_who_was_erased_comes_back(
    database_url: str, clock: TickingClock, tmp_path: Path
) -> None:
    await fill(database_url, clock)
    await backup(database_url, tmp_path / "kept", secret=SECRET)
    async with opened(database_url) as database:
        await Person(database, clock, key("ada")).erase()
    await erase_and_sign_again(database_url, clock, "ben")

    report = await restore(database_url, tmp_path / "kept", secret=SECRET)

    assert report.erased_again == 2
    assert await problems_of(database_url) == []
    async with opened(database_url) as database:
        assert (await Person(database, clock, key("ada")).standing()).pledge is None
        assert await counts(database, HERE) == Counts(0)
        assert await wall(database) == ([], 0)
        # The count of erasures itself came along: a second restore forgets her again.
        await Person(database, clock, key("eve")).sign()
    assert (await restore(database_url, tmp_path / "kept", secret=SECRET)).erased_again == 2


async def test_who_signed_again_after_an_erasure_stays(
    database_url: str, clock: TickingClock, tmp_path: Path
) -> None:
    """No clock decides it: the new pledge may be of the very second of the erasure."""
    await fill(database_url, clock)
    await erase_and_sign_again(database_url, clock, "ada")
    await backup(database_url, tmp_path / "kept", secret=SECRET)

    assert (await restore(database_url, tmp_path / "kept", secret=SECRET)).erased_again == 0
    async with opened(database_url) as database:
        signed = await Person(database, clock, key("ada")).sign()
        assert signed.outcome is Signing.ALREADY


async def test_the_greater_count_of_erasures_is_kept(
    database_url: str, clock: TickingClock, tmp_path: Path
) -> None:
    await fill(database_url, clock)
    await erase_and_sign_again(database_url, clock, "ada")
    await backup(database_url, tmp_path / "first", secret=SECRET)
    await erase_and_sign_again(database_url, clock, "ada")
    await backup(database_url, tmp_path / "second", secret=SECRET)

    assert (await restore(database_url, tmp_path / "first", secret=SECRET)).erased_again == 1
    assert (await restore(database_url, tmp_path / "second", secret=SECRET)).erased_again == 0
    async with opened(database_url) as database:
        assert await database.pledges.times_erased(mark=KEYS.mark(key("ada"))) == 2
        assert (await Person(database, clock, key("ada")).standing()).signed


async def test_decks_are_not_brought_back(
    database_url: str, clock: TickingClock, tmp_path: Path
) -> None:
    await fill(database_url, clock)
    async with opened(database_url) as database:
        await database.decks.draw(keys=(b"d" * 16,), change=lambda states: ("one", (b"deck",)))
    await backup(database_url, tmp_path / "kept", secret=SECRET)
    assert b"d" * 16 not in (tmp_path / "kept").read_bytes()

    await restore(database_url, tmp_path / "kept", secret=SECRET)

    async with opened(database_url) as database:
        assert await database.decks.state(key=b"d" * 16) is None


async def test_a_restore_keeps_what_it_replaces(
    sqlite_url: str, clock: TickingClock, tmp_path: Path
) -> None:
    await fill(sqlite_url, clock)
    await backup(sqlite_url, tmp_path / "kept", secret=SECRET)
    async with opened(sqlite_url) as database:
        await Person(database, clock, key("late")).sign()

    report = await restore(sqlite_url, tmp_path / "kept", secret=SECRET, clock=TickingClock())

    assert report.kept is not None
    assert report.kept.name.startswith("outreach.sqlite3.before-restore-2026")
    assert (await verify_backup(report.kept, secret=SECRET)).counted == 4
    assert report.kept.stat().st_mode & 0o777 == 0o600
    names = {path.name for path in tmp_path.iterdir() if "lock" not in path.name}
    assert names == {"outreach.sqlite3", report.kept.name, "kept"}


async def test_a_restore_waits_for_no_bot(
    database_url: str, clock: TickingClock, tmp_path: Path
) -> None:
    await fill(database_url, clock)
    await backup(database_url, tmp_path / "kept", secret=SECRET)

    async with opened(database_url) as database:
        with pytest.raises(CannotStart) as refused:
            await restore(database_url, tmp_path / "kept", secret=SECRET)
        assert (await Person(database, clock, key("late")).sign()).outcome is Signing.SIGNED

    assert refused.value.code is Exit.SECOND_COPY


async def test_wrong_numbers_in_a_backup_are_named_and_counted_anew(
    sqlite_url: str, clock: TickingClock, tmp_path: Path
) -> None:
    await fill(sqlite_url, clock)
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as connection, connection:
        connection.execute("UPDATE numbers SET counted = 9 WHERE campaign = 1 AND scope = x''")
        connection.execute("UPDATE numbers SET held = 4 WHERE scope = ?", [KEYS.server(HERE)])

    report = await backup(sqlite_url, tmp_path / "kept", secret=SECRET)

    assert len(report.problems) == 3
    assert report.problems[0] == (
        "the campaign: the numbers differ from the pledges by +7 counted and +0 held"
    )
    assert report.problems == tuple(await problems_of(sqlite_url))
    with pytest.raises(CannotStart, match="--accept-wrong-numbers") as refused:
        await restore(sqlite_url, tmp_path / "kept", secret=SECRET)
    assert refused.value.code is Exit.BACKUP
    accepted = Accepted(wrong_numbers=True)
    restored = await restore(sqlite_url, tmp_path / "kept", secret=SECRET, accepted=accepted)
    assert (restored.mended, restored.counted) == (report.problems, 3)
    assert await problems_of(sqlite_url) == []


async def test_a_change_that_the_days_do_not_tell_is_told_by_them_after_a_restore(
    sqlite_url: str, clock: TickingClock, tmp_path: Path
) -> None:
    await fill(sqlite_url, clock)
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as connection, connection:
        connection.execute("DELETE FROM days")
        connection.execute("DELETE FROM numbers")
    await backup(sqlite_url, tmp_path / "kept", secret=SECRET)

    accepted = replace(LOST, wrong_numbers=True)
    restored = await restore(sqlite_url, tmp_path / "kept", secret=SECRET, accepted=accepted)

    assert restored.counted == 3
    assert await problems_of(sqlite_url) == []


async def test_there_is_nothing_to_back_up_before_the_first_start(
    clock: TickingClock, tmp_path: Path
) -> None:
    with pytest.raises(CannotStart) as refused:
        await backup(f"sqlite:///{tmp_path}/none", tmp_path / "kept", secret=SECRET)
    assert refused.value.code is Exit.DATABASE
    assert await inspect_store(f"sqlite:///{tmp_path}/none") is None
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def other_sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    shutil.copyfile(sqlite_template, tmp_path / "other.sqlite3")
    return f"sqlite:///{tmp_path}/other.sqlite3"
