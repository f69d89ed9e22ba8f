"""Opening a store: made when missing, refused when foreign or in use."""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import sqlite3
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import pytest

from bot.database_url import PostgresServer, SqliteFile, target_of
from bot.db import Database, migrate_database, open_database
from bot.db.maintenance.inspect import inspect_store
from bot.domain.pledges import Signing
from bot.exits import CannotStart, Exit
from tests.db.fixtures import PostgresForTests, TickingClock
from tests.db.people import Person, key

_ROOT = Path(__file__).parents[3]


async def refusal(url: str, *, migrate: bool = True) -> CannotStart:
    with pytest.raises(CannotStart) as refused:
        async with open_database(url, migrate=migrate):
            pass
    return refused.value


async def test_a_first_start_makes_a_private_file(tmp_path: Path, clock: TickingClock) -> None:
    path = tmp_path / "new" / "folder" / "outreach.sqlite3"

    async with open_database(f"sqlite:///{path}") as database:
        assert (await Person(database, clock, key("ada")).sign()).outcome is Signing.SIGNED
        modes = {one.name: oct(one.stat().st_mode & 0o777) for one in path.parent.iterdir()}

    assert oct(path.parent.stat().st_mode & 0o777) == "0o700"
    assert set(modes.values()) == {"0o600"}
    assert {f"outreach.sqlite3{end}" for end in ("", "-wal", "-shm", ".lock")} == set(modes)
    assert not path.with_name("outreach.sqlite3-wal").exists()


async def test_a_pledge_is_still_there_after_a_restart(
    database_url: str, clock: TickingClock
) -> None:
    async with open_database(database_url) as database:
        first = await Person(database, clock, key("ada")).sign()
    async with open_database(database_url) as database:
        assert await Person(database, clock, key("ada")).standing() == first.standing


async def test_a_second_copy_does_not_start(sqlite_url: str, clock: TickingClock) -> None:
    async with open_database(sqlite_url):
        refused = await refusal(sqlite_url)
        with pytest.raises(CannotStart) as also_refused:
            await migrate_database(sqlite_url)
    assert refused.code is also_refused.value.code is Exit.SECOND_COPY
    async with open_database(sqlite_url):
        pass


async def test_a_second_copy_is_found_by_any_path(
    sqlite_url: str, clock: TickingClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    (tmp_path / "link").symlink_to(path)
    (tmp_path / "folder").symlink_to(tmp_path)
    monkeypatch.chdir(tmp_path)

    async with open_database(sqlite_url):
        for other in (
            f"sqlite:///{path.name}",
            f"sqlite:///./folder/{path.name}",
            f"sqlite:///{tmp_path}/link",
            f"sqlite+aiosqlite:///{path}",
        ):
            assert (await refusal(other)).code is Exit.SECOND_COPY


_HOLDER = """
import asyncio, sys
from bot.db import open_database
from bot.domain.clock import system_clock

async def main():
    async with open_database(sys.argv[1], migrate=False):
        print("open", flush=True)
        await asyncio.Event().wait()

asyncio.run(main())
"""


async def test_the_lock_dies_with_its_process(sqlite_url: str, clock: TickingClock) -> None:
    holder = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        _HOLDER,
        sqlite_url,
        stdout=asyncio.subprocess.PIPE,
        cwd=_ROOT,
    )
    assert holder.stdout is not None
    assert await holder.stdout.readline() == b"open\n"
    assert (await refusal(sqlite_url)).code is Exit.SECOND_COPY

    holder.send_signal(signal.SIGKILL)
    await holder.wait()

    async with open_database(sqlite_url, migrate=False):
        pass


@pytest.mark.parametrize(
    "url",
    [
        "",
        "data/outreach.sqlite3",
        "sqlite://",
        "sqlite:///",
        "sqlite:///:memory:",
        "sqlite://host/path",
        "sqlite:///file?mode=ro",
        "mysql://someone:hunter2@host/name",
        "postgres://someone:hunter2@[host/name",
    ],
)
async def test_a_wrong_url_is_one_sentence(url: str) -> None:
    refused = await refusal(url)

    assert refused.code is Exit.DATABASE
    assert "DATABASE_URL" in refused.sentence
    assert "hunter2" not in refused.sentence


def test_urls_mean_what_they_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    assert target_of("sqlite:///data/x.db") == SqliteFile(tmp_path / "data/x.db")
    assert target_of("sqlite:////srv/x%20y.db") == SqliteFile(Path("/srv/x y.db"))
    for scheme in ("postgres", "postgresql", "postgresql+asyncpg"):
        found = target_of(f"{scheme}://ada:hunter2@host:5432/name?sslmode=require")
        assert found == PostgresServer(("postgresql://ada:hunter2@host:5432/name?sslmode=require",))
        assert "hunter2" not in repr(found)


