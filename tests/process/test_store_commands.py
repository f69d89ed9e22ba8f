"""The commands of the operator that make, count, keep or bring back a store."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.config import load
from bot.db.migrate import HEAD
from bot.exits import Exit
from bot.outreach import phrases
from tests.db.old_stores import SECRET, make_old
from tests.process.conftest import TOKEN, Invoke


def test_migrate_makes_the_store_and_may_be_repeated(invoke: Invoke, place: Path) -> None:
    for _ in range(2):
        assert invoke("migrate").exit_code == Exit.OK
    assert (place / "data/outreach.sqlite3").exists()
    assert not (place / "data/signer.secret").exists()


def test_recount_says_what_was_wrong_and_then_that_all_is_right(
    invoke: Invoke, place: Path
) -> None:
    assert invoke("recount").exit_code == Exit.SCHEMA, "there is nothing to count yet"
    assert invoke("migrate").exit_code == Exit.OK
    with closing(sqlite3.connect(place / "data/outreach.sqlite3")) as connection, connection:
        connection.execute("INSERT INTO campaigns (number, id) VALUES (1, 'spring')")
        connection.execute("INSERT INTO numbers VALUES (1, x'', 7, 0, 0, 0, 0)")
    first, second = invoke("recount"), invoke("recount")
    assert "counted anew: the campaign: the numbers differ from the pledges by +7" in first.stdout
    assert second.stdout == "every number is what its pledges come to\n"
    assert second.exit_code == Exit.OK


def test_moderation_counts_in_steps_of_five_and_names_nobody(invoke: Invoke, place: Path) -> None:
    assert invoke("moderation").exit_code == Exit.DATABASE, "there is nothing to look at yet"
    assert invoke("migrate").exit_code == Exit.OK
    empty = invoke("moderation")
    assert empty.stdout == "nothing is being checked, and nothing is set aside\n"
    campaign_id = load(place / "config", phrases()).campaign.id
    with closing(sqlite3.connect(place / "data/outreach.sqlite3")) as connection, connection:
        connection.execute("INSERT INTO campaigns (number, id) VALUES (1, ?)", [campaign_id])
        connection.execute("INSERT INTO texts VALUES (1, 1, '1', zeroblob(32), 'en')")
        for one in range(27):
            signer = bytes([one]) * 16
            connection.execute("INSERT INTO pledges VALUES (1, ?, 1, 1, 9, 9, 0)", [signer])
            row = [signer, b"s" * 16, *((1, 1, 1) if one < 18 else (2, 11 + one % 2, 0))]
            connection.execute(
                "INSERT INTO attributions (campaign, signer, server, state, reason, age_band, hour)"
                " VALUES (1, ?, ?, ?, ?, ?, 9)",
                row,
            )
    assert invoke("moderation").stdout.splitlines() == [
        "server 73737373",
        "  being checked, new accounts: at least 15",
        "  set aside, looked like a raid: at least 5",
        "  set aside, several accounts of one person: fewer than 5",
    ]


@pytest.mark.parametrize("revision", ["0001", "0002"])
def test_migrate_and_run_refuse_an_older_database_without_its_secret(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch, place: Path, revision: str
) -> None:
    (place / "data").mkdir()
    file = place / "data/outreach.sqlite3"
    asyncio.run(make_old(f"sqlite:///{file}", revision))
    before = file.read_bytes()
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    for secret in ("", "another-secret-of-thirty-two-characters"):
        monkeypatch.setenv("SIGNER_SECRET", secret)
        for command in ("migrate", "run"):
            assert invoke(command).exit_code == Exit.SECRET
    assert file.read_bytes() == before
    assert [one.name for one in (place / "data").iterdir()] == ["outreach.sqlite3"]
    monkeypatch.setenv("SIGNER_SECRET", SECRET.decode())
    assert invoke("migrate").exit_code == Exit.OK
    monkeypatch.setenv("SIGNER_SECRET", "another-secret-of-thirty-two-characters")
    for command in ("migrate", "run"):
        assert invoke(command).exit_code == Exit.SECRET


@pytest.mark.parametrize("command", ["migrate", "run"])
def test_a_schema_that_is_not_the_one_it_says_ends_the_start(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch, place: Path, command: str
) -> None:
    invoke("migrate")
    write(place, "CREATE VIEW spy AS SELECT * FROM listings")
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    result = invoke(command)
    assert result.exit_code == Exit.SCHEMA
    assert "the view spy does not belong" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_newer_schema_names_both_revisions(invoke: Invoke, place: Path) -> None:
    invoke("migrate")
    write(place, "UPDATE alembic_version SET version_num = '9999'")
    result = invoke("migrate")
    assert result.exit_code == Exit.SCHEMA
    assert "9999" in result.stderr
    assert HEAD in result.stderr


def test_an_unreachable_database_is_one_sentence(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://someone:hunter2@127.0.0.1:9/campaign")
    result = invoke("migrate")
    assert result.exit_code == Exit.DATABASE
    assert len(result.stderr.splitlines()) == 1
    assert "hunter2" not in result.output
    assert "someone" not in result.output


def test_backup_and_restore_go_round(invoke: Invoke, place: Path) -> None:
    invoke("migrate")
    made = invoke("backup", "backups/first.sqlite3")
    assert made.exit_code == Exit.OK
    assert "backups/first.sqlite3: 0 pledges" in made.stdout
    assert invoke("backup", "backups/first.sqlite3").exit_code == Exit.BACKUP
    restored = invoke("restore", "backups/first.sqlite3")
    assert (restored.exit_code, restored.stderr) == (Exit.OK, "")
    assert "restored: 0 pledges count now" in restored.stdout
    assert re.search(r"mend +restore: .*\.before-restore-.* delete it", invoke("doctor").stdout)
    assert invoke("migrate").exit_code == Exit.OK


def test_numbers_that_are_wrong_are_not_backed_up_in_silence(invoke: Invoke, place: Path) -> None:
    invoke("migrate")
    write(place, "INSERT INTO campaigns (number, id) VALUES (1, 'askmoreofhim')")
    write(place, "INSERT INTO numbers VALUES (1, x'', 7, 0, 0, 0, 0)")
    made = invoke("backup", "first.sqlite3")
    assert made.exit_code == Exit.OK
    assert made.stderr.startswith(
        "The numbers are not right: the campaign: the numbers differ from the pledges by +7"
    )


def test_a_backup_that_is_none_changes_nothing(invoke: Invoke, place: Path) -> None:
    invoke("migrate")
    before = (place / "data/outreach.sqlite3").read_bytes()
    (place / "letter.txt").write_text("no backup")
    for name in ("letter.txt", "missing"):
        assert invoke("restore", name).exit_code == Exit.BACKUP
    assert (place / "data/outreach.sqlite3").read_bytes() == before


def test_a_backup_into_a_file_as_folder_is_refused(invoke: Invoke, place: Path) -> None:
    invoke("migrate")
    (place / "letter.txt").write_text("no folder")
    result = invoke("backup", "letter.txt/first.sqlite3")
    assert result.exit_code == Exit.BACKUP
    assert "letter.txt cannot be made" in result.stderr


def write(place: Path, statement: str) -> None:
    with closing(sqlite3.connect(place / "data/outreach.sqlite3")) as connection, connection:
        connection.execute(statement)
