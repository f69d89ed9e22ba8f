"""A change of the schema that fails, is killed or called off leaves the old file as it was."""

from __future__ import annotations

import asyncio
import errno
import os
import sqlite3
import sys
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from bot.db import migrate_database
from bot.db.engine import sqlite_migration
from bot.db.migrate import REVISIONS, remembered, revision_of
from bot.exits import CannotStart, Exit
from tests.db.old_stores import (
    EVERYBODY,
    SECRET,
    fingerprint,
    make_old,
    run_on,
)
from tests.db.reading import problems_of

pytestmark = pytest.mark.sampled(of="0001")

_ROOT = Path(__file__).parents[2]
OLD = REVISIONS[:2]


def _is_still(connection: Connection, revision: str) -> None:
    assert revision_of(connection) == revision
    assert remembered(connection).check == fingerprint()
    assert connection.execute(text("SELECT count(*) FROM pledges")).scalar() == len(EVERYBODY)


@pytest.mark.parametrize("revision", OLD)
@pytest.mark.parametrize("secret", [None, b"another secret of another bot, long enough"])
async def test_without_its_secret_nothing_is_touched(
    empty_url: str, revision: str, secret: bytes | None
) -> None:
    await make_old(empty_url, revision)
    path = Path(empty_url.removeprefix("sqlite:///"))
    before = path.read_bytes() if path.exists() else None

    with pytest.raises(CannotStart) as refused:
        await migrate_database(empty_url, secret=secret)

    assert refused.value.code is Exit.SECRET
    assert before is None or path.read_bytes() == before
    await run_on(empty_url, lambda connection: _is_still(connection, revision))


@pytest.mark.parametrize("revision", OLD)
async def test_an_old_database_without_anybody_needs_no_secret(
    empty_url: str, revision: str
) -> None:
    from bot.db import migrate

    await run_on(empty_url, partial(migrate.upgrade, revision=revision))
    await migrate_database(empty_url)
    assert await problems_of(empty_url) == []


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (errno.ENOSPC, "is full: make room"),
        (errno.EROFS, "takes no changes"),
        (errno.EACCES, "the owner and the mode"),
        (errno.EIO, "the owner and the mode"),
    ],
)
async def test_a_change_that_fails_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: int, said: str
) -> None:
    url, path = f"sqlite:///{tmp_path}/old.sqlite3", tmp_path / "old.sqlite3"
    await make_old(url)
    with closing(sqlite3.connect(path)) as connection:
        before = "\n".join(connection.iterdump())

    def failing(*_: object) -> None:
        raise OSError(fault, os.strerror(fault))

    with monkeypatch.context() as broken:
        broken.setattr(sqlite_migration, "sync", failing)
        with pytest.raises(CannotStart, match=said) as refused:
            await migrate_database(url, secret=SECRET)

    assert refused.value.code is Exit.DATABASE
    with closing(sqlite3.connect(path)) as connection:
        assert "\n".join(connection.iterdump()) == before
    assert [one.name for one in tmp_path.iterdir() if "unfinished" in one.name] == []


_KILLED = """
import asyncio, os, sys
from bot.db import migrate_database
from bot.db.engine import sqlite_migration

sqlite_migration.sync = lambda *_: os._exit(9)
asyncio.run(migrate_database(sys.argv[1], secret=bytes.fromhex(sys.argv[2])))
"""


async def test_a_killed_migration_leaves_the_old_file_and_the_next_one_tidies_up(
    tmp_path: Path,
) -> None:
    url = f"sqlite:///{tmp_path}/old.sqlite3"
    await make_old(url)

    arguments = ("-c", _KILLED, url, SECRET.hex())
    killed = await asyncio.create_subprocess_exec(sys.executable, *arguments, cwd=_ROOT)

    assert await killed.wait() == 9
    assert [one for one in tmp_path.iterdir() if "unfinished" in one.name]
    await run_on(url, lambda connection: _is_still(connection, "0002"))
    with pytest.raises(CannotStart):
        await migrate_database(url)
    assert [one for one in tmp_path.iterdir() if "unfinished" in one.name] == []
    await migrate_database(url, secret=SECRET)
    assert await problems_of(url) == []


async def test_a_migration_that_is_called_off_ends_soon_and_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path}/old.sqlite3"
    await make_old(url)
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT count(*) FROM n"
    begun = asyncio.Event()
    loop = asyncio.get_running_loop()

    def change(connection: Connection, **_: object) -> None:
        loop.call_soon_threadsafe(begun.set)
        connection.execute(text(endless))

    monkeypatch.setattr("bot.db.engine.open.upgrade", change)
    running = asyncio.ensure_future(migrate_database(url, secret=SECRET))
    await begun.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(running, 10)
    monkeypatch.undo()
    await run_on(url, lambda connection: _is_still(connection, "0002"))
    assert [one for one in tmp_path.iterdir() if "unfinished" in one.name] == []