async def test_a_password_does_not_show(postgresql_url: str, clock: TickingClock) -> None:
    url = postgresql_url.replace("postgres:@", "postgres:hunter2@")
    async with open_database(url) as database:
        assert "hunter2" not in f"{database!r} {database} {database.writer!r}"
        assert database.url == url


async def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear all, this is not a database. " * 99)

    refused = await refusal(f"sqlite:///{tmp_path}/letter.txt")

    assert refused.code is Exit.DATABASE
    assert "damaged" in refused.sentence


async def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "theirs.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE theirs (x)")
    before = path.read_bytes()

    refused = await refusal(f"sqlite:///{path}")

    assert refused.code is Exit.DATABASE
    assert "did not make" in refused.sentence
    with pytest.raises(CannotStart, match="did not make"):
        await inspect_store(f"sqlite:///{path}")
    assert path.read_bytes() == before


async def test_a_server_may_be_shared_while_no_names_meet(
    postgres: PostgresForTests, clock: TickingClock
) -> None:
    name = f"shared_{os.getpid()}"
    await postgres.fetch(f"CREATE DATABASE {name}")
    connection = await asyncpg.connect(postgres.url(name))
    await connection.execute("CREATE TABLE theirs (x int)")
    async with open_database(postgres.url(name)) as database:
        assert isinstance(database, Database)
    await connection.execute("DROP TABLE alembic_version")

    assert "did not make" in (await refusal(postgres.url(name))).sentence
    await connection.close()
    await postgres.fetch(f"DROP DATABASE {name}")


async def test_a_place_that_cannot_be_written_to(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    for url in (f"sqlite:///{tmp_path}/file/x.sqlite3", f"sqlite:///{tmp_path}"):
        assert (await refusal(url)).code is Exit.DATABASE


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (errno.ENOSPC, "is full: make room"),
        (errno.EDQUOT, "is full: make room"),
        (errno.EROFS, "takes no changes"),
        (errno.EACCES, "check DATABASE_URL, the owner and the mode"),
    ],
)
@pytest.mark.parametrize("name", ["x.sqlite3", "new/x.sqlite3"])
async def test_a_disk_that_takes_no_new_file_is_told_as_what_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: int, said: str, name: str
) -> None:
    def refuse(*_: object, **__: object) -> int:
        raise OSError(fault, os.strerror(fault))

    monkeypatch.setattr("os.mkdir" if "/" in name else "os.open", refuse)
    refused = await refusal(f"sqlite:///{tmp_path}/{name}")
    assert refused.code is Exit.DATABASE
    assert said in refused.sentence


@dataclass(frozen=True)
class Disk:
    """What the system says of one."""

    f_flag: int = 0
    f_blocks: int = 1_000
    f_bavail: int = 1_000
    f_frsize: int = 4_096
    f_files: int = 1_000
    f_favail: int = 1_000


@pytest.mark.skipif(sys.platform == "win32", reason="statvfs is POSIX's")
@pytest.mark.parametrize(
    ("disk", "said"),
    [
        (Disk(f_bavail=0), "is full: make room"),
        (Disk(f_bavail=3), "is full: make room"),
        (Disk(f_favail=0), "is full: make room"),
        (Disk(f_flag=os.ST_RDONLY), "not mounted read-only"),
        (Disk(), "check DATABASE_URL, the owner and the mode"),
        (Disk(f_files=0, f_favail=0), "check DATABASE_URL, the owner and the mode"),
    ],
)
async def test_a_disk_that_filled_since_is_told_as_what_it_is(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, disk: Disk, said: str
) -> None:
    """SQLite says the same of each: it cannot open what it needs beside the file."""
    await migrate_database(sqlite_url)
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    path.with_name(f"{path.name}-wal").mkdir()
    monkeypatch.setattr(os, "statvfs", lambda _: disk)  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
    refused = await refusal(sqlite_url)
    assert refused.code is Exit.DATABASE
    assert said in refused.sentence
    with pytest.raises(CannotStart) as looked:
        await inspect_store(sqlite_url)
    assert said in looked.value.sentence


async def test_nothing_is_left_running_after_closing(
    database_url: str, clock: TickingClock
) -> None:
    async with open_database(database_url) as database:
        await Person(database, clock, key("ada")).sign()

    assert asyncio.all_tasks() == {asyncio.current_task()}
