"""Settings come whole from the environment and `.env`, or end with a sentence for each fault."""

from __future__ import annotations

import importlib
import sys
from io import StringIO
from pathlib import Path

import pytest

from bot.env_file import misspelt, read_env_file
from bot.exits import CannotStart, Exit
from bot.settings import NAMES, LogFormat, Settings, load_settings
from tests.process.conftest import TOKEN, refused

pytestmark = pytest.mark.usefixtures("empty_place")

SECRET = "a-secret-of-more-than-thirty-two-characters"


def test_nothing_set_is_a_small_local_campaign() -> None:
    settings = load_settings()
    assert settings.discord_token is None
    assert settings.sqlite_file == Path.cwd() / "data" / "outreach.sqlite3"
    assert settings.campaign_config == Path("config")
    assert settings.log_format is LogFormat.PLAIN
    assert settings.log_level == "info"
    assert not settings.allow_ephemeral


def test_the_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("LOG_LEVEL=debug\nPORT=8080\n")
    monkeypatch.setenv("LOG_LEVEL", "ERROR")
    settings = load_settings()
    assert (settings.log_level, settings.port) == ("error", 8080)


@pytest.mark.parametrize("blank", ["", "   "])
def test_a_blank_value_counts_as_unset(monkeypatch: pytest.MonkeyPatch, blank: str) -> None:
    for name in Settings.model_fields:
        monkeypatch.setenv(name.upper(), blank)
    assert load_settings() == Settings.model_construct()


def test_an_empty_variable_does_not_hide_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text(f"DISCORD_TOKEN={TOKEN}\n")
    monkeypatch.setenv("DISCORD_TOKEN", "")
    assert load_settings().token() == TOKEN


def test_a_file_as_an_editor_on_windows_writes_it() -> None:
    Path(".env").write_bytes(f"\ufeffDISCORD_TOKEN={TOKEN} \r\nPORT=1\r\n".encode())
    assert load_settings().token() == TOKEN


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DISCORD_TOKEN", f"Bot {TOKEN}"),
        ("DISCORD_TOKEN", f'"{TOKEN}"'),
        ("DISCORD_TOKEN", f"{TOKEN}\r\nX-Header: 1"),
        ("DATABASE_URL", "mysql://root:hunter2@db/campaign"),
        ("DATABASE_URL", "hunter2.sqlite3"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("DATABASE_URL", "sqlite://hunter2.sqlite3"),
        ("DATABASE_URL", "sqlite:///hunter2.sqlite3?mode=ro"),
        ("DATABASE_URL", "sqlite:///~hunter2/campaign.sqlite3"),
        ("DATABASE_URL", "postgres://someone:hunter2@host:port/campaign"),
        ("SIGNER_SECRET", "hunter2-and-31-characters-long."),
        ("SIGNER_SECRET", "hunter2hunter2hunter2hunter2hunter2"),
        ("LOG_FORMAT", "xml-hunter2"),
        ("LOG_LEVEL", "chatty-hunter2"),
        ("ALLOW_EPHEMERAL", "perhaps-hunter2"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "hunter2"),
    ],
)
def test_a_wrong_value_is_named_and_never_shown(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    refusal = refused()
    assert refusal.code is Exit.CONFIGURATION
    assert refusal.sentence.startswith(f"{name} should be ")
    assert "\n" not in refusal.sentence
    assert "hunter2" not in refusal.sentence
    assert TOKEN not in refusal.sentence
    assert (refusal.__cause__, refusal.__context__) == (None, None)


def test_every_wrong_value_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "x")
    monkeypatch.setenv("LOG_LEVEL", "x")
    assert [line.split()[0] for line in refused().sentence.splitlines()] == ["LOG_LEVEL", "PORT"]


