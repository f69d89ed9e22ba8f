"""The rehearsal keeps its files to itself, and says what is wrong with them in its own words."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from bot.exits import CannotStart, Exit, typed
from bot.rehearsal.local_bot import LocalBot
from bot.rehearsal.stage import Stage
from bot.services.reports import ProblemReport, ProblemReports, reports_file


async def test_a_report_on_the_stage_stays_there_and_is_forgotten(
    tmp_path: Path, local_bot: LocalBot
) -> None:
    operators = reports_file(f"sqlite:///{tmp_path}/outreach.sqlite3")
    async with Stage(local_bot) as stage:
        theirs = reports_file(stage.must_run().database.url)
    assert theirs.parent == local_bot.folder != operators.parent
    await ProblemReports(theirs).add(ProblemReport(date(2026, 11, 26), "one"))
    await local_bot.clear()
    assert not theirs.exists()
    left = {one.name for one in local_bot.folder.iterdir()}
    assert left <= {f"{local_bot.store.name}.lock"}


def test_what_earlier_releases_kept_is_taken_over(tmp_path: Path, config_root: Path) -> None:
    for name in ("rehearsal.sqlite3", "rehearsal.secret", "outreach.sqlite3"):
        (tmp_path / name).write_text(name)
    local_bot = LocalBot(config_root=config_root, data_dir=tmp_path / "rehearsal")
    local_bot.adopt(tmp_path)
    local_bot.adopt(tmp_path)
    assert local_bot.store.read_text() == "rehearsal.sqlite3"
    assert (tmp_path / "rehearsal" / "rehearsal.secret").read_text() == "rehearsal.secret"
    assert sorted(one.name for one in tmp_path.iterdir() if one.is_file()) == ["outreach.sqlite3"]


async def refused(local_bot: LocalBot) -> CannotStart:
    with pytest.raises(CannotStart) as told:
        async with Stage(local_bot):
            pass
    assert "DATABASE_URL" not in told.value.sentence
    assert "SIGNER_SECRET" not in told.value.sentence
    return told.value


async def test_a_spoilt_store_is_explained_as_that(local_bot: LocalBot) -> None:
    local_bot.store.write_bytes(b"no database at all" * 300)
    sentence = (await refused(local_bot)).sentence
    assert f"{local_bot.store} is damaged, or is no store at all" in sentence
    assert typed("rehearse --fresh") in sentence


async def test_a_store_of_another_release_is_explained_as_that(local_bot: LocalBot) -> None:
    async with Stage(local_bot) as stage:
        url = stage.must_run().database.url
    assert url
    import sqlite3

    with sqlite3.connect(local_bot.store) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    assert "belongs to another release" in (await refused(local_bot)).sentence


@pytest.mark.parametrize("held", ["short", ""])
async def test_a_spoilt_secret_is_explained_as_that(local_bot: LocalBot, held: str) -> None:
    async with Stage(local_bot):
        pass
    (local_bot.folder / "rehearsal.secret").write_text(held)
    told = await refused(local_bot)
    assert told.sentence.startswith(f"{local_bot.folder / 'rehearsal.secret'} is spoilt or missing")
    assert told.sentence.count(typed("rehearse --fresh")) == 1
    assert told.code is Exit.REHEARSAL


async def test_a_secret_that_is_no_file_is_explained_as_that(local_bot: LocalBot) -> None:
    path = local_bot.folder / "rehearsal.secret"
    path.unlink()
    path.mkdir()
    assert "cannot be used" in (await refused(local_bot)).sentence
    with pytest.raises(CannotStart, match="cannot be used") as told:
        await local_bot.clear()
    assert told.value.code is Exit.REHEARSAL


async def test_what_this_user_may_not_write_is_named(
    local_bot: LocalBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    local_bot.store.write_bytes(b"no database at all" * 300)

    def may(path: object, mode: int) -> bool:  # root may everything
        return path != local_bot.store or mode == os.F_OK

    monkeypatch.setattr(os, "access", may)
    sentence = (await refused(local_bot)).sentence
    assert f"may not write {local_bot.store}: mend its owner or its mode" in sentence


def test_a_folder_of_another_user_is_named_before_anything_is_looked_for(
    local_bot: LocalBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def may(path: object, mode: int) -> bool:  # a folder that lets nobody else in
        if path in local_bot.folder.parents:
            return True
        return path == local_bot.folder and mode == os.F_OK

    def closed(path: Path) -> bool:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "access", may)
    monkeypatch.setattr(Path, "exists", closed)
    with pytest.raises(CannotStart, match="mend its owner or its mode") as told:
        local_bot.adopt(local_bot.folder.parent)
    assert f"may not write {local_bot.folder}:" in told.value.sentence
    assert told.value.code is Exit.REHEARSAL
