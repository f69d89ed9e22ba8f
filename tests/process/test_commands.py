"""Each command does its one thing, and words each ordinary mistake with its own exit code."""

from __future__ import annotations

import asyncio
import re
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest
import yaml

from bot.command_line import main
from bot.config import load
from bot.db.migrate import HEAD
from bot.exits import CannotStart, Exit
from bot.interactions.permissions import INVITED_PERMISSIONS
from bot.invitation import application_id_in
from bot.outreach import phrases
from bot.rehearsal import PORT
from tests.db.old_stores import SECRET, make_old
from tests.process.conftest import Invoke

TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcdE.abcdefghijklmnopqrstuvwxyz0123456789ab"
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


def test_check_says_valid(invoke: Invoke) -> None:
    result = invoke("check")
    valid, *remarks = result.stdout.splitlines()
    assert (result.exit_code, valid) == (Exit.OK, "configuration is valid")
    men = [one for one in remarks if one.endswith("has no resources for survivor-men")]
    vouched = [one for one in remarks if "the list of phone numbers does not know" in one]
    unchecked, *codes = remarks[len(men) :]
    assert unchecked.endswith(
        "66 of 66 have not been checked by this campaign yet; the page says so"
    )
    assert codes == vouched
    assert len(vouched) == 4


def test_check_lists_every_fault(invoke: Invoke, place: Path) -> None:
    campaign = place / "config" / "campaign.yaml"
    campaign.write_text(
        campaign.read_text(encoding="utf-8").replace("\nname:", "\nnmae:"), encoding="utf-8"
    )
    result = invoke("check")
    assert result.exit_code == Exit.CONFIGURATION
    assert result.stdout == ""
    assert re.search(r"^config/campaign\.yaml:\d+:\d+: .*nmae", result.stderr, re.MULTILINE)
    assert "did you mean" in result.stderr


def test_check_lists_what_a_language_lacks(invoke: Invoke, place: Path) -> None:
    words = place / "config/messages/it.yaml"
    some = 'commands:\n  tally: "A che punto è"\ntally:\n  counted:\n    other: "{count}"\n'
    words.write_text(some, encoding="utf-8")
    result = invoke("check", "--locale", "it")
    assert result.exit_code == Exit.OK
    told = r"\nit: \d+ missing, shown in English\nTo translate, copy into messages/it.yaml, .*:\n"
    (first, listed) = re.split(told, result.stdout)
    assert "configuration is valid" in first
    copied, forms = listed.split("Plural forms for which “other” stands in:\n")
    assert forms == "  tally.counted: one, many\n"
    lacking = yaml.safe_load(copied)
    assert lacking["commands"]["pledge"] == "The pledge: sign it, look at it, take it back"
    assert set(lacking["pledge"]["mine_servers"]) == {"one", "other"}
    assert "tally" not in lacking["commands"]
    assert "counted" not in lacking["tally"]
    words.write_text(copied, encoding="utf-8")
    assert "\ncommands:\n  tally: " in invoke("check", "--locale", "it").stdout


def test_check_tells_of_a_language_that_the_campaign_does_not_name(
    invoke: Invoke, place: Path
) -> None:
    campaign = place / "config" / "campaign.yaml"
    campaign.write_text(f"languages: [en]\n{campaign.read_text('utf-8')}", encoding="utf-8")
    told = invoke("check", "--locale", "fr").stdout
    assert "\nfr: whole; add it to the languages in campaign.yaml to have it spoken\n" in told


def test_check_knows_which_languages_there_are(invoke: Invoke) -> None:
    result = invoke("check", "--locale", "xx")
    assert result.exit_code == Exit.CONFIGURATION
    assert "“xx” is no language code" in result.stderr
    assert "did you mean “pt-BR”?" in invoke("check", "--locale", "pt-br").stderr
    assert invoke("check", "--locale", "ar").exit_code == Exit.OK


def test_check_says_when_a_language_is_whole(invoke: Invoke) -> None:
    assert invoke("check", "--locale", "en").stdout.endswith("en: whole\n")


def test_no_configuration_is_a_fault(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch, place: Path
) -> None:
    monkeypatch.setenv("CAMPAIGN_CONFIG", "elsewhere")
    result = invoke("check")
    assert result.exit_code == Exit.CONFIGURATION
    assert "elsewhere" in result.stderr


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


def write(place: Path, statement: str) -> None:
    with closing(sqlite3.connect(place / "data/outreach.sqlite3")) as connection, connection:
        connection.execute(statement)
