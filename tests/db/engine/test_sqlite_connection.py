"""A connection in a thread of its own: whole acts go there, and a stuck one is left behind."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import threading
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from bot.db.engine import sqlite_connection
from bot.db.engine.problems import Problem, StoreFailure
from bot.db.engine.protocol import transact
from bot.db.engine.sqlite_connection import SqliteConnection

_ROOT = Path(__file__).parents[3]


@pytest.fixture
async def writing(path: Path) -> AsyncGenerator[SqliteConnection]:
    async with SqliteConnection.writing(path) as connection:
        yield connection


async def test_an_act_runs_whole_in_one_other_thread(writing: SqliteConnection) -> None:
    seen: list[int] = []

    def act(connection: Connection) -> str:
        for _ in range(3):
            connection.execute(text("SELECT 1"))
            seen.append(threading.get_ident())
        return "done"

    assert await writing.run(act) == await writing.run(act) == "done"
    assert len(set(seen)) == 1
    assert threading.get_ident() not in seen


async def test_an_act_may_use_the_driver_itself(writing: SqliteConnection) -> None:
    def act(connection: Connection) -> list[object]:
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        driver.execute("INSERT INTO meta (key, value) VALUES (?, ?)", ("one", "kept"))
        driver.execute("INSERT INTO meta (key, value) VALUES (:key, 'gone')", {"key": "two"})
        driver.execute("DELETE FROM meta WHERE key = 'two'")
        return driver.execute("SELECT key, value FROM meta WHERE key IN ('one', 'two')").fetchall()

    assert await writing.run(lambda connection: transact(connection, act)) == [("one", "kept")]


async def test_an_act_raises_its_own_error(writing: SqliteConnection) -> None:
    with pytest.raises(ZeroDivisionError):
        await writing.run(lambda _: 1 // 0)
    assert await writing.run(lambda connection: connection.scalar(text("SELECT 7"))) == 7


async def test_a_closed_connection_is_lost(path: Path) -> None:
    connection = await SqliteConnection.writing(path).open()
    await connection.close()
    with pytest.raises(StoreFailure) as refused:
        await connection.run(lambda connection: connection.scalar(text("SELECT 7")))
    assert refused.value.problem is Problem.LOST


async def test_a_stuck_thread_is_left_behind(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_connection, "CLOSING", 0.01)
    others = set(threading.enumerate())
    connection = await SqliteConnection.writing(path).open()
    (thread,) = set(threading.enumerate()) - others
    begun, goes_on = threading.Event(), threading.Event()
    stuck = asyncio.create_task(connection.run(lambda _: begun.set() or goes_on.wait()))
    await asyncio.to_thread(begun.wait)

    await connection.close()

    assert thread.daemon
    assert thread.is_alive()
    goes_on.set()
    assert await stuck is True
    await asyncio.to_thread(thread.join, 10)
    assert not thread.is_alive()


_STUCK = """
import asyncio, sys, threading
from pathlib import Path
from bot.db.engine.sqlite_connection import SqliteConnection

async def main():
    async with SqliteConnection.writing(Path(sys.argv[1])) as connection:
        begun = threading.Event()
        wait = lambda _: begun.set() or threading.Event().wait()
        stuck = asyncio.create_task(connection.run(wait))
        await asyncio.to_thread(begun.wait)

asyncio.run(main())
"""


async def test_a_stuck_thread_does_not_hold_up_the_end_of_the_process(path: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _STUCK, str(path), cwd=_ROOT, stderr=asyncio.subprocess.PIPE
    )
    async with asyncio.timeout(60):
        _, said = await process.communicate()
    assert (process.returncode, said) == (0, b"")
