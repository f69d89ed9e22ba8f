"""Backups are whole, private and portable; a restore brings nobody back who was erased."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest

from bot.db import Database, backup, open_database, restore, verify_backup
from bot.db.maintenance.inspect import inspect_store
from bot.domain.identity import FINGERPRINT, SignerKeys
from bot.domain.pledges import Signing, Visibility
from bot.domain.settings import ServerSettings
from bot.domain.tallies import Counts
from bot.exits import CannotStart, Exit
from tests.db.fixtures import TickingClock
from tests.db.people import CAMPAIGN, HERE, KEYS, THERE, Person, key
from tests.db.reading import problems_of


@asynccontextmanager
async def opened(url: str, clock: TickingClock) -> AsyncGenerator[Database]:
    async with open_database(url, clock=clock, migrate=False) as database:
        yield database


async def fill(url: str, clock: TickingClock) -> None:
    async with opened(url, clock) as database:
        await database.meta.set(FINGERPRINT, KEYS.fingerprint())
        await database.settings.put(guild_id=HERE, settings=ServerSettings(locale="fr"))
        for name in ("ada", "ben", "eve"):
            person = Person(database, clock, key(name))
            await person.sign(HERE)
            await person.sign(THERE)
        await Person(database, clock, key("ada"), user_id=7).show(Visibility.LISTED)
        await Person(database, clock, key("eve")).withdraw(everywhere=True)


async def everything(database: Database) -> object:
    return (
        [
            await database.pledges.standing(campaign_id=CAMPAIGN, signer_key=key(name))
            for name in ("ada", "ben", "eve")
        ],
        await database.tallies.counts(campaign_id=CAMPAIGN, guild_id=None),
        await database.tallies.counts(campaign_id=CAMPAIGN, guild_id=THERE),
        await database.pledges.wall(campaign_id=CAMPAIGN, guild_id=HERE, offset=0, limit=9),
        await database.settings.get(guild_id=HERE),
        await database.reconciliation.differences(campaign_id=CAMPAIGN),
    )


async def test_a_backup_is_made_while_the_bot_runs(
    database_url: str, clock: TickingClock, tmp_path: Path
) -> None:
    destination = tmp_path / "kept.sqlite3"
    await fill(database_url, clock)

    async with opened(database_url, clock) as database:
        report = await backup(database_url, destination, clock=clock)
        await Person(database, clock, key("late")).sign()

    assert (report.path, report.counted, report.problems) == (destination, 2, ())
    assert report == await verify_backup(destination)
    assert destination.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.glob("*kept*")] == ["kept.sqlite3"]


async def test_a_backup_never_takes_the_place_of_another_file(
    database_url: str, clock: TickingClock, tmp_path: Path
) -> None:
    destination = tmp_path / "precious"
    destination.write_text("precious")

    with pytest.raises(CannotStart) as refused:
        await backup(database_url, destination, clock=clock)

    assert refused.value.code is Exit.BACKUP
    assert destination.read_text() == "precious"


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
    await backup(database_url, kept, clock=clock)

    report = await restore(other_url, kept, keys=KEYS, accept_lost_erasures=True, clock=clock)

    assert (report.counted, report.erased_again, report.problems) == (2, 0, ())
    async with opened(database_url, clock) as one, opened(other_url, clock) as other:
        assert await everything(one) == await everything(other)
        new = await Person(other, clock, key("new")).sign()
        assert new.standing.pledge is not None
        assert new.standing.pledge.id > 3
        assert await other.meta.get("backup_made_at") is None
    assert await problems_of(other_url) == []


async def test_nobody_who_was_erased_comes_back(
    database_url: str, clock: TickingClock, tmp_path: Path
) -> None:
    await fill(database_url, clock)
    await backup(database_url, tmp_path / "kept", clock=clock)
    async with opened(database_url, clock) as database:
        await Person(database, clock, key("ada")).erase()
        await Person(database, clock, key("ben")).erase()
        await Person(database, clock, key("ben")).sign()

    report = await restore(database_url, tmp_path / "kept", keys=KEYS, clock=clock)

    assert report.erased_again == 2
    assert await problems_of(database_url) == []
    async with opened(database_url, clock) as database:
        assert (await Person(database, clock, key("ada")).standing()).pledge is None
        assert await database.tallies.counts(campaign_id=CAMPAIGN, guild_id=HERE) == Counts(0)
        assert await database.pledges.wall(
            campaign_id=CAMPAIGN, guild_id=HERE, offset=0, limit=9
        ) == ([], 0)
        # The ledger of erasures itself came along: a second restore forgets her again.
        await Person(database, clock, key("eve")).sign()
    assert (
        await restore(database_url, tmp_path / "kept", keys=KEYS, clock=clock)
    ).erased_again == 2


async def test_who_signed_again_after_an_erasure_stays(
    database_url: str, clock: TickingClock, tmp_path: Path
) -> None:
    await fill(database_url, clock)
    async with opened(database_url, clock) as database:
        ada = Person(database, clock, key("ada"))
        await ada.erase()
        clock.advance(seconds=1)
        await ada.sign()
    await backup(database_url, tmp_path / "kept", clock=clock)

    assert (
        await restore(database_url, tmp_path / "kept", keys=KEYS, clock=clock)
    ).erased_again == 0
    async with opened(database_url, clock) as database:
        signed = await Person(database, clock, key("ada")).sign()
        assert signed.outcome is Signing.ALREADY


async def test_a_restore_keeps_what_it_replaces(
    sqlite_url: str, clock: TickingClock, tmp_path: Path
) -> None:
    await fill(sqlite_url, clock)
    await backup(sqlite_url, tmp_path / "kept", clock=clock)
    async with opened(sqlite_url, clock) as database:
        await Person(database, clock, key("late")).sign()

    report = await restore(sqlite_url, tmp_path / "kept", keys=KEYS, clock=clock)

    assert report.kept is not None
    assert report.kept.name.startswith("outreach.sqlite3.before-restore-2026")
    assert (await verify_backup(report.kept)).counted == 3
    assert report.kept.stat().st_mode & 0o777 == 0o600
    names = {path.name for path in tmp_path.iterdir() if "lock" not in path.name}
    assert names == {"outreach.sqlite3", report.kept.name, "kept"}


async def test_a_restore_waits_for_no_bot(
    database_url: str, clock: TickingClock, tmp_path: Path
) -> None:
    await fill(database_url, clock)
    await backup(database_url, tmp_path / "kept", clock=clock)

    async with opened(database_url, clock) as database:
        with pytest.raises(CannotStart) as refused:
            await restore(database_url, tmp_path / "kept", keys=KEYS, clock=clock)
        assert (await Person(database, clock, key("late")).sign()).outcome is Signing.SIGNED

    assert refused.value.code is Exit.SECOND_COPY


async def test_lost_erasures_must_be_accepted(
    sqlite_url: str, clock: TickingClock, tmp_path: Path
) -> None:
    await fill(sqlite_url, clock)
    kept = tmp_path / "kept"
    await backup(sqlite_url, kept, clock=clock)
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    path.write_bytes(b"not a database any more, whatever it was" * 200)

    with pytest.raises(CannotStart, match="--accept-lost-erasures"):
        await restore(sqlite_url, kept, keys=KEYS, clock=clock)
    report = await restore(sqlite_url, kept, keys=KEYS, accept_lost_erasures=True, clock=clock)

    assert report.counted == 2
    assert report.kept is not None
    assert report.kept.read_bytes().startswith(b"not a database")


async def test_the_signer_secret_must_belong(
    database_url: str, clock: TickingClock, tmp_path: Path
) -> None:
    await fill(database_url, clock)
    await backup(database_url, tmp_path / "kept", clock=clock)
    async with opened(database_url, clock) as database:
        await Person(database, clock, key("ada")).erase()

    for keys in (SignerKeys(b"another secret of another bot...", CAMPAIGN), None):
        with pytest.raises(CannotStart) as refused:
            await restore(database_url, tmp_path / "kept", keys=keys, clock=clock)
        assert refused.value.code is Exit.SECRET
    async with opened(database_url, clock) as database:
        assert await database.tallies.counts(campaign_id=CAMPAIGN, guild_id=None) == Counts(1)


async def test_a_damaged_backup_replaces_nothing(
    database_url: str, clock: TickingClock, tmp_path: Path
) -> None:
    await fill(database_url, clock)
    kept = tmp_path / "kept"
    await backup(database_url, kept, clock=clock)
    whole = kept.read_bytes()

    for damaged in (b"", b"nothing" * 999, whole[: len(whole) // 2], hurt(whole)):
        kept.write_bytes(damaged)
        with pytest.raises(CannotStart) as refused:
            await restore(database_url, kept, keys=KEYS, clock=clock)
        assert refused.value.code is Exit.BACKUP
    with pytest.raises(CannotStart) as refused:
        await restore(database_url, tmp_path / "nowhere", keys=KEYS, clock=clock)
    assert refused.value.code is Exit.BACKUP
    assert await problems_of(database_url) == []


def hurt(whole: bytes) -> bytes:
    """Spoil a table's page in the middle."""
    middle = len(whole) // 4096 // 2 * 4096
    return whole[:middle] + b"\xff" * 4096 + whole[middle + 4096 :]


