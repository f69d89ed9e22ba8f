"""Erased means erased: from every table, from the file, from its write-ahead log."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection, LargeBinary, select

from bot.database_url import target_of
from bot.db import Database, open_database
from bot.db.engine.open import open_engine
from bot.db.engine.sqlite_engines import connect
from bot.db.maintenance.removal import RemoveServer
from bot.db.repositories.moderation.cases import OpenCase
from bot.db.repositories.moderation.parts import SetAsidePart
from bot.db.repositories.records.noting import Actor
from bot.db.repositories.visibility import TakeOff
from bot.db.schema import erasures, metadata
from bot.db.transactions import scrubbing
from bot.domain.clock import hour_of
from bot.domain.moderation.cases import Cell
from bot.domain.moderation.holding import AsideReason
from bot.domain.moderation.wall import WallReason
from bot.domain.pledges import Signing
from tests.db.faults import until
from tests.db.fixtures import TickingClock
from tests.db.people import HERE, KEYS, MODERATOR, THERE, Person, choice, key

USER_ID = 987_654_321_987_654_321


def traces(person: Person, content: bytes) -> list[str]:
    """Return how a person is still found in raw bytes."""
    looked_for = {
        "key": person.key,
        "key as hex": person.key.hex().encode(),
        "user id as SQLite keeps it": person.user_id.to_bytes(8, "big"),
        "user id as text": str(person.user_id).encode(),
    }
    return [name for name, value in looked_for.items() if value in content]


def on_disk(url: str) -> bytes:
    path = Path(url.removeprefix("sqlite:///"))
    return b"".join(
        path.with_name(path.name + end).read_bytes()
        for end in ("", "-wal", "-shm")
        if path.with_name(path.name + end).exists()
    )


async def lively(database: Database, clock: TickingClock) -> Person:
    """Let a person do all that leaves rows, among many others who split pages."""
    ada = Person(database, clock, key("ada"), user_id=USER_ID)
    await asyncio.gather(*(Person(database, clock, key(n)).sign() for n in range(150)))
    await ada.sign(HERE)
    await ada.list(HERE)
    await asyncio.gather(*(Person(database, clock, key(n)).sign() for n in range(150, 300)))
    await ada.withdraw(everywhere=True)
    await ada.sign(THERE)
    await ada.list(THERE)
    return ada


async def test_nothing_of_a_person_stays_in_the_file(sqlite_url: str, clock: TickingClock) -> None:
    async with open_database(sqlite_url, migrate=False) as database:
        ada = await lively(database, clock)
        assert len(traces(ada, on_disk(sqlite_url))) == 2

        assert await ada.erase() is True

        await until(lambda: traces(ada, on_disk(sqlite_url)) == [])
    assert traces(ada, on_disk(sqlite_url)) == []


async def withdrawn(ada: Person) -> None:
    await ada.withdraw(everywhere=True)


async def unlisted(ada: Person) -> None:
    await ada.unlist(THERE)


async def taken_off(ada: Person) -> None:
    """Let moderators take a person off the wall."""
    work = TakeOff(
        keys=KEYS,
        signer=ada.key,
        guild_id=THERE,
        actor=MODERATOR,
        reason=WallReason.NAME,
        hour=hour_of(ada.clock()),
    )
    assert await ada.database.writer.submit(work)


async def set_aside(ada: Person) -> None:
    """Let moderators set a group aside in which a person is."""
    for one in range(5):
        await Person(ada.database, ada.clock, key(one)).sign(THERE)
    cell = Cell(hour_of(ada.clock()))
    case = OpenCase(
        keys=KEYS,
        guild_id=THERE,
        actor=MODERATOR,
        choice=(cell,),
        reason=AsideReason.RAID,
        hour=cell.hour + 1,
    )
    part = SetAsidePart(
        keys=KEYS,
        server=KEYS.server(THERE),
        case=(await ada.database.moderation.open(case)).number,
        cell=cell,
        reason=AsideReason.RAID,
        hour=cell.hour + 1,
    )
    assert await ada.database.writer.submit(part) == 6


async def removed(ada: Person) -> None:
    """Let the bot be removed from the server of a person, long ago."""
    await ada.database.servers.join([THERE], day=1)
    await ada.database.servers.leave(guild_id=THERE, day=2)
    await ada.database.removal.part(RemoveServer(keys=KEYS, guild_id=THERE, left_by=3))


@pytest.mark.parametrize("leaves", [withdrawn, unlisted, taken_off, set_aside, removed])
async def test_a_user_id_leaves_the_file_with_the_listing(
    sqlite_url: str, clock: TickingClock, leaves: Callable[[Person], Awaitable[None]]
) -> None:
    async with open_database(sqlite_url, migrate=False) as database:
        ada = await lively(database, clock)
        await leaves(ada)
        await until(lambda: traces(ada, on_disk(sqlite_url)) == ["key"])
    assert traces(ada, on_disk(sqlite_url)) == ["key"]


async def test_a_user_id_leaves_the_file_with_what_moderators_did(
    sqlite_url: str, clock: TickingClock
) -> None:
    async with open_database(sqlite_url, migrate=False) as database:
        ada = Person(database, clock, key("ada"), user_id=USER_ID)
        actor = Actor.of(USER_ID, KEYS)
        await database.settings.change(choice("channel_rest", "60", actor=actor))
        assert traces(ada, on_disk(sqlite_url)) == ["user id as SQLite keeps it"]
        assert await database.settings.forget(actor)
        await until(lambda: traces(ada, on_disk(sqlite_url)) == [])
    assert traces(ada, on_disk(sqlite_url)) == []


async def test_a_reader_in_the_way_only_delays_the_scrubbing(
    sqlite_url: str, clock: TickingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scrubbing, "AGAIN", 0.01)
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    async with open_database(sqlite_url, migrate=False) as database:
        ada = await lively(database, clock)
        with closing(connect(path)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM pledges").fetchall()
            assert await ada.erase() is True
            await Person(database, clock, key("next")).sign()
            assert traces(ada, on_disk(sqlite_url)) != []

        await until(lambda: traces(ada, on_disk(sqlite_url)) == [])


async def test_closing_scrubs_what_a_reader_delayed(sqlite_url: str, clock: TickingClock) -> None:
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    async with open_database(sqlite_url, migrate=False) as database:
        ada = await lively(database, clock)
        with closing(connect(path)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM pledges").fetchall()
            await ada.erase()
    assert traces(ada, on_disk(sqlite_url)) == []


async def test_no_table_knows_an_erased_person(database_url: str, clock: TickingClock) -> None:
    async with open_database(database_url, migrate=False) as database:
        ada = await lively(database, clock)
        await ada.erase()

    def rows(connection: Connection) -> str:
        found: list[object] = []
        for table in metadata.sorted_tables:
            for row in connection.execute(select(table)):
                found += [
                    bytes(value).hex() if isinstance(column.type, LargeBinary) else value
                    for column, value in zip(table.columns, row, strict=True)
                ]
        return repr(found)

    def marks(connection: Connection) -> list[bytes]:
        return [bytes(mark) for mark in connection.execute(select(erasures.c.mark)).scalars()]

    async with open_engine(target_of(database_url), migrate=False) as engine:
        everything = await engine.read(rows)
        assert await engine.read(marks) == [KEYS.mark(ada.key)]
    assert key(1).hex() in everything
    assert ada.key.hex() not in everything
    assert str(USER_ID) not in everything


async def test_who_was_erased_may_sign_again_as_anyone(
    database: Database, clock: TickingClock
) -> None:
    ada = Person(database, clock, key("ada"))
    first = await ada.sign()
    await ada.erase()
    again = await ada.sign()

    assert again.outcome is Signing.SIGNED
    assert first.standing.pledge is not None
    assert again.standing.pledge is not None
    assert (first.standing.pledge.epoch, again.standing.pledge.epoch) == (0, 1)
    assert again.standing.pledge.changed == again.standing.pledge.signed


async def test_erasing_where_nothing_is_stored_stores_nothing(
    database: Database, clock: TickingClock
) -> None:
    ada = Person(database, clock, key("ada"))
    assert not await ada.erase()
    assert await database.pledges.times_erased(mark=KEYS.mark(ada.key)) == 0
    await ada.sign()
    assert await ada.erase()
    assert not await ada.erase()
    assert await database.pledges.times_erased(mark=KEYS.mark(ada.key)) == 1


async def test_nothing_that_is_stored_tells_a_time_finer_than_an_hour(
    database_url: str, clock: TickingClock
) -> None:
    """An hour of acts leaves the same rows whenever in the hour they happened."""
    tables: list[list[object]] = []
    for minutes in (1, 40):
        clock.advance(minutes=minutes)
        async with open_database(database_url, migrate=False) as database:
            ada = Person(database, clock, key("ada"))
            await ada.sign()
            await ada.sign(THERE)
            await ada.list()
        async with open_engine(target_of(database_url), migrate=False) as engine:
            tables.append(await engine.read(everything_in))
        async with open_database(database_url, migrate=False) as database:
            await Person(database, clock, key("ada")).erase()
        async with open_engine(target_of(database_url), migrate=False) as engine:
            await engine.write(forget_the_numbers)
    assert tables[0]
    assert tables[0] == tables[1]


def everything_in(connection: Connection) -> list[object]:
    return [
        (table.name, *sorted(map(repr, connection.execute(select(table)))))
        for table in metadata.sorted_tables
    ]


def forget_the_numbers(connection: Connection) -> None:
    for name in ("numbers", "days", "erasures"):
        connection.execute(metadata.tables[name].delete())
