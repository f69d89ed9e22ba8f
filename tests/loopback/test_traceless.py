"""Promise 5 over real sockets: many people look for help and leave nothing anywhere."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

import pytest

from bot.config import load
from bot.outreach import phrases
from tests.loopback.forking import REPOSITORY
from tests.loopback.home import Home
from tests.loopback.lookups import Seeker
from tests.loopback.server import Discord
from tests.loopback.world import Guild

TIMES, TIMES_LONG = 100, 1_000
_AT_ONCE = 6
_REPORTS = "resource-reports.csv"

Condition = Callable[[Home], AbstractContextManager[None]]
Files = Mapping[str, bytes]


@contextmanager
def healthy(home: Home) -> Generator[None]:
    """The database works."""
    assert home.database.exists()
    yield


@contextmanager
def locked(home: Home) -> Generator[None]:
    """Another process holds the database: whoever wants to write waits in vain."""
    with closing(sqlite3.connect(home.database, isolation_level=None)) as another:
        another.execute("BEGIN EXCLUSIVE")
        yield
        another.execute("ROLLBACK")


@contextmanager
def gone(home: Home) -> Generator[None]:
    """The database file is not there."""
    away = home.database.with_name("away")
    home.database.rename(away)
    yield
    away.rename(home.database)


@pytest.mark.long
@pytest.mark.parametrize("conditions", [[healthy], [locked, gone]], ids=["healthy", "broken"])
async def test_many_look_ups_leave_nothing_anywhere(
    tmp_path: Path, conditions: list[Condition], long: bool
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    async with Discord(checks=False) as discord:
        home = Home(discord, tmp_path)
        guild = discord.guild("the-velvet-harbour")
        guild.channel.name = "lantern-room"
        seekers = [Seeker(discord, guild) for _ in range(TIMES_LONG if long else TIMES)]
        async with home.bot(LOG_LEVEL="debug", TMPDIR=str(temporary)) as process:
            await discord.wait(lambda: "ready" in process.log and home.servers_noted())
            for number, condition in enumerate(conditions):
                with condition(home):
                    before = _left(tmp_path)
                    await _look(seekers[number :: len(conditions)])
                    _assert_unchanged(before, _left(tmp_path))
            code, _ = await process.stop()
        assert code == 0, process.log
        assert list(temporary.iterdir()) == []
        _assert_told_nowhere(_left(tmp_path), guild, seekers)


async def _look(seekers: list[Seeker]) -> None:
    """Let people go every way there is, a few at a time."""
    turns = asyncio.Semaphore(_AT_ONCE)

    async def go(seeker: Seeker) -> None:
        async with turns:
            for way in (seeker.look, seeker.take_along, seeker.stumble, seeker.point):
                await way()
                seeker.go()

    async with asyncio.TaskGroup() as tasks:
        for seeker in seekers:
            tasks.create_task(go(seeker))
    for seeker in seekers:
        await seeker.lose()
        seeker.go()
    for seeker in seekers[:2]:
        await seeker.write()
        seeker.go()


def _assert_unchanged(before: Files, after: Files) -> None:
    """Check that every file is byte for byte what it was, the log too; reports stand apart."""
    assert (after.keys() - {_REPORTS}) == (before.keys() - {_REPORTS})
    assert _lines(before["log"]) == _lines(after["log"])
    changed = [name for name in before if before[name] != after[name]]
    assert set(changed) <= {_REPORTS, "log"}
    _assert_reports_are_ids_and_days(after[_REPORTS])


def _lines(log: bytes) -> list[str]:
    """Return a log's lines, but for the library's own about its heartbeat on a busy machine."""
    return [line for line in log.decode().splitlines() if " discord.gateway: " not in line]


def _left(folder: Path) -> dict[str, bytes]:
    """Return every file of the bot's folder; SQLite's own index of its log has no content."""
    return {
        one.name: one.read_bytes()
        for one in sorted(folder.rglob("*"))
        if one.is_file() and not one.name.endswith("-shm")
    }


def _assert_reports_are_ids_and_days(file: bytes) -> None:
    """Check that many reports are a line for each entry, without an hour or a person."""
    heading, *lines = file.decode().splitlines()
    assert heading == "day,resource"
    assert len(lines) == len(set(lines)), "one line for an entry and a day"
    known = {one.id for one in load(REPOSITORY / "config", phrases()).directory.resources}
    for line in lines:
        day, entry = line.split(",")
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", day)
        assert entry in known


def _assert_told_nowhere(files: Files, guild: Guild, seekers: Iterable[Seeker]) -> None:
    """Check that no file holds an id, a name, a token, or what anyone looked at."""
    secrets = {secret for seeker in seekers for secret in seeker.secrets}
    secrets |= {str(guild.id), guild.name, str(guild.channel.id), guild.channel.name}
    topics = list(_topics())
    for name, content in files.items():
        if name == _REPORTS:
            continue
        text = content.decode("utf-8", "replace")
        words = set(re.findall(r"\d+|[\w-]+", text))
        assert not words & secrets, name
        assert not re.search(r"quokka|amh:resources", text), name
        assert [topic for topic in topics if topic in text] == [], name


def _topics() -> Iterable[str]:
    """Yield what the page shows: who helps, and their numbers as read and as dialled."""
    for one in load(REPOSITORY / "config", phrases()).directory.resources:
        yield one.id
        yield one.name
        if one.contacts.phone and len(one.contacts.phone.tel) > len("tel:000000"):
            yield one.contacts.phone.display
            yield one.contacts.phone.tel.removeprefix("tel:")
