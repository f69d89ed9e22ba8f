"""A file that cannot be had, or a command that is stopped, ends in a sentence and its own code."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from bot.exits import Exit
from tests.process.conftest import ROOT, Invoke

pytestmark = pytest.mark.sampled

TOO_LONG = "x" * 300
SECRET = "a-secret-of-more-than-thirty-two-characters"


@pytest.mark.parametrize("command", ["migrate", "backup kept", "restore whole"])
def test_a_database_that_cannot_be_looked_for_is_one_sentence(
    invoke: Invoke, place: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    invoke("migrate")
    invoke("backup", "whole")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{TOO_LONG}")
    monkeypatch.setenv("SIGNER_SECRET", SECRET)
    result = invoke(*command.split())
    assert result.exit_code == Exit.DATABASE
    assert len(result.stderr.splitlines()) == 1
    assert {one.name for one in place.iterdir()} == {"config", "data", "whole"}


def test_the_doctor_names_a_database_that_cannot_be_looked_for(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{TOO_LONG}/{TOO_LONG}")
    result = invoke("doctor")
    assert result.exit_code == Exit.DOCTOR
    assert "database: The database cannot be looked for (File name too long)" in result.stdout


def test_a_secret_that_cannot_be_looked_for_is_one_sentence(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{TOO_LONG}/outreach.sqlite3")
    result = invoke("restore", "missing")
    assert result.exit_code == Exit.SECRET
    assert "signer.secret cannot be used (File name too long)" in result.stderr


def test_backups_that_cannot_be_are_one_sentence(invoke: Invoke) -> None:
    invoke("migrate")
    for command in ("backup", "restore"):
        result = invoke(command, TOO_LONG)
        assert result.exit_code == Exit.BACKUP
        assert len(result.stderr.splitlines()) == 1


def test_a_backup_that_this_user_may_not_read_is_one_sentence(
    invoke: Invoke, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command line alone would call it a wrong use of the command."""
    invoke("migrate")
    (place / "kept").write_bytes(b"")
    monkeypatch.setattr(os, "access", lambda *_: False)  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
    assert invoke("restore", "kept").exit_code == Exit.BACKUP
    assert "is there already" in invoke("backup", "kept").stderr


@pytest.mark.parametrize("in_the_way", ["config/schema", "config"])
def test_schemas_that_cannot_be_written_are_one_sentence(
    invoke: Invoke, place: Path, monkeypatch: pytest.MonkeyPatch, in_the_way: str
) -> None:
    monkeypatch.setenv("CAMPAIGN_CONFIG", f"own/{in_the_way}".removesuffix("/schema"))
    (place / "own").mkdir()
    (place / "own" / in_the_way).parent.mkdir(exist_ok=True)
    (place / "own" / in_the_way).write_text("a file where a folder should be")
    result = invoke("schema")
    assert result.exit_code == Exit.CONFIGURATION
    assert result.stderr.startswith("The schemas cannot be written into own/config/schema (")
    assert len(result.stderr.splitlines()) == 1


def test_a_configuration_that_cannot_be_looked_for_is_a_fault(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAMPAIGN_CONFIG", TOO_LONG)
    result = invoke("check")
    assert result.exit_code == Exit.CONFIGURATION
    assert "the folder cannot be looked for: File name too long" in result.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every name is Unicode")
def test_a_folder_whose_name_is_no_text_is_a_folder(
    invoke: Invoke, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = place / os.fsdecode(b"caf\xe9 of us")
    folder.mkdir()
    monkeypatch.setenv("CAMPAIGN_CONFIG", str(place / "config"))
    monkeypatch.chdir(folder)
    for command in ("migrate", "backup kept", "restore kept"):
        result = invoke(*command.split())
        assert (result.exit_code, result.stderr) == (Exit.OK, ""), command


@pytest.mark.parametrize("command", ["backup kept", "restore kept", "doctor"])
@pytest.mark.parametrize(
    ("told", "by"),
    [
        (signal.SIGINT, []),
        (signal.SIGTERM, []),
        (signal.SIGTERM, ["sh", "-c", 'trap "" INT; exec "$@"', "background"]),
    ],
)
def test_a_command_that_is_stopped_says_so(
    invoke: Invoke, place: Path, command: str, told: signal.Signals, by: list[str]
) -> None:
    """The database is a server that takes the connection and never says a word."""
    invoke("migrate")
    invoke("backup", "kept" if "restore" in command else "another")
    names = sorted(place.iterdir())
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(60)
        port = server.getsockname()[1]
        process = subprocess.Popen(  # noqa: S603 - this program, by a name of ours
            [*by, sys.executable, "-m", "bot", *command.split()],
            cwd=place,
            env={
                **os.environ,
                "PYTHONPATH": str(ROOT),
                "DATABASE_URL": f"postgres://someone@127.0.0.1:{port}/campaign?sslmode=disable",
                "SIGNER_SECRET": SECRET,
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        taken, _ = server.accept()
        with taken:
            process.send_signal(told)
            _, said = process.communicate(timeout=60)

    assert said.decode() == "Stopped before it was done: repeat the command.\n"
    assert process.returncode == Exit.STOPPED
    assert sorted(place.iterdir()) == names
