"""Where the database lies: the settings and the store mean the same, or end with a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.database_url import SqliteFile, target_of
from bot.exits import CannotStart, Exit
from bot.settings import Settings, load_settings
from tests.process.conftest import refused

pytestmark = pytest.mark.usefixtures("empty_place")


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("sqlite:///a/b.sqlite3", "a/b.sqlite3"),
        ("sqlite:////a/b.sqlite3", "/a/b.sqlite3"),
        ("sqlite+aiosqlite:///my%20data/b.sqlite3", "my data/b.sqlite3"),
        ("postgres://u:p@h/d?sslmode=require", None),
        ("postgresql://u:p@h/d", None),
        ("SQLite:///a/b.sqlite3", "a/b.sqlite3"),
    ],
)
def test_where_the_database_lies(
    monkeypatch: pytest.MonkeyPatch, url: str, file: str | None
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    assert load_settings().sqlite_file == (None if file is None else Path.cwd() / file)


def test_the_settings_and_the_store_mean_the_same_file(monkeypatch: pytest.MonkeyPatch) -> None:
    for url in ("sqlite:///a%20b/c.sqlite3", "sqlite:////a/../b.sqlite3", "sqlite:///~/c.sqlite3"):
        monkeypatch.setenv("DATABASE_URL", url)
        assert target_of(url) == SqliteFile(load_settings().sqlite_file or Path())


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:///a.sqlite3?mode=ro",
        "sqlite:///a.sqlite3?",
        "sqlite:////",
        "sqlite:///:memory:",
        "sqlite://host/a.sqlite3",
        "SQLITE:///a.sqlite3",
        "sqlite+aiosqlite:///a.sqlite3",
        "sqlite:///$HOME/a.sqlite3",
        "sqlite:///%USERPROFILE%/a.sqlite3",
        "sqlite:///a%20b%C3%BCber%20c.sqlite3",
        "postgres://u:p@h/d?sslmode=require",
        "postgres://u:p@h:none/d",
        "POSTGRESQL+asyncpg://u:p@h/d",
        "postgresql:/u:p@h/d",
        "mysql://u:p@h/d",
        "a.sqlite3",
    ],
)
def test_the_settings_and_the_store_take_and_refuse_the_same(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    try:
        target = target_of(url)
    except CannotStart:
        assert refused().sentence.startswith("DATABASE_URL should be ")
    else:
        assert load_settings().sqlite_file == getattr(target, "path", None)


@pytest.mark.parametrize("folder", ["$HOME", "${HOME}", "$(pwd)", "%USERPROFILE%"])
def test_what_a_shell_would_put_something_in_for_is_no_folder(folder: str) -> None:
    with pytest.raises(CannotStart, match="nothing is put in for them"):
        target_of(f"sqlite:///{folder}/a.sqlite3")


@pytest.mark.parametrize(
    "name",
    [
        *("DB_URL", "DATABASE_URI", "POSTGRES_URL", "PG_URL", "DATABASE_PRIVATE_URL"),
        *("POSTGRES_URL_NON_POOLING", "SUPABASE_DB_URL", "HEROKU_POSTGRESQL_COPPER_URL"),
        *("SQLALCHEMY_DATABASE_URI", "DATABASEURL", "DATABSE_URL"),
    ],
)
def test_a_database_under_another_name_ends_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    address = "postgres://ada:hunter2@host/name"
    Path(".env").write_text(f"DATABASE_URL=\n{name}={address}\n")
    assert refused().sentence == ".env:2:1: this name means nothing here: write DATABASE_URL."
    Path(".env").write_text("DATABASE_URL=\n")
    monkeypatch.setenv(name, address)
    refusal = refused()
    assert refusal.code is Exit.CONFIGURATION
    assert refusal.sentence.startswith(f"{name} is the address of a database, under a name that ")
    assert "hunter2" not in refusal.sentence
    Path(".env").write_text("DATABASE_URL=sqlite:///x.sqlite3\n")
    assert load_settings().sqlite_file == Path.cwd() / "x.sqlite3"


def test_what_names_another_database_or_none_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    address = "postgres://ada:hunter2@host/name"
    monkeypatch.setenv("TEST_DATABASE_URL", address)
    monkeypatch.setenv("WIKI_URL", address)
    monkeypatch.setenv("DB_URL", "mysql://ada:hunter2@host/name")
    monkeypatch.setenv("PGHOST", "host")
    Path(".env").write_text("POSTGRES_URL=\nDATABASE_URLS=\nPGHOST=\nWIKI_URL=https://host/name\n")
    assert load_settings() == Settings.model_construct()


@pytest.mark.parametrize(
    "line",
    [
        *("PROD_DATABASE_URL={}", "MY_DATABASE_URL={}", "DIRECT_URL={}", "CONNECTION_STRING={}"),
        *("DB={}", "DATABASE='{}'", "WIKI_URL={}"),
        *('Environment="DATABASE_URL={}"', "ENV=DATABASE_URL={}", "X=1;DATABASE_URL={}"),
        *("PGHOST=hunter2", "PGUSER=hunter2", "POSTGRES_DB=hunter2", "DB_HOST=hunter2"),
    ],
)
def test_a_database_in_another_form_ends_in_a_sentence(line: str) -> None:
    said = line.format("postgres://ada:hunter2@host/name")
    Path(".env").write_text(f"PORT=1\nDATABASE_URL=\n{said}\n")
    refusal = refused()
    assert refusal.code is Exit.CONFIGURATION
    assert refusal.sentence.startswith(".env:3:1: this ")
    assert "write DATABASE_URL" in refusal.sentence
    assert "hunter2" not in refusal.sentence
    Path(".env").write_text(f"DATABASE_URL=sqlite:///x.sqlite3\n{said}\n")
    assert load_settings().sqlite_file == Path.cwd() / "x.sqlite3"


def test_the_parts_of_an_address_in_the_environment_are_no_address(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PGHOST", "hunter2")
    monkeypatch.setenv("PGUSER", "hunter2")
    refusal = refused()
    assert refusal.sentence.startswith("PGHOST and PGUSER name a database, but DATABASE_URL ")
    assert "hunter2" not in refusal.sentence
    monkeypatch.setenv("DATABASE_URL", "sqlite:///x.sqlite3")
    assert load_settings().sqlite_file == Path.cwd() / "x.sqlite3"


@pytest.mark.parametrize(
    "name",
    [
        *("mine.sqlite3%22", 'mine.sqlite3"', "mine.sqlite3'", "mine.sqlite3,", "mine.sqlite3;"),
        *("mine;LOG_LEVEL=debug", "C:/mine.sqlite3", "C:\\mine.sqlite3", "data\\mine.sqlite3"),
    ],
)
def test_what_is_no_name_of_a_file_makes_none(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.name", "posix")
    with pytest.raises(CannotStart, match="DATABASE_URL should be ") as refusal:
        target_of(f"sqlite:///{name}")
    assert refusal.value.code is Exit.DATABASE
    assert "mine" not in refusal.value.sentence
