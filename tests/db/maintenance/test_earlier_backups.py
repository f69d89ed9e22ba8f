"""A backup of an earlier release is brought to this schema, without the people erased since."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.db import Accepted, open_database, restore
from bot.db.migrate import REVISIONS
from bot.exits import CannotStart, Exit
from tests.db.fixtures import TickingClock
from tests.db.old_stores import ADA, ELSEWHERE, EVERYBODY, SECRET, make_old, old_mark
from tests.db.people import KEYS, Person
from tests.db.reading import problems_of

OLD = REVISIONS[:2]
ALL = Accepted(lost_erasures=True, unproven=True)
UNPROVEN = Accepted(unproven=True)


@pytest.mark.no_cover
@pytest.mark.parametrize("revision", OLD)
async def test_a_backup_of_an_earlier_release_is_restored(
    database_url: str, revision: str, clock: TickingClock, tmp_path: Path
) -> None:
    await make_old(f"sqlite:///{tmp_path}/old.sqlite3", revision)
    names = sorted(tmp_path.iterdir())

    with pytest.raises(CannotStart, match="--accept-unproven") as refused:
        await restore(database_url, tmp_path / "old.sqlite3", secret=SECRET)
    assert refused.value.code is Exit.BACKUP
    report = await restore(database_url, tmp_path / "old.sqlite3", secret=SECRET, accepted=ALL)

    assert (report.backup.revision, report.mended, report.erased_again) == (revision, (), 0)
    assert await problems_of(database_url) == []
    async with open_database(database_url, migrate=False) as database:
        for signer in EVERYBODY:
            keys = KEYS.of(signer.campaign_id)
            person = Person(database, clock, keys.signer(signer.user_id), signer.user_id, keys)
            assert (await person.standing()).pledge is not None
    kept = {path for path in tmp_path.iterdir() if "unfinished" in path.name}
    assert not kept
    assert set(names) <= set(tmp_path.iterdir())


async def test_who_was_erased_by_any_release_does_not_come_back(
    sqlite_url: str, clock: TickingClock, tmp_path: Path
) -> None:
    """By the marks of the release that made the backup, and by those of this one."""
    old = tmp_path / "old.sqlite3"
    await make_old(f"sqlite:///{old}", "0002")
    await restore(sqlite_url, old, secret=SECRET, accepted=ALL)
    ada, other = (KEYS.signer(one.user_id) for one in (ADA, ELSEWHERE))
    async with open_database(sqlite_url, migrate=False) as database:
        await Person(database, clock, ada).erase()
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as connection, connection:
        # as the migration carried it over
        connection.execute(
            "INSERT INTO erasures VALUES (?, 1)", (old_mark(ELSEWHERE.user_id)[:16],)
        )

    report = await restore(sqlite_url, old, secret=SECRET, accepted=UNPROVEN)

    assert report.erased_again == 2
    assert await problems_of(sqlite_url) == []
    async with open_database(sqlite_url, migrate=False) as database:
        for signer in (ada, other):
            assert (await Person(database, clock, signer).standing()).pledge is None


def _sql(script: str) -> Callable[[Path], None]:
    def spoil(path: Path) -> None:
        with closing(sqlite3.connect(path)) as connection:
            connection.executescript(script)

    return spoil


@pytest.mark.parametrize(
    "script",
    [
        "UPDATE pledges SET signed_at = 'long ago'",
        "UPDATE pledges SET created_at = 5",
        "UPDATE attributions SET guild_id = 'here' || guild_id",
        "PRAGMA foreign_keys = OFF; DELETE FROM pledges WHERE id = 7",
        "CREATE VIEW more AS SELECT 1",
        "DROP TRIGGER ledger_refuses_update",
    ],
)
async def test_an_earlier_backup_that_is_not_whole_is_refused(
    database_url: str, script: str, tmp_path: Path
) -> None:
    old = tmp_path / "old.sqlite3"
    await make_old(f"sqlite:///{old}", "0002")
    _sql(script)(old)

    with pytest.raises(CannotStart) as refused:
        await restore(database_url, old, secret=SECRET, accepted=ALL)

    assert refused.value.code is Exit.BACKUP
    assert [path for path in tmp_path.iterdir() if "unfinished" in path.name] == []
    assert await problems_of(database_url) == []