def test_a_file_that_is_no_text_ends_in_a_sentence() -> None:
    Path(".env").write_bytes(b"DISCORD_TOKEN=\xff\xfe\n")
    assert ".env is not a text file in UTF-8" in refused().sentence


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('SIGNER_SECRET="hunter2\nPORT=1\n', 1),
        ("PORT=1\r\n\r\n# of mine\r\nDATABASE_URL sqlite:///hunter2\r\n", 4),
        ("PORT=1\nDATABASE URL=sqlite:///hunter2", 2),
        ("DATABASE_URL: sqlite:///hunter2\n", 1),
        ("PORT=1\nDATABASE_URL:sqlite:///hunter2\n", 2),
        ("DATABASE_URL:\n  hunter2\n", 1),
        ("set DATABASE_URL=sqlite:///hunter2\n", 1),
        ("$env:DATABASE_URL=sqlite:///hunter2\n", 1),
        ("PORT=1\nDATABASE_URL='sqlite:///hunter2';\n", 2),
        ("DATABASE_URL=sqlite:///hunter2;\n", 1),
        ('"DATABASE_URL=sqlite:///hunter2"\n', 1),
        ("- DATABASE_URL=sqlite:///hunter2\n", 1),
        ("MY_OWN='hunter2\nDATABASE_URL=sqlite:///hunter2\nMORE=''\n", 1),
        ("MY_OWN='hunter2\nDATABASE_URL=sqlite:///hunter2\nMORE='\n", 1),
        ("PORT=1\nDATABASE_URL=sqlite:///hunter2 DISCORD_TOKEN=a.b.c\n", 2),
        ('DATABASE_URL=sqlite:///hunter2"\n', 1),
        ("DATABASE_URL=sqlite:///hunter2',\n", 1),
        ("DATABASE_URL=sqlite:///hunter2,\n", 1),
        ("DATABASE_URL=postgres://ada:hunter2@host/name; LOG_LEVEL=debug\n", 1),
        ("DATABASE_URL=sqlite:///hunter2;MY_OWN=1\n", 1),
        ("CAMPAIGN_CONFIG=hunter2'\n", 1),
        ("PORT=1\nDATABASE_URL\n", 2),
        ("export DATABASE_URL\n", 1),
        ("SIGNER_SECRET\n", 1),
    ],
)
def test_a_line_that_says_nothing_ends_in_a_sentence(text: str, line: int) -> None:
    Path(".env").write_text(text, newline="")
    refusal = refused()
    assert refusal.code is Exit.CONFIGURATION
    assert refusal.sentence.startswith(f".env:{line}:1: this is not understood: write NAME=value")
    assert "hunter2" not in refusal.sentence


def test_a_second_value_of_a_name_ends_in_a_sentence() -> None:
    twice = "database_url=sqlite:///hunter2\n\nPORT=1\nDATABASE_URL=sqlite:///x\nPORT=1\n"
    Path(".env").write_text(twice)
    refusal = refused()
    assert refusal.code is Exit.CONFIGURATION
    assert refusal.sentence == ".env:4:1: another DATABASE_URL stands in line 1: leave one of them."
    Path(".env").write_text("DATABASE_URL=\nDATABASE_URL=sqlite:///x\nMY_OWN=1\nMY_OWN=2\n")
    assert load_settings().sqlite_file == Path.cwd() / "x"


@pytest.mark.parametrize("empty", ["DATABASE_URL=", 'DATABASE_URL="  "', "DATABASE_URL"])
def test_the_empty_lines_of_the_example_below_ones_own_take_nothing_back(empty: str) -> None:
    own = f"DATABASE_URL=sqlite:///mine.sqlite3\nSIGNER_SECRET={SECRET}\n"
    Path(".env").write_text(f"{own}\n# the example\n{empty}\nSIGNER_SECRET=\n")
    settings = load_settings()
    assert settings.sqlite_file == Path.cwd() / "mine.sqlite3"
    assert settings.signer_secret is not None
    assert settings.signer_secret.get_secret_value() == SECRET


def test_a_folder_in_the_place_of_the_file_is_not_passed_over() -> None:
    Path(".env").mkdir()
    assert ".env cannot be read (Is a directory)" in refused().sentence


def test_every_setting_says_what_it_should_be() -> None:
    assert [name for name, one in Settings.model_fields.items() if not one.description] == []


