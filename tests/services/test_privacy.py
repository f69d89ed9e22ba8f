"""Whatever table holds something of a person is in the export, and empty of them once erased."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    ForeignKey,
    Integer,
    MetaData,
    Numeric,
    Table,
    Text,
    select,
)
from sqlalchemy.dialects import postgresql

from bot.db import Database, backup, columns, open_database, restore
from bot.db.columns import OF_DECK, OF_SERVER, OF_WALL, ShortText
from bot.db.schema import ERASURE, NOBODY, PERSON, metadata
from bot.db.transactions.work import Work
from bot.domain.identity import Keys
from bot.services import LetterService, PledgeService, PrivacyService, ServerService, TextService
from bot.services.pledges import DIGEST_SHOWN
from tests.db.fixtures import TickingClock
from tests.domain.letters import letter_of
from tests.services.campaigns import campaign_of

SECRET = b"s" * 32
HERE, ADA, BEN = 5, 111_111_111_111_111_111, 222_222_222_222_222_222
LETTER = letter_of(*(f"Passage number {one} says this." for one in range(9)))
EARLIER_LETTER = letter_of(*(f"Words number {one} said that." for one in range(5)))

Rows = dict[str, set[str]]

PEOPLE = [table for table in metadata.sorted_tables if table.info == PERSON]

# A server's deck lies in the same table and is about nobody.
DECKS_OF_THE_SERVER = {
    Keys(SECRET, campaign_id).deck("server", HERE).stored.hex()
    for campaign_id in ("earlier", "current")
}

# Where the export tells of each table with rows about people.
EXPORTED: dict[str, Callable[[dict[str, Any]], object]] = {
    "pledges": lambda of: of["pledge"] and of["pledges_to_other_campaigns"],
    "attributions": lambda of: of["pledge"]["servers"],
    "listings": lambda of: of["pledge"]["servers"][0]["listed_there_by_user_id"],
    "moderation_log": lambda of: of["done_as_staff"],
    "letter_decks": lambda of: of["letter"] and of["letters_of_other_campaigns"],
}

# What Discord numbers and is no person; and the mark by which it knows a message sent twice.
NO_PEOPLE = {"guild_id", "channel_id", "parent_id", "message_id", "nonce"}

# Texts and digests that are about nobody.
ABOUT_NOBODY = {
    *("campaigns.id", "texts.version", "texts.digest", "texts.locale", "meta.key", "meta.value"),
    *("boards.locale", "boards.shows", "panels.shows", "cases.cells"),
    *("server_settings.key", "server_settings.value"),
}

# What PostgreSQL cannot keep the id of a person in.
TOO_SMALL = ("SMALLINT", "INTEGER")


class Campaign:
    """What people can do in one campaign."""

    def __init__(
        self,
        database: Database,
        clock: TickingClock,
        id_: str,
        *,
        now: bool,
        secret: bytes = SECRET,
    ) -> None:
        keys = Keys(secret, id_)
        self.service = campaign_of(id_, clock)
        self.texts = TextService(self.service, database.pledges, database.meta)
        self.pledges = PledgeService(database.pledges, self.service, keys, clock)
        self.letter = LetterService(LETTER if now else EARLIER_LETTER, database.decks, keys)
        self.privacy = PrivacyService(
            database.pledges,
            database.servers,
            self.service,
            keys,
            clock,
            letter=self.letter,
            settings=database.settings,
        )
        self.servers = ServerService(
            database.settings, keys, clock, campaign={}, languages=("en", "de")
        )

    async def take_part(self, user_id: int) -> None:
        """Leave a row in every table that knows people."""
        await self.texts.hold()
        text = self.service.signing_text("en")
        await self.pledges.sign(
            user_id=user_id,
            guild_id=HERE,
            version=text.version,
            locale=text.locale,
            digest=text.digest[:DIGEST_SHOWN],
        )
        await self.pledges.list_here(user_id=user_id, guild_id=HERE)
        await self.letter.draw(user_id=user_id, guild_id=HERE, theme=None)
        for value in (True, None):
            await self.servers.change(
                guild_id=HERE, actor=user_id, key="members_may_post", value=value
            )


class ReadPeople(Work[Rows]):
    """Every row of every table about people."""

    def perform(self, connection: Connection) -> Rows:
        return {table.name: rows_in(connection, table) for table in PEOPLE}


async def rows_of_people(database: Database) -> Rows:
    return await database.writer.submit(ReadPeople())


def rows_in(connection: Connection, table: Table) -> set[str]:
    found = {
        repr([one.hex() if isinstance(one, bytes) else one for one in row])
        for row in connection.execute(select(table))
    }
    return {row for row in found if not any(deck in row for deck in DECKS_OF_THE_SERVER)}


def shared(some: Rows, others: Rows) -> Rows:
    """Return the rows that both have, of the tables that have any."""
    return {name: rows & others[name] for name, rows in some.items() if rows & others[name]}


def test_every_table_says_whom_it_is_about() -> None:
    unsaid = [
        table.name
        for table in metadata.sorted_tables
        if table.info not in (PERSON, ERASURE, NOBODY)
    ]
    assert unsaid == []


def unmarked(tables: Iterable[Table]) -> list[str]:
    """Return the columns that may say who someone is, in tables that say they hold nobody.

    Such a column holds a person's id, as a number or a text, or a key that is not a server's, or it
    leads to a table about people.
    """
    return [
        str(column)
        for table in tables
        if table.info not in (PERSON, ERASURE)
        for column in table.columns
        if column.name not in NO_PEOPLE
        and str(column) not in ABOUT_NOBODY
        and column.info not in (OF_SERVER, OF_WALL)
        and (may_hold_an_id(column) or leads_to_people(column))
    ]


def may_hold_an_id(column: Column[Any]) -> bool:
    return not column.type.compile(dialect=postgresql.dialect()).startswith(TOO_SMALL)


def leads_to_people(column: Column[Any]) -> bool:
    return any(one.column.table.info == PERSON for one in column.foreign_keys)


def test_what_may_be_of_a_person_is_in_a_table_about_people() -> None:
    assert unmarked(metadata.sorted_tables) == []


def test_of_who_was_erased_a_mark_alone_is_kept() -> None:
    kept = [
        str(one) for table in metadata.sorted_tables if table.info == ERASURE for one in table.c
    ]
    assert kept == ["erasures.mark", "erasures.times"]


@pytest.mark.parametrize(
    "writer",
    [
        lambda: Column("writer", BigInteger),
        lambda: Column("writer", Integer().with_variant(BigInteger(), "postgresql")),
        lambda: Column("writer", Numeric(20)),
        lambda: Column("writer", Text),
        lambda: Column("writer", ShortText(40)),
        lambda: columns.key("writer"),
        lambda: columns.key("writer", info=OF_DECK),
        lambda: Column("writer", Integer, ForeignKey("people.number")),
    ],
)
def test_a_person_in_a_table_about_nobody_is_named(writer: Callable[[], Column[Any]]) -> None:
    def diaries(**info: str) -> list[str]:
        schema = MetaData()
        people = Table("people", schema, Column("number", Integer, primary_key=True), info=PERSON)
        of_a_server = Column("guild_id", BigInteger), columns.key("server", info=OF_SERVER)
        day = Column("day", Integer)
        return unmarked([people, Table("diaries", schema, *of_a_server, writer(), day, info=info)])

    assert diaries(**NOBODY) == diaries() == ["diaries.writer"]
    assert diaries(**PERSON) == []


async def test_every_table_about_people_is_exported_erased_and_not_restored(
    database_url: str, clock: TickingClock, tmp_path: Path
) -> None:
    async with open_database(database_url) as database:
        earlier = Campaign(database, clock, "earlier", now=False)
        current = Campaign(database, clock, "current", now=True)
        for campaign in (earlier, current):
            await campaign.take_part(BEN)
        without_ada = await rows_of_people(database)
        for campaign in (earlier, current):
            await campaign.take_part(ADA)
        everyone = await rows_of_people(database)
        ada = {name: rows - without_ada[name] for name, rows in everyone.items()}
        rows_of_ada = dict.fromkeys(ada, 2) | {"moderation_log": 4}
        assert {name: len(rows) for name, rows in ada.items()} == rows_of_ada, "fill every table"

        assert EXPORTED.keys() == ada.keys(), "this test must look for every such table"
        document = json.loads(await current.privacy.export(user_id=ADA))
        assert [name for name, look in EXPORTED.items() if not look(document)] == []

        await backup(database_url, tmp_path / "kept", secret=SECRET)
        clock.advance(minutes=1)
        assert await current.privacy.holds_anything(user_id=ADA)
        assert await current.privacy.erase(user_id=ADA)
        assert not await current.privacy.holds_anything(user_id=ADA)
        assert shared(ada, await rows_of_people(database)) == {}
    await restore(database_url, tmp_path / "kept", secret=SECRET)
    async with open_database(database_url) as database:
        restored = await rows_of_people(database)
    assert shared(ada, restored) == {}
    assert restored["pledges"] >= without_ada["pledges"]


async def test_a_deck_of_an_earlier_campaign_that_nobody_signed_goes_too(
    database: Database, clock: TickingClock
) -> None:
    earlier = Campaign(database, clock, "earlier", now=False)
    await earlier.texts.hold()
    await earlier.letter.draw(user_id=ADA, guild_id=HERE, theme=None)
    current = Campaign(database, clock, "current", now=True)

    document = json.loads(await current.privacy.export(user_id=ADA))
    assert document["letter"] is None
    deck = document["letters_of_other_campaigns"]["earlier"]
    assert bytes.fromhex(deck["stored"])
    key = Keys(SECRET, "earlier").deck("reader", ADA).stored
    assert key.hex() not in json.dumps(document), "who has the key finds the deck for good"

    assert await current.privacy.holds_anything(user_id=ADA)
    assert await current.privacy.erase(user_id=ADA)
    assert not await current.privacy.holds_anything(user_id=ADA)
    assert not await current.privacy.erase(user_id=ADA)