async def test_a_backup_whose_rows_lost_each_other_is_not_whole(
    sqlite_url: str, clock: TickingClock, tmp_path: Path
) -> None:
    await fill(sqlite_url, clock)
    await backup(sqlite_url, tmp_path / "kept", clock=clock)
    with closing(sqlite3.connect(tmp_path / "kept")) as connection, connection:
        connection.execute("DELETE FROM pledges WHERE id = 1")

    with pytest.raises(CannotStart, match="lost its pledge") as refused:
        await verify_backup(tmp_path / "kept")

    assert refused.value.code is Exit.BACKUP


async def test_a_backup_of_a_newer_release_is_refused(
    database_url: str, clock: TickingClock, tmp_path: Path
) -> None:
    kept = tmp_path / "kept"
    await backup(database_url, kept, clock=clock)
    with closing(sqlite3.connect(kept)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(CannotStart, match="9999") as refused:
        await restore(database_url, kept, keys=KEYS, clock=clock)

    assert refused.value.code is Exit.SCHEMA


async def test_wrong_numbers_in_a_backup_are_named(
    sqlite_url: str, clock: TickingClock, tmp_path: Path
) -> None:
    await fill(sqlite_url, clock)
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as connection, connection:
        connection.execute("UPDATE counters SET counted = 9 WHERE guild_id = 0")

    report = await backup(sqlite_url, tmp_path / "kept", clock=clock)

    assert len(report.problems) == 3
    assert report.problems[0] == (
        "the campaign: the counter says 9 counted and 0 held, the pledges say 2 and 0"
    )
    assert report.problems == tuple(await problems_of(sqlite_url))


async def test_a_ledger_without_its_guard_is_noticed(sqlite_url: str) -> None:
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as connection:
        connection.execute("DROP TRIGGER ledger_refuses_update")

    assert "triggers are gone" in (await problems_of(sqlite_url))[0]


async def test_there_is_nothing_to_back_up_before_the_first_start(
    clock: TickingClock, tmp_path: Path
) -> None:
    with pytest.raises(CannotStart) as refused:
        await backup(f"sqlite:///{tmp_path}/none", tmp_path / "kept", clock=clock)
    assert refused.value.code is Exit.DATABASE
    assert await inspect_store(f"sqlite:///{tmp_path}/none") is None
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def other_sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    shutil.copyfile(sqlite_template, tmp_path / "other.sqlite3")
    return f"sqlite:///{tmp_path}/other.sqlite3"
