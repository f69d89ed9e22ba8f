"""The signer secret is made once, kept by its owner alone, and never replaced by a new one."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from bot.domain.signer_secret import check_value
from bot.exits import CannotStart, Exit
from bot.secret_file import signer_secret
from bot.settings import Settings
from tests.db.old_stores import SECRET, fingerprint

WORDS = "a-secret-of-more-than-thirty-two-characters"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SIGNER_SECRET", raising=False)
    monkeypatch.setenv("DATABASE_URL", "sqlite:///data/outreach.sqlite3")
    return Settings()


def refused(settings: Settings, *, remembered: str | None) -> str:
    with pytest.raises(CannotStart) as refusal:
        signer_secret(settings, remembered=remembered)
    assert refusal.value.code is Exit.SECRET
    return refusal.value.sentence


def test_it_is_made_once_beside_a_new_database(settings: Settings) -> None:
    first = signer_secret(settings, remembered=None)
    assert len(first) >= 32
    assert signer_secret(settings, remembered=None) == first
    assert signer_secret(settings, remembered=check_value(first)) == first


def test_two_campaigns_do_not_share_one(settings: Settings, tmp_path: Path) -> None:
    first = signer_secret(settings, remembered=None)
    (tmp_path / "data" / "signer.secret").unlink()
    assert signer_secret(settings, remembered=None) != first


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_only_its_owner_can_read_it(settings: Settings, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        signer_secret(settings, remembered=None)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "data" / "signer.secret").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700


def test_the_environment_is_asked_first_and_makes_no_file(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIGNER_SECRET", WORDS)
    assert signer_secret(Settings(), remembered=None) == WORDS.encode()
    assert not (tmp_path / "data").exists()


def test_the_file_moved_into_the_environment_is_the_same_secret(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = signer_secret(settings, remembered=None)
    monkeypatch.setenv("SIGNER_SECRET", (tmp_path / "data" / "signer.secret").read_text())
    monkeypatch.setenv("DATABASE_URL", "postgres://u:p@h/d")
    assert signer_secret(Settings(), remembered=check_value(made)) == made


def test_a_database_with_signers_never_gets_a_new_secret(
    settings: Settings, tmp_path: Path
) -> None:
    sentence = refused(settings, remembered="0123456789abcdef")
    assert "signer.secret is missing" in sentence
    assert not (tmp_path / "data" / "signer.secret").exists()


def test_another_secret_is_refused(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    signer_secret(settings, remembered=None)
    assert "signer.secret is not the secret" in refused(settings, remembered="0" * 16)
    monkeypatch.setenv("SIGNER_SECRET", WORDS)
    sentence = refused(Settings(), remembered="0" * 16)
    assert sentence.startswith("SIGNER_SECRET is not the secret")
    assert WORDS not in sentence


def test_postgresql_needs_one_and_is_shown_how_to_make_it(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://u:p@h/d")
    sentence = refused(Settings(), remembered=None)
    assert "SIGNER_SECRET is not set" in sentence
    assert "secrets.token_urlsafe(32)" in sentence


@pytest.mark.parametrize("held", ["", "too short\n"])
def test_a_file_cut_short_is_not_taken_for_a_secret(
    settings: Settings, tmp_path: Path, held: str
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "signer.secret").write_text(held)
    assert "should hold at least 32 characters" in refused(settings, remembered=None)


def test_a_disk_that_is_full_leaves_no_half_of_one(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(os, "fsync", full)
        assert "No space left on device" in refused(settings, remembered=None)

    assert not list((tmp_path / "data").iterdir())
    assert len(signer_secret(settings, remembered=None)) >= 32


def test_a_folder_in_its_place_ends_in_a_sentence(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "data" / "signer.secret").mkdir(parents=True)
    assert "signer.secret cannot be used" in refused(settings, remembered=None)


@pytest.mark.parametrize("held", ["a" * 32, "changemechangemechangemechangeme"])
def test_a_file_with_a_secret_that_could_be_guessed_is_refused(
    settings: Settings, tmp_path: Path, held: str
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "signer.secret").write_text(held)
    sentence = refused(settings, remembered=None)
    assert "could be guessed" in sentence
    assert "secrets.token_urlsafe(32)" in sentence
    assert held not in sentence


def test_the_fingerprint_of_an_older_release_is_understood(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIGNER_SECRET", SECRET.decode())
    assert signer_secret(Settings(), remembered=fingerprint()) == SECRET
