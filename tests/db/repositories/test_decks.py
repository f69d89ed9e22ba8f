"""Decks in the store: drawn one after another, forgotten for good, and never in a restored one."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from bot.db import Database, backup, open_database, restore
from bot.db.sql import run
from bot.domain.decks import Shuffle
from bot.domain.identity import Keys
from bot.services import letter
from bot.services.letter import LetterService
from tests.db.fixtures import TickingClock
from tests.domain.letters import letter_of

KEYS = Keys(b"s" * 32, "campaign")
LETTER = letter_of(*(f"Passage number {one} says this." for one in range(9)))
IDS = [passage.id for passage in LETTER.passages]


@pytest.fixture(autouse=True)
def a_store_that_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the store draws is tested here; of a late one a service answers from its memory."""
    monkeypatch.setattr(letter, "_PATIENCE", 30.0)


def letter_of_store(database: Database) -> LetterService:
    return LetterService(LETTER, database.decks, KEYS)


async def draw(database: Database, user_id: int = 1, guild_id: int = 5) -> str:
    passage = await letter_of_store(database).draw(user_id=user_id, guild_id=guild_id, theme=None)
    return passage.id


async def test_draws_go_on_where_they_were(database: Database) -> None:
    drawn = [await draw(database) for _ in range(18)]
    assert sorted(drawn[:9]) == sorted(drawn[9:]) == IDS


async def test_draws_at_the_same_moment_are_never_alike(database: Database) -> None:
    """One person presses fast, and nine people press at once."""
    service = letter_of_store(database)
    mine = await asyncio.gather(
        *(service.draw(user_id=1, guild_id=guild, theme=None) for guild in range(10, 19))
    )
    assert sorted(one.id for one in mine) == IDS
    theirs = await asyncio.gather(
        *(service.draw(user_id=user, guild_id=5, theme=None) for user in range(100, 109))
    )
    assert sorted(one.id for one in theirs) == IDS


async def test_several_processes_draw_from_one_deck_without_waiting_in_a_ring(
    postgresql_url: str, clock: TickingClock
) -> None:
    async with (
        open_database(postgresql_url) as one,
        open_database(postgresql_url) as two,
    ):
        await asyncio.gather(draw(one), draw(two))  # the rows are there
        keys = [(bytes([n] * 16), bytes([9 - n] * 16)) for n in range(9)]

        def change(states: tuple[bytes | None, ...]) -> tuple[str, tuple[bytes, ...]]:
            after = [str(int(state or b"0") + 1).encode() for state in states]
            return "drawn", tuple(after)

        for database in (one, two):
            for pair in keys:
                await database.decks.draw(keys=pair, change=change)
        await asyncio.gather(
            *(
                database.decks.draw(keys=pair, change=change)
                for _ in range(20)
                for database in (one, two)
                for pair in keys
            )
        )
        counted = [int(await one.decks.state(key=bytes([n] * 16)) or b"0") for n in range(1, 9)]
        assert counted == [2 * 2 * 21] * 8


async def test_forgetting_a_deck_says_whether_there_was_one(database: Database) -> None:
    service = letter_of_store(database)
    await draw(database)
    held = await service.holds(user_id=1)
    assert held is not None
    assert sum(held["shown_in_this_round"].values()) == 1
    assert await service.forget(user_id=1)
    assert not await service.forget(user_id=1)
    assert await service.holds(user_id=1) is None


async def test_the_file_knows_neither_the_reader_nor_what_was_shown(
    sqlite_url: str, clock: TickingClock
) -> None:
    user_id, guild_id = 736492736492736492, 836492736492736493
    async with open_database(sqlite_url) as database:
        for _ in range(5):
            await draw(database, user_id, guild_id)
        key = KEYS.deck("reader", user_id)
        assert key.stored in file_bytes(sqlite_url)
        stored = await database.decks.state(key=key.stored)
        assert stored is not None
        shown = Shuffle(IDS).drawn(Shuffle(IDS).unpack(stored, key=key))
        content = file_bytes(sqlite_url)
        assert str(user_id).encode() not in content
        assert str(guild_id).encode() not in content
        assert KEYS.signer(user_id) not in content
        assert not any(one.encode() in content for one in shown)
        await letter_of_store(database).forget(user_id=user_id)
    assert key.stored not in file_bytes(sqlite_url)


def file_bytes(url: str) -> bytes:
    path = Path(url.removeprefix("sqlite:///"))
    beside = [path, path.with_name(f"{path.name}-wal")]
    return b"".join(one.read_bytes() for one in beside if one.exists())


async def test_a_restored_database_has_no_decks(
    sqlite_url: str, tmp_path: Path, clock: TickingClock
) -> None:
    async with open_database(sqlite_url) as database:
        await draw(database)
        await backup(sqlite_url, tmp_path / "backup", secret=KEYS.secret)
        await letter_of_store(database).forget(user_id=1)
    await restore(sqlite_url, tmp_path / "backup", secret=KEYS.secret)
    async with open_database(sqlite_url) as database:
        assert await letter_of_store(database).holds(user_id=1) is None


@pytest.mark.parametrize("length", [0, 15, 17])
async def test_a_key_has_sixteen_bytes(database: Database, length: int) -> None:
    with pytest.raises((IntegrityError, sqlite3.IntegrityError)):
        await database.decks.draw(keys=(b"k" * length,), change=lambda _: ("drawn", (b"state",)))


async def test_new_decks_are_kept_in_the_order_of_their_keys(postgresql_url: str) -> None:
    """Who reads a live PostgreSQL sees rows as they came: a reader's beside their server's."""
    first, second = bytes([1] * 16), bytes([2] * 16)
    async with open_database(postgresql_url) as database:
        await database.decks.draw(keys=(second, first), change=lambda _: ("drawn", (b"2", b"1")))
        rows = await database.reader.read(lambda one: run(one, "SELECT key FROM letter_decks"))
    assert [bytes(key) for (key,) in rows] == [first, second]
