"""Held and invalidated pledges: what their signers can do, and what the numbers say meanwhile."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from sqlalchemy import Connection, update

from bot.db import Database
from bot.db.repositories.counters import CounterChanges, Delta, weight_of
from bot.db.repositories.rows import standing
from bot.db.schema import CAMPAIGN_WIDE, pledges
from bot.db.transactions.work import Work
from bot.domain.pledges import Signing, Status, Visibility, Withdrawing
from bot.domain.refusals import NotSigned, PledgeInvalidated
from bot.domain.tallies import ChangeKind, Counts
from tests.db.fixtures import TickingClock
from tests.db.people import CAMPAIGN, HERE, NEWER, THERE, Person, key
from tests.db.reading import day_counts


@dataclass(frozen=True, slots=True)
class Judge(Work[None]):
    """A moderator's act, as a later release will have it: a status, and the numbers with it."""

    person: Person
    status: Status
    kind: ChangeKind

    def perform(self, connection: Connection) -> None:
        before = standing(connection, campaign_id=CAMPAIGN, signer_key=self.person.key)
        assert before.pledge is not None
        connection.execute(
            update(pledges).where(pledges.c.id == before.pledge.id).values(status=self.status)
        )
        old, new = weight_of(before.pledge.status), weight_of(self.status)
        delta = Delta(new.counted - old.counted, new.held - old.held)
        changes = CounterChanges()
        for guild_id in (CAMPAIGN_WIDE, *(one.guild_id for one in before.attributions)):
            changes.add(
                self.kind, delta, campaign_id=CAMPAIGN, guild_id=guild_id, at=self.person.clock()
            )
        changes.write(connection)


@pytest.fixture
async def ada(database: Database, clock: TickingClock) -> Person:
    """Signed in two servers, listed in one."""
    person = Person(database, clock, key("ada"))
    await person.sign(HERE)
    await person.sign(THERE)
    await person.show(Visibility.LISTED, HERE)
    return person


async def hold(person: Person) -> None:
    await person.database.writer.submit(Judge(person, Status.HELD, ChangeKind.HELD))


async def invalidate(person: Person) -> None:
    await person.database.writer.submit(Judge(person, Status.INVALIDATED, ChangeKind.INVALIDATED))


async def numbers(database: Database) -> list[Counts]:
    assert await database.reconciliation.differences(campaign_id=CAMPAIGN) == []
    return [
        await database.tallies.counts(campaign_id=CAMPAIGN, guild_id=guild_id)
        for guild_id in (None, HERE, THERE)
    ]


async def wall(database: Database) -> tuple[list[int], int]:
    return await database.pledges.wall(campaign_id=CAMPAIGN, guild_id=HERE, offset=0, limit=9)


async def test_a_held_pledge_stands_apart_in_every_scope(ada: Person, database: Database) -> None:
    await hold(ada)

    assert await numbers(database) == [Counts(0, held=1)] * 3
    assert (await ada.standing()).signed
    assert await wall(database) == ([ada.user_id], 1)


async def test_a_held_pledge_stays_held_under_a_newer_text_and_in_a_new_server(
    ada: Person, database: Database
) -> None:
    await hold(ada)
    renewed = await ada.sign(HERE, NEWER)
    attributed = await ada.sign(77, NEWER)

    assert (renewed.outcome, attributed.outcome) == (Signing.RENEWED, Signing.ATTRIBUTED)
    assert attributed.standing.pledge is not None
    assert attributed.standing.pledge.status is Status.HELD
    assert await numbers(database) == [Counts(0, held=1)] * 3
    assert await database.tallies.counts(campaign_id=CAMPAIGN, guild_id=77) == Counts(0, held=1)


async def test_a_held_pledge_can_be_taken_back_server_by_server(
    ada: Person, database: Database
) -> None:
    await hold(ada)

    assert (await ada.withdraw(HERE)).outcome is Withdrawing.HERE
    assert await numbers(database) == [Counts(0, held=1), Counts(), Counts(0, held=1)]
    assert (await ada.withdraw(THERE)).outcome is Withdrawing.EVERYWHERE
    assert await numbers(database) == [Counts()] * 3


async def test_what_was_not_counted_is_not_counted_as_leaving(
    ada: Person, database: Database, clock: TickingClock
) -> None:
    await hold(ada)
    await ada.withdraw(everywhere=True)

    day = await day_counts(database, guild_id=None, day=clock().date())
    assert (day.signed, day.withdrawn, day.net) == (1, 0, 0)


async def test_erasing_a_held_pledge_corrects_the_held_number(
    ada: Person, database: Database
) -> None:
    await hold(ada)

    assert await ada.erase() is True
    assert await numbers(database) == [Counts()] * 3


async def test_an_invalidated_pledge_is_neither_signed_again_nor_withdrawn(
    ada: Person, database: Database
) -> None:
    await invalidate(ada)
    before = await ada.standing()

    assert (await ada.sign(77, NEWER)).outcome is Signing.INVALIDATED
    assert (await ada.withdraw(everywhere=True)).outcome is Withdrawing.NOT_SIGNED
    assert await ada.standing() == before
    assert await numbers(database) == [Counts()] * 3


async def test_an_invalidated_pledge_is_on_no_wall_and_gets_on_none(
    ada: Person, database: Database
) -> None:
    await invalidate(ada)

    assert await wall(database) == ([], 0)
    with pytest.raises(PledgeInvalidated):
        await ada.show(Visibility.LISTED, THERE)
    off = await ada.show(Visibility.COUNTED_ONLY, HERE)
    assert {one.visibility for one in off.attributions} == {Visibility.COUNTED_ONLY}


async def test_an_invalidated_pledge_can_be_erased(ada: Person, database: Database) -> None:
    await invalidate(ada)

    assert await ada.erase() is True
    assert (await ada.standing()).pledge is None
    assert await numbers(database) == [Counts()] * 3


async def test_who_never_signed_is_on_no_list(database: Database, clock: TickingClock) -> None:
    stranger = Person(database, clock, key("stranger"))
    for visibility in Visibility:
        with pytest.raises(NotSigned):
            await stranger.show(visibility)
