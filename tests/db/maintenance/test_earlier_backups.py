"""A backup of an earlier release is brought to this schema, without the people erased since."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import MetaData, create_engine
from sqlalchemy.pool import NullPool

from bot.db import Accepted, backup, migrate, open_database, restore
from bot.db.maintenance.copies.proof import write_label
from bot.db.maintenance.copies.rows import rows_of
from bot.db.migrate import REVISIONS
from bot.db.schema import metadata
from bot.exits import CannotStart, Exit
from tests.db.fixtures import TickingClock
from tests.db.maintenance.filling import fill
from tests.db.old_stores import (
    ADA,
    ELSEWHERE,
    EVERYBODY,
    SECRET,
    make_old,
    old_mark,
)
from tests.db.people import HERE, KEYS, Person, choice, key
from tests.db.reading import problems_of

pytestmark = pytest.mark.sampled(of="postgresql")

OLD = REVISIONS[:2]
AT = datetime(2026, 11, 1, tzinfo=UTC)
ALL = Accepted(lost_erasures=True, unproven=True)
UNPROVEN = Accepted(unproven=True)


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


SINCE = ("moderation_log", "panels", "briefs", "boards", "milestones", "cases", "notices")
"""The tables that came after that release."""
COLUMN = "reason_before"
"""The column of attributions that came after it."""


def _made_in(revision: str, what: str) -> list[str]:
    """Return what made the table of the wall, or the index of servers, in an earlier release.

    The wall had no reason then, and the index began with the campaign.
    """
    with create_engine("sqlite://", poolclass=NullPool).connect() as connection:
        migrate.upgrade(connection, revision)
        made = "SELECT sql FROM sqlite_master WHERE ? IN (tbl_name, name) AND sql IS NOT NULL"
        return [row[0] for row in connection.exec_driver_sql(made, (what,))]


def _as_the_release_before(path: Path) -> None:
    """Make a backup of this release into what the one before it wrote, with its own proof."""
    with closing(sqlite3.connect(path)) as connection, connection:
        for name in SINCE:
            connection.execute(f"DROP TABLE {name}")
        connection.execute(f"ALTER TABLE attributions DROP COLUMN {COLUMN}")
        connection.executescript(
            "ALTER TABLE listings RENAME TO later; DROP INDEX ix_listings_wall;"
            "DROP INDEX ix_attributions_server"
        )
        for what in ("listings", "ix_attributions_server"):
            for made in _made_in("0003", what):
                connection.execute(made)
        connection.execute("INSERT INTO listings SELECT key, wall, user_id FROM later ORDER BY key")
        connection.execute("DROP TABLE later")
        connection.executescript(
            "UPDATE alembic_version SET version_num = '0003'; "
            "DELETE FROM meta WHERE key LIKE 'backup\\_%' ESCAPE '\\'"
        )
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        digest, there = sha256(), MetaData()
        there.reflect(connection)
        names = [one.name for one in metadata.sorted_tables if one.name not in SINCE]
        for table in (there.tables[name] for name in names if name != "letter_decks"):
            digest.update(f"{table.name} {table.columns.keys()}\n".encode())
            rows = [tuple(row) for chunk in rows_of(connection, table) for row in chunk]
            if rows:
                digest.update(("\n".join(map(ascii, rows)) + "\n").encode())
        write_label(connection, SECRET, revision="0003", made_at=AT, digest=digest.digest())
    engine.dispose()


async def test_a_backup_of_the_release_before_is_proven_and_knows_epochs(
    database_url: str, clock: TickingClock, tmp_path: Path
) -> None:
    """Who signed again after an erasure stays; who was erased since the backup does not."""
    await fill(database_url, clock)
    async with open_database(database_url, migrate=False) as database:
        await database.settings.change(choice("channel_rest", "60"))
    await backup(database_url, tmp_path / "kept", secret=SECRET)
    _as_the_release_before(tmp_path / "kept")
    async with open_database(database_url, migrate=False) as database:
        await Person(database, clock, key("ben")).erase()

    report = await restore(database_url, tmp_path / "kept", secret=SECRET)

    assert (report.backup.revision, report.backup.proven) == ("0003", True)
    assert report.erased_again == 1
    assert await problems_of(database_url) == []
    async with open_database(database_url, migrate=False) as database:
        assert (await Person(database, clock, key("ada")).standing()).signed
        kim = Person(database, clock, key("kim"), keys=KEYS.of("another"))
        assert (await kim.standing()).signed
        assert (await database.settings.get(guild_id=HERE))["channel_rest"] == 60
        assert await database.settings.log(guild_id=HERE, limit=1, offset=0) == ((), 0)
