"""The doctor finds what is wrong in a place, says how to mend it, and leaves it as it was."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.db import HEAD, migrate_database, open_database
from bot.outreach import phrases
from bot.running import say_starting
from bot.services.doctor import CONTAINER, DoctorContext, Mark, examine
from bot.services.unlocking import remember_secret, secret_to_run
from bot.settings import load_settings
from tests.db.old_stores import SECRET as OLD_SECRET
from tests.db.old_stores import make_old

CONTEXT = DoctorContext(
    phrases=phrases(),
    permissions=0,
    names_of=lambda _: [],
    api="http://127.0.0.1:9",
    clock=lambda: datetime(2026, 12, 1, 12, tzinfo=UTC),
)
SECRET = "thirty-two-characters-and-some-more"


async def found(subject: str) -> list[tuple[Mark, str]]:
    """Examine the place of the test; return what is said of one subject."""
    findings = [finding async for finding in examine(load_settings(), CONTEXT)]
    return [(one.mark, one.words) for one in findings if one.subject == subject]


async def first_start() -> None:
    settings = load_settings()
    url = settings.database_url.get_secret_value()
    secret = await secret_to_run(settings)
    async with open_database(url, secret=secret) as database:
        await remember_secret(database.meta, secret)


async def test_a_fresh_place_has_nothing_to_mend_but_perhaps_the_clock(place: Path) -> None:
    before = sorted(place.rglob("*"))
    findings = [finding async for finding in examine(load_settings(), CONTEXT)]
    assert {one.subject for one in findings if one.mark is Mark.MEND} <= {"clock"}
    assert (Mark.OK, "not made yet: the first start makes it") in await found("database")
    assert sorted(place.rglob("*")) == before


async def test_after_the_first_start_all_is_known(place: Path) -> None:
    await first_start()
    ((mark, words), *_) = await found("database")
    assert mark is Mark.OK
    assert "is whole, with schema" in words
    assert await found("numbers") == [(Mark.OK, "every counter equals the rows it counts")]
    said = await found("signer secret")
    assert [mark for mark, _ in said] == [Mark.OK, Mark.OK]
    assert said[0][1] == "it is the one this database was keyed with"
    assert "in one folder with the database" in said[1][1]
    assert "never with the backups" in said[1][1]


def another_secret(place: Path) -> None:
    (place / "data/signer.secret").write_text(SECRET)


def no_secret(place: Path) -> None:
    (place / "data/signer.secret").unlink()


def half_a_secret(place: Path) -> None:
    (place / "data/signer.secret").write_text("short")


@pytest.mark.parametrize("harm", [another_secret, no_secret, half_a_secret])
async def test_a_secret_that_does_not_fit_is_found(
    place: Path, harm: Callable[[Path], None]
) -> None:
    await first_start()
    harm(place)
    assert [mark for mark, _ in await found("signer secret")] == [Mark.MEND]


async def test_a_secret_among_backups_is_found(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:///backups/outreach.sqlite3")
    await first_start()
    assert "lies among backups" in (await found("signer secret"))[-1][1]


async def test_a_secret_in_the_environment_needs_no_file(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIGNER_SECRET", SECRET)
    assert [mark for mark, _ in await found("signer secret")] == [Mark.OK]
    await first_start()
    monkeypatch.setenv("SIGNER_SECRET", SECRET.upper())
    assert [mark for mark, _ in await found("signer secret")] == [Mark.MEND]


async def test_a_store_that_cannot_be_read_hides_only_what_it_knows(place: Path) -> None:
    (place / "data").mkdir()
    (place / "data/outreach.sqlite3").write_bytes(b"a letter, and no database" * 500)
    assert [mark for mark, _ in await found("database")] == [Mark.MEND]
    assert [mark for mark, _ in await found("signer secret")] == [Mark.UNSEEN]
    assert await found("numbers") == []


async def test_another_schema_is_named(place: Path) -> None:
    await migrate_database(load_settings().database_url.get_secret_value())
    with closing(sqlite3.connect(place / "data/outreach.sqlite3")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    ((mark, words),) = await found("database")
    assert mark is Mark.MEND
    assert "has schema 9999, this release needs " in words


async def test_a_schema_that_is_not_the_one_it_says_is_found(place: Path) -> None:
    await first_start()
    with closing(sqlite3.connect(place / "data/outreach.sqlite3")) as connection, connection:
        connection.execute("CREATE VIEW spy AS SELECT * FROM listings")
    assert await found("database") == [
        (Mark.MEND, f"it is not as schema {HEAD} is made: the view spy does not belong")
    ]
    assert [mark for mark, _ in await found("numbers")] == [Mark.UNSEEN]
    assert (await found("signer secret"))[0][0] is Mark.OK


async def test_an_unfinished_copy_is_named_and_the_next_start_removes_it(place: Path) -> None:
    await first_start()
    left = place / "data/.outreach.sqlite3.migrating.unfinished"
    left.mkdir()
    (left / "copy").write_bytes(b"everybody")
    ((mark, words),) = await found("interrupted copy")
    assert mark is Mark.MEND
    assert words.startswith(str(left))
    await first_start()
    assert not left.exists()
    assert await found("interrupted copy") == []


async def test_an_older_database_is_checked_against_its_secret_too(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (place / "data").mkdir()
    await make_old(load_settings().database_url.get_secret_value())
    assert [mark for mark, _ in await found("signer secret")] == [Mark.MEND]
    monkeypatch.setenv("SIGNER_SECRET", OLD_SECRET.decode())
    assert [mark for mark, _ in await found("signer secret")] == [Mark.OK]


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
async def test_an_open_env_file_and_a_misspelt_name_are_found(place: Path) -> None:
    (place / ".env").write_text("DISCORD_TKN_=x\n")
    (place / ".env").chmod(0o644)
    assert await found("settings") == [
        (Mark.MEND, ".env sets DISCORD_TKN_, which does nothing: write DISCORD_TOKEN")
    ]
    assert await found("file modes") == [
        (Mark.MEND, ".env is open to everyone on this machine: chmod 600 .env")
    ]


async def test_a_disk_that_is_wiped_is_found(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DYNO", "worker.1")
    assert [mark for mark, _ in await found("settings")] == [Mark.MEND]


async def test_a_container_that_takes_the_database_along_is_told(
    place: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("bot.settings.goes_with_a_container", bool)
    assert (Mark.UNSEEN, CONTAINER) in await found("disk")
    say_starting(load_settings(), "askmoreofhim")
    assert "the database lies in this container and goes with it" in caplog.text
    monkeypatch.setenv("ALLOW_EPHEMERAL", "1")
    assert (Mark.UNSEEN, CONTAINER) not in await found("disk")


async def test_faults_of_the_configuration_are_found(place: Path) -> None:
    (place / "config/campaign.yaml").write_text("id: 7\n", encoding="utf-8")
    said = await found("configuration")
    assert {mark for mark, _ in said} == {Mark.MEND}
    assert said[0][1].startswith("config/campaign.yaml:1:")


async def test_a_server_elsewhere_is_not_guessed_at(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://someone:hunter2@127.0.0.1:9/campaign")
    findings = [finding async for finding in examine(load_settings(), CONTEXT)]
    assert "hunter2" not in str(findings)
    assert [mark for mark, _ in await found("encryption at rest")] == [Mark.UNSEEN]


async def test_without_a_network_discord_is_not_seen(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "the-token")
    assert [mark for mark, _ in await found("Discord")] == [Mark.UNSEEN]


async def test_a_server_that_takes_no_changes_is_something_to_mend(
    place: Path, monkeypatch: pytest.MonkeyPatch, postgresql_url: str
) -> None:
    monkeypatch.setenv("SIGNER_SECRET", SECRET)
    monkeypatch.setenv("DATABASE_URL", postgresql_url)
    await first_start()
    closed = f"{postgresql_url}&options=-c%20default_transaction_read_only%3Don"
    monkeypatch.setenv("DATABASE_URL", closed)
    (said, whole) = await found("database")
    assert said[0] is Mark.MEND
    assert said[1].startswith("it takes no changes")
    assert whole[0] is Mark.OK, "and all else is looked at"
