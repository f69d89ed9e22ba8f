"""What keeps the bot from starting is one sentence with its own exit code; the doctor finds it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.exits import Exit
from tests.process.conftest import TOKEN, Invoke


@pytest.fixture(autouse=True)
def token_for_nowhere(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Set a token, and let no Discord be there to take it: these starts must end before."""
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    monkeypatch.setattr("discord.http.Route.BASE", "http://127.0.0.1:9/api")


def test_the_secret_of_another_database(
    invoke: Invoke, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIGNER_SECRET", "the-secret-of-this-database-32-characters")
    assert invoke("migrate").exit_code == Exit.OK
    monkeypatch.delenv("SIGNER_SECRET")
    (place / "data/signer.secret").write_text("another-secret-of-thirty-two-characters")
    doctor = invoke("doctor")
    assert doctor.exit_code == Exit.DOCTOR
    assert "mend           signer secret: " in doctor.stdout
    assert invoke("run").exit_code == Exit.SECRET
    (place / "data/signer.secret").unlink()
    without = invoke("run")
    assert without.exit_code == Exit.SECRET
    assert "signer.secret is missing" in without.stderr
    assert not (place / "data/signer.secret").exists()


def test_postgresql_needs_a_secret(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch, postgresql_url: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", postgresql_url)
    without = invoke("run")
    assert without.exit_code == Exit.SECRET
    assert "secrets.token_urlsafe(32)" in without.stderr


def test_it_may_be_told_not_to_migrate(invoke: Invoke) -> None:
    refused = invoke("run", "--no-migrate")
    assert refused.exit_code == Exit.SCHEMA
    assert "python -m bot migrate" in refused.stderr


def test_a_broken_file_is_told_and_left_alone(invoke: Invoke, place: Path) -> None:
    (place / "data").mkdir()
    file = place / "data/outreach.sqlite3"
    file.write_bytes(b"a letter, and no database" * 500)
    refused = invoke("run")
    assert refused.exit_code == Exit.DATABASE
    assert len(refused.stderr.splitlines()) == 1
    doctor = invoke("doctor")
    assert doctor.exit_code == Exit.DOCTOR
    assert "mend           database: " in doctor.stdout
    assert file.read_bytes() == b"a letter, and no database" * 500


def test_wrong_numbers_are_found_while_nothing_is_changed(invoke: Invoke, place: Path) -> None:
    assert invoke("migrate").exit_code == Exit.OK
    with closing(sqlite3.connect(place / "data/outreach.sqlite3")) as connection, connection:
        connection.execute("INSERT INTO campaigns VALUES (1, 'askmoreofhim')")
        connection.execute(
            "INSERT INTO numbers (campaign, scope, counted, held, "
            "published_counted, published_held, published_minute) VALUES (1, x'', 7, 0, 0, 0, 0)"
        )
    doctor = invoke("doctor")
    assert doctor.exit_code == Exit.DOCTOR
    assert "numbers: the campaign: the numbers differ from the pledges by +7" in doctor.stdout
