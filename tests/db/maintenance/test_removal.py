"""What belongs to a server goes once the bot left it long ago; pledges and the campaign stay."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import BigInteger, Column, Connection, Integer, LargeBinary, SmallInteger, select

from bot.db import Database, open_database
from bot.db.columns import BELONGS
from bot.db.maintenance import removal
from bot.db.maintenance.removal import RemoveServer, columns_of_servers, values_of_server
from bot.db.repositories.counting import Publish
from bot.db.schema import metadata, servers
from bot.db.transactions.work import Work
from bot.domain.clock import day_number
from bot.domain.identity import KEY_BYTES
from bot.domain.pledges import Signing, State
from bot.domain.tallies import Counts
from bot.services.records import ServerRecords
from tests.db.days import sums_of
from tests.db.fixtures import TickingClock
from tests.db.maintenance.filling import records_of
from tests.db.people import CAMPAIGN, HERE, KEYS, THERE, Person, choice, counts, key, wall
from tests.db.reading import everything

OF_PEOPLE = {"pledges.signer", "attributions.signer", "listings.key", "erasures.mark"}
"""Keys by which a row is somebody's, and no server's."""
ANOTHER = KEYS.of("another")


@pytest.fixture
def records(database: Database, clock: TickingClock) -> ServerRecords:
    return records_of(database, clock)


async def let_go(records: ServerRecords, clock: TickingClock, guild_id: int = HERE) -> None:
    """Have the bot removed from a server, and wait until all of it goes."""
    await records.here([HERE, THERE])
    await records.left(guild_id=guild_id)
    clock.advance(days=31)
    assert await records.remove_overdue() == 1


@dataclass(frozen=True)
class FillOthers(Work[None]):
    """Put a row of a server into every table that has none: one that was made since."""

    guild_id: int

    def perform(self, connection: Connection) -> None:
        values = values_of_server([KEYS, ANOTHER], self.guild_id)
        for column in columns_of_servers():
            table = metadata.tables[str(column.table)]
            own = values[column.info.get(BELONGS, "guild_id")]
            if not connection.execute(select(table).where(column.in_(own))).first():
                row = {
                    one.name: own[0] if one is column else any_value(one) for one in table.columns
                }
                connection.execute(table.insert().values(row))


def test_every_key_of_the_schema_is_a_servers_or_somebodys() -> None:
    binary = [
        column
        for table in metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, LargeBinary) and column.type.length == KEY_BYTES
    ]
    unknown = {str(one) for one in binary if BELONGS not in one.info}
    assert unknown == OF_PEOPLE, "say whose it is, in the schema or here"


def test_every_column_that_names_a_server_is_cleaned() -> None:
    words = ("guild", "server", "wall", "scope")
    named = {
        str(column)
        for table in metadata.tables.values()
        for column in table.columns
        if any(word in column.name for word in words)
    }
    assert named <= {str(one) for one in columns_of_servers()}
    assert columns_of_servers()[-1].table is servers, "the row that tells of it goes last"


async def fill(database: Database, clock: TickingClock, guild_id: int) -> None:
    """Let a server have something in every table that can have it."""
    for keys in (KEYS, ANOTHER):
        person = Person(database, clock, key(guild_id), user_id=guild_id // 3, keys=keys)
        await person.sign(guild_id)
        await person.list(guild_id)
        publish = Publish(campaign_id=keys.campaign_id, servers=True, at_least=1, minute=9)
        await database.tallies.publish(publish)
        deck = keys.deck("server", guild_id).stored
        await database.decks.draw(keys=(deck,), change=lambda _: ("one", (b"deck",)))
    await database.settings.change(choice("locale", '"fr"', guild_id=guild_id))
    await database.writer.submit(FillOthers(guild_id))


def any_value(column: Column[Any]) -> object:
    if isinstance(column.type, BigInteger | Integer | SmallInteger):
        return 1
    return bytes(KEY_BYTES) if isinstance(column.type, LargeBinary) else "1"


async def test_all_of_a_server_goes_and_nothing_of_another(
    database: Database, clock: TickingClock, records: ServerRecords
) -> None:
    await records.here([HERE, THERE])
    await fill(database, clock, THERE)
    before = await database.reader.read(everything)
    await fill(database, clock, HERE)
    full = await database.reader.read(everything)
    grown = {name for name, rows in full.items() if len(rows) > len(before[name])}
    assert grown | {"servers"} >= {str(one.table) for one in columns_of_servers()}

    await let_go(records, clock)

    after = await database.reader.read(everything)
    gone = {HERE, *itertools.chain(*values_of_server([KEYS, ANOTHER], HERE).values())}
    found = [name for name, rows in after.items() for row in rows if gone & set(row)]
    assert found == []
    kept = {THERE, *itertools.chain(*values_of_server([KEYS, ANOTHER], THERE).values())}
    for name, rows in full.items():
        of_there = {row for row in rows if kept & set(row)}
        assert of_there <= set(after[name]), name
    assert after["pledges"] == full["pledges"]
    assert after["days"] == full["days"]


STATES = (State.COUNTED, State.HELD, State.SET_ASIDE)


@pytest.mark.parametrize(
    ("here", "there"), [*itertools.product(STATES, STATES), *((one, None) for one in STATES)]
)
async def test_the_campaign_counts_exactly_as_before(
    database: Database,
    clock: TickingClock,
    records: ServerRecords,
    here: State,
    there: State | None,
) -> None:
    ada = Person(database, clock, key("ada"))
    await ada.sign(HERE)
    await ada.judged(here, HERE)
    if there is not None:
        await ada.sign(THERE)
        await ada.judged(there, THERE)
    before, day = await counts(database), clock().date()
    acts, elsewhere = await sums_of(database, day), await counts(database, THERE)

    await let_go(records, clock)

    assert await counts(database) == before
    assert await counts(database, THERE) == elsewhere
    assert await counts(database, HERE) == Counts()
    assert await database.reconciliation.differences(campaign_id=CAMPAIGN) == []
    assert await sums_of(database, day) == acts
    assert await sums_of(database, clock().date()) == {}, "nobody acted"
    standing = await ada.standing(HERE)
    assert standing.signed
    assert standing.here is None


async def test_what_hangs_on_a_former_server_is_kept_with_no_place_and_ends_with_the_pledge(
    database: Database, clock: TickingClock, records: ServerRecords
) -> None:
    ada = Person(database, clock, key("ada"))
    await ada.sign(HERE)
    clock.advance(hours=5)
    await ada.sign(THERE)
    for guild_id in (HERE, THERE):
        await ada.judged(State.SET_ASIDE, guild_id, case=guild_id % 7)
    pledge = (await ada.standing()).pledge
    for guild_id in (HERE, THERE):
        await let_go(records, clock, guild_id)

    (kept,) = (await ada.standing()).attributions
    assert kept.server not in {KEYS.server(HERE), KEYS.server(THERE)}
    assert pledge is not None
    assert (kept.state, kept.hour) == (State.SET_ASIDE, pledge.signed)
    assert (kept.reason, kept.age_band, kept.state_before, kept.case) == (0, 0, None, None)
    assert await counts(database) == Counts()
    assert (await ada.sign(HERE)).outcome is Signing.ATTRIBUTED, "a server that returns begins anew"
    assert await counts(database) == Counts(1)
    await ada.erase()
    assert (await ada.standing()).attributions == ()
    assert await database.reconciliation.differences(campaign_id=CAMPAIGN) == []


async def test_it_goes_part_by_part_and_the_numbers_are_right_at_each(
    database: Database,
    clock: TickingClock,
    records: ServerRecords,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(removal, "PART", 2)
    for number in range(5):
        person = Person(database, clock, key(number), user_id=number)
        await person.sign(HERE)
        await person.list(HERE)
    await records.here([HERE])
    await records.left(guild_id=HERE)
    clock.advance(days=31)
    day = day_number(clock().date()) - 31
    work = RemoveServer(keys=KEYS, guild_id=HERE, left_by=day)

    left: list[int] = []
    while await database.removal.part(work):
        left.append((await counts(database, HERE)).counted)
        assert (await wall(database))[1] == left[-1], "a name goes with its signature"
        assert await counts(database) == Counts(5)
        assert await database.reconciliation.differences(campaign_id=CAMPAIGN) == []
    assert left[:3] == [3, 1, 0]
    assert not await database.servers.all()


async def test_nothing_goes_in_time_or_once_the_server_is_back(
    database: Database, clock: TickingClock, records: ServerRecords
) -> None:
    ada = Person(database, clock, key("ada"), user_id=7)
    await ada.sign(HERE)
    await ada.list(HERE)
    await records.here([HERE])
    await records.left(guild_id=HERE)
    clock.advance(days=30)
    assert await records.remove_overdue() == 0
    assert (await ada.standing(HERE)).listed_here, "it can still be taken back"
    await records.here([HERE])
    clock.advance(days=100)
    assert await records.remove_overdue() == 0
    assert await wall(database) == ([7], 1)
    day = day_number(clock().date())
    late = RemoveServer(keys=KEYS, guild_id=HERE, left_by=day)
    assert not await database.removal.part(late), "another part may still be on its way"
    assert (await ada.standing(HERE)).signed_here


async def test_who_comes_back_too_late_begins_anew_though_nobody_looked_after_it(
    database: Database, clock: TickingClock, records: ServerRecords
) -> None:
    ada = Person(database, clock, key("ada"), user_id=7)
    await ada.sign(HERE)
    await ada.list(HERE)
    await database.settings.change(choice("locale", '"fr"'))
    await records.here([HERE, THERE])
    await records.left(guild_id=HERE)
    clock.advance(days=31)
    await records.here([HERE, THERE])
    assert await wall(database) == ([], 0)
    assert await database.settings.get(guild_id=HERE) == {}
    assert await database.settings.log(guild_id=HERE, limit=1, offset=0) == ((), 0)
    assert (await ada.standing(HERE)).signed
    assert not (await ada.standing(HERE)).signed_here
    assert await database.servers.here() == [HERE, THERE]


async def test_only_servers_that_are_noted_and_not_seen_are_missing(
    database: Database, clock: TickingClock, records: ServerRecords
) -> None:
    await records.here([HERE, THERE, 3])
    await records.left(guild_id=3)
    assert await records.missing({HERE}) == [THERE]
    assert await records.missing({HERE, THERE, 4}) == []


async def test_what_a_server_had_is_not_left_in_the_file(
    sqlite_url: str, clock: TickingClock
) -> None:
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    name = 424_242_424_242_424_242
    for last in (False, True):
        async with open_database(sqlite_url) as database:
            ada = Person(database, clock, key("ada"), user_id=name)
            await ada.sign(HERE)
            await ada.list(HERE)
            if last:
                records = ServerRecords(database.servers, database.removal, KEYS, clock)
                await let_go(records, clock)
        files = [one.read_bytes() for one in path.parent.glob(f"{path.name}*")]
        assert any(name.to_bytes(8, "big") in one for one in files) is not last