def test_secrets_do_not_print(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    monkeypatch.setenv("SIGNER_SECRET", SECRET)
    monkeypatch.setenv("DATABASE_URL", "postgres://someone:hunter2@db/campaign")
    shown = f"{load_settings()!r} {load_settings()}"
    for secret in (TOKEN, SECRET, "hunter2", "someone"):
        assert secret not in shown


def test_no_token_says_where_to_find_one() -> None:
    with pytest.raises(CannotStart, match=r"DISCORD_TOKEN is not set: .*rehearse") as refusal:
        load_settings().token()
    assert refusal.value.code is Exit.TOKEN


@pytest.mark.parametrize(
    ("environment", "starts"),
    [
        ({"DYNO": "worker.1"}, False),
        ({"DYNO": "worker.1", "ALLOW_EPHEMERAL": "0"}, False),
        ({"DYNO": "worker.1", "ALLOW_EPHEMERAL": "1"}, True),
        ({"DYNO": "worker.1", "DATABASE_URL": "postgres://u:p@h/d"}, True),
        ({"RAILWAY_ENVIRONMENT": "production"}, False),
        ({"RENDER": "true"}, False),
        ({"FLY_APP_NAME": "campaign"}, False),
        ({"KOYEB_APP_NAME": "campaign"}, False),
        ({"K_SERVICE": "campaign"}, False),
        ({"REPL_ID": "x"}, False),
        ({"FLY_APP_NAME": "campaign", "DATABASE_URL": "sqlite:////volume/x.sqlite3"}, True),
        ({"DYNO": "worker.1", "DATABASE_URL": "sqlite:////volume/x.sqlite3"}, False),
        ({}, True),
    ],
)
def test_pledges_are_not_kept_where_they_would_vanish(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], starts: bool
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("bot.settings.on_a_volume", Path("/volume/x.sqlite3").__eq__)
    settings = load_settings()
    if starts:
        settings.refuse_ephemeral_disk()
        return
    with pytest.raises(CannotStart, match="wipes its disk") as refusal:
        settings.refuse_ephemeral_disk()
    assert refusal.value.code is Exit.EPHEMERAL_DISK


def test_a_value_in_the_file_is_taken_to_the_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    words = "begins-$HOME-${USER}-${NOBODY:-x}-and-goes-on-0123456789"
    for quoted in (words, f"'{words}'", f'"{words}"'):
        Path(".env").write_text(f"SIGNER_SECRET={quoted}\nDISCORD_TOKEN=${{SIGNER_SECRET}}\n")
        for user in ("ada", "ben"):
            monkeypatch.setenv("USER", user)
            settings = load_settings()
            assert settings.signer_secret is not None
            assert settings.signer_secret.get_secret_value() == words
            assert settings.token() == "${SIGNER_SECRET}"


def test_an_empty_value_in_the_file_is_unset() -> None:
    Path(".env").write_text("SIGNER_SECRET=\nPORT=\nMY_OWN\nlog_level=debug\n")
    settings = load_settings()
    assert (settings.signer_secret, settings.port, settings.log_level) == (None, None, "debug")


def test_a_name_alone_in_the_file_leaves_what_the_environment_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Path(".env").write_text("SIGNER_SECRET\nPORT\n")
    monkeypatch.setenv("SIGNER_SECRET", SECRET)
    monkeypatch.setenv("PORT", "1")
    assert load_settings().port == 1


def test_a_secret_may_hold_any_sign() -> None:
    words = "as-made-by-a-keeper-of-passwords;X=1,'"
    Path(".env").write_text(f"SIGNER_SECRET={words}\n")
    secret = load_settings().signer_secret
    assert secret is not None
    assert secret.get_secret_value() == words


def test_a_misspelt_name_in_the_file_is_found() -> None:
    Path(".env").write_text("DISCORD_TKN_=x\nMY_OWN=1\nPORT=1\n")
    assert misspelt(NAMES) == {"DISCORD_TKN_": "DISCORD_TOKEN"}


@pytest.mark.parametrize(
    "name",
    ["DATABSE_URL", "DATABASE_URLS", "DATABASE_ULR", "DATEBASE_URL", "database-url", "DATABASEURL"],
)
def test_a_name_one_letter_off_ends_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    Path(".env").write_text(f"PORT=1\n\nexport {name}=postgres://ada:hunter2@host/name\n")
    refusal = refused()
    assert refusal.code is Exit.CONFIGURATION
    assert refusal.sentence == ".env:3:1: this name means nothing here: write DATABASE_URL."
    monkeypatch.setenv("DATABASE_URL", "sqlite:///x.sqlite3")
    assert load_settings().sqlite_file == Path.cwd() / "x.sqlite3"


def test_names_of_other_programs_are_left_alone() -> None:
    Path(".env").write_text(
        "HOST=x\nSPORT=x\nDATABASE_URL_OLD=x\nTEST_DATABASE_URL=x\nnpm.x=1\nLOG=1\n"
        "MY_KEY='-----BEGIN\nabc=def\n-----END'\n"
    )
    assert load_settings() == Settings.model_construct()


def test_python_dotenv_tells_of_each_line_where_it_is_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    parse = importlib.import_module("dotenv.parser").parse_stream
    told = [
        (one.key, one.value, one.error, one.original.line, one.original.string)
        for one in parse(StringIO("PORT=1\nPORT='x\nPORT=${HOME}\n"))
    ]
    assert told == [
        ("PORT", "1", False, 1, "PORT=1\n"),
        (None, None, True, 2, "PORT='x\n"),
        ("PORT", "${HOME}", False, 3, "PORT=${HOME}\n"),
    ], "python-dotenv moved `dotenv.parser.parse_stream`"
    Path(".env").write_text("LOG_LEVEL=debug\nDISCORD_TOKEN='${HOME}'\n")
    monkeypatch.setitem(sys.modules, "dotenv.parser", None)
    assert read_env_file(NAMES) == {"LOG_LEVEL": "debug", "DISCORD_TOKEN": "${HOME}"}, "plain way"
    Path(".env").write_text("DATABAS_URL=postgres://ada:x@host/name\n")
    sentence = "this name means nothing here: write DATABASE_URL."
    assert refused().sentence == f".env: DATABAS_URL: {sentence}"
    Path(".env").write_text("DISCORD_TOKEN:MTIz.Gab.very-secret\n")
    assert "MTIz" not in refused().sentence
    Path(".env").write_text("DATABASE_URL=sqlite:///a\ndatabase_url=sqlite:///b\n")
    assert "another DATABASE_URL stands there too" in refused().sentence
