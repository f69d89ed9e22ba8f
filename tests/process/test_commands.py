"""Each command does its one thing, and words each ordinary mistake with its own exit code."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from bot.command_line import main
from bot.exits import CannotStart, Exit
from bot.interactions.permissions import INVITED_PERMISSIONS
from bot.invitation import application_id_in
from bot.rehearsal import PORT
from tests.process.conftest import TOKEN, Invoke

COMMANDS = [
    "run",
    "rehearse",
    "migrate",
    "check",
    "new",
    "preview",
    "tryout",
    "doctor",
    "invite",
    "backup",
    "restore",
    "recount",
    "moderation",
    "schema",
]
NEEDED = {"tryout": ("--channel", "1")}


def test_without_a_command_it_says_what_there_is(invoke: Invoke) -> None:
    result = invoke()
    assert result.exit_code == Exit.OK
    for command in COMMANDS:
        assert re.search(rf"^  {command} ", result.stdout, re.MULTILINE)
    assert sorted(main.commands) == sorted(COMMANDS)


def test_help_needs_no_valid_settings(invoke: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "none")
    assert invoke("run", "--help").exit_code == Exit.OK


@pytest.mark.parametrize(
    "command", [name for name in COMMANDS if name not in ("backup", "restore", "new")]
)
def test_a_wrong_setting_ends_every_command(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("LOG_LEVEL", "chatty")
    result = invoke(command, *NEEDED.get(command, ()))
    assert result.exit_code == Exit.CONFIGURATION
    assert result.stderr == "LOG_LEVEL should be debug, info, warning, error or critical.\n"


def test_invite_asks_for_exactly_what_is_used(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    result = invoke("invite")
    assert result.stdout == (
        "https://discord.com/oauth2/authorize?client_id=123456789012345678"
        f"&scope=bot+applications.commands&permissions={INVITED_PERMISSIONS}&integration_type=0\n"
    )


def test_a_personal_invite_adds_commands_to_an_account_and_asks_for_nothing(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    result = invoke("invite", "--personal")
    assert result.exit_code == Exit.OK
    assert "scope=applications.commands" in result.stdout
    assert "integration_type=1" in result.stdout
    assert "permissions" not in result.stdout


@pytest.mark.parametrize("command", ["invite", "run"])
def test_without_a_token_it_says_where_one_is(invoke: Invoke, command: str) -> None:
    result = invoke(command)
    assert result.exit_code == Exit.TOKEN
    assert result.stderr.startswith("DISCORD_TOKEN is not set: ")
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("token", ["abc", "a.b.c", "aGVsbG8.b.c", "MTIz.b.c", "ü.b.c", ".", "12"])
def test_what_is_no_token_is_not_guessed_at(token: str) -> None:
    with pytest.raises(CannotStart) as refusal:
        application_id_in(token)
    assert refusal.value.code is Exit.TOKEN
    assert token not in refusal.value.sentence or token == "."


def test_schema_writes_what_editors_read(invoke: Invoke, place: Path) -> None:
    assert invoke("schema").exit_code == Exit.OK
    written = {path.name for path in (place / "config/schema").glob("*.json")}
    assert {"campaign.schema.json", "messages.schema.json"} <= written


@pytest.mark.skipif(sys.platform == "win32", reason="limits are POSIX's")
def test_no_crash_writes_the_memory_to_the_disk(invoke: Invoke) -> None:
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
    try:
        invoke("migrate")
        assert resource.getrlimit(resource.RLIMIT_CORE) == (0, hard)
    finally:
        resource.setrlimit(resource.RLIMIT_CORE, (soft, hard))


@pytest.mark.parametrize("command", [("run",), ("migrate",), ("restore", "x")])
def test_an_ephemeral_disk_is_refused_before_anything_is_made(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch, place: Path, command: tuple[str, ...]
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    monkeypatch.setenv("DYNO", "worker.1")
    assert invoke(*command).exit_code == Exit.EPHEMERAL_DISK
    assert not (place / "data").exists()


@pytest.mark.parametrize(
    ("arguments", "environment", "handed_on"),
    [
        ((), {}, {"port": PORT, "open_browser": True, "fresh": False, "script": False}),
        ((), {"PORT": "9000"}, {"port": 9000}),
        (("--port", "9001"), {"PORT": "9000"}, {"port": 9001}),
        (("--no-browser", "--fresh"), {}, {"open_browser": False, "fresh": True}),
        (
            ("--script",),
            {"CAMPAIGN_CONFIG": "other"},
            {"script": True, "config_root": Path("other")},
        ),
    ],
)
def test_rehearse_hands_its_options_on(
    invoke: Invoke,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    environment: dict[str, str],
    handed_on: dict[str, object],
) -> None:
    given: dict[str, object] = {}

    def rehearsed(**options: object) -> int:
        given.update(options)
        return Exit.REHEARSAL

    monkeypatch.setattr("bot.command_line.run_rehearsal", rehearsed)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert invoke("rehearse", *arguments).exit_code == Exit.REHEARSAL
    assert given | handed_on == given
