"""Signing, withdrawing, listing and erasing, on both engines."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.exc import StatementError

from bot.db import Database
from bot.domain.pledges import Signing, SigningText, State, Withdrawing
from bot.domain.refusals import NotSigned
from bot.domain.tallies import Counts, SignatureChange
from tests.db.days import Sum, sums_of
from tests.db.fixtures import TickingClock
from tests.db.people import (
    CAMPAIGN,
    HERE,
    KEYS,
    NEWER,
    TEXT,
    THERE,
    Person,
    counts,
    key,
    server_key,
    wall,
)
from tests.db.reading import live_counts


@pytest.fixture
def ada(database: Database, clock: TickingClock) -> Person:
    return Person(database, clock, key("ada"))


@pytest.fixture
def ben(database: Database, clock: TickingClock) -> Person:
    return Person(database, clock, key("ben"), user_id=444_444_444_444_444_444)


async def agrees(database: Database) -> bool:
    return await database.reconciliation.differences(campaign_id=CAMPAIGN) == []


async def test_a_signature_is_stored_as_it_was_shown(ada: Person) -> None:
    signed = await ada.sign()

    assert signed.outcome is Signing.SIGNED
    pledge = signed.standing.pledge
    assert pledge is not None
    assert (pledge.text_version, pledge.text_digest, pledge.locale) == ("1", TEXT.digest, "en")
    assert pledge.stands
    assert [(one.server, one.state) for one in signed.standing.attributions] == [
        (server_key(HERE), State.COUNTED)
    ]
    assert signed.standing.listed == frozenset()
    assert await ada.standing() == signed.standing


async def test_signing_twice_is_harmless(ada: Person, database: Database) -> None:
    first = await ada.sign()
    second = await ada.sign()

    assert second.outcome is Signing.ALREADY
    assert second.standing == first.standing
    assert await counts(database) == Counts(1)


async def test_one_pledge_in_two_servers(ada: Person, database: Database) -> None:
    await ada.sign(HERE)
    second = await ada.sign(THERE)

    assert second.outcome is Signing.ATTRIBUTED
    assert {one.server for one in second.standing.attributions} == {
        server_key(HERE),
        server_key(THERE),
    }
    assert await counts(database) == Counts(1)
    assert await counts(database, HERE) == await counts(database, THERE) == Counts(1)
    assert await agrees(database)


async def test_a_newer_text_is_signed_only_by_signing(ada: Person, database: Database) -> None:
    before = await ada.sign()
    renewed = await ada.sign(text=NEWER)

    assert renewed.outcome is Signing.RENEWED
    assert before.standing.pledge is not None
    assert renewed.standing.pledge is not None
    assert renewed.standing.pledge.changed == before.standing.pledge.changed
    assert renewed.standing.pledge.text_digest == NEWER.digest
    assert await ada.standing() == renewed.standing
    assert await counts(database) == Counts(1)


async def test_signing_outside_of_any_server_counts_in_none(
    ada: Person, database: Database
) -> None:
    signed = await ada.sign(None)

    assert signed.standing.attributions == ()
    assert await counts(database) == Counts(1)
    assert (await ada.withdraw(HERE)).outcome is Withdrawing.EVERYWHERE
    assert await agrees(database)


async def test_withdrawing_here_leaves_the_other_server(ada: Person, database: Database) -> None:
    await ada.sign(HERE)
    await ada.sign(THERE)
    withdrawn = await ada.withdraw(HERE)

    assert withdrawn.outcome is Withdrawing.HERE
    assert withdrawn.standing == await ada.standing()
    assert withdrawn.standing.signed
    assert await counts(database, HERE) == Counts(0)
    assert await counts(database, THERE) == await counts(database) == Counts(1)
    assert (await ada.withdraw(HERE)).outcome is Withdrawing.NOT_SIGNED


async def test_withdrawing_from_the_last_server_withdraws_the_pledge(ada: Person) -> None:
    await ada.sign(HERE)
    withdrawn = await ada.withdraw(HERE)

    assert withdrawn.outcome is Withdrawing.EVERYWHERE
    assert withdrawn.standing == await ada.standing()
    assert not withdrawn.standing.signed
    assert (await ada.withdraw(HERE)).outcome is Withdrawing.ALREADY


async def test_withdrawing_everywhere_takes_every_server_along(
    ada: Person, database: Database
) -> None:
    await ada.sign(HERE)
    await ada.sign(THERE)

    assert (await ada.withdraw(None, everywhere=True)).outcome is Withdrawing.EVERYWHERE
    assert await counts(database, HERE) == await counts(database, THERE) == Counts(0)
    assert await counts(database) == Counts(0)
    assert await agrees(database)


async def test_who_never_signed_has_nothing_to_withdraw(ada: Person) -> None:
    assert (await ada.withdraw(everywhere=True)).outcome is Withdrawing.NOT_SIGNED


async def test_signing_again_starts_anew_and_unlisted(
    ada: Person, database: Database, clock: TickingClock
) -> None:
    first = await ada.sign(HERE)
    await ada.list()
    await ada.withdraw(everywhere=True)
    clock.advance(hours=1)
    again = await ada.sign(HERE)

    assert again.outcome is Signing.SIGNED
    assert again.standing.pledge is not None
    assert first.standing.pledge is not None
    assert again.standing.pledge.signed > first.standing.pledge.signed
    assert again.standing.signed_here
    assert not again.standing.listed_here
    assert await wall(database) == ([], 0)


async def test_being_listed_here_lists_nobody_there(
    ada: Person, ben: Person, database: Database
) -> None:
    for person in (ada, ben):
        await person.sign(HERE)
        await person.sign(THERE)
        await person.list(HERE)

    assert await wall(database, HERE) == ([ada.user_id, ben.user_id], 2)
    assert await wall(database, THERE) == ([], 0)


async def test_the_wall_is_read_by_pages(database: Database, clock: TickingClock) -> None:
    for number in range(5):
        person = Person(database, clock, key(number), user_id=number)
        await person.sign()
        await person.list()

    pages = [await wall(database, offset=offset, limit=2) for offset in (0, 4, 9)]
    assert pages == [([0, 1], 5), ([4], 5), ([], 5)]


async def test_listing_needs_a_signature_in_that_server(ada: Person) -> None:
    with pytest.raises(NotSigned):
        await ada.list()
    await ada.sign(THERE)
    with pytest.raises(NotSigned):
        await ada.list(HERE)


async def test_going_off_the_list_removes_the_user_id(ada: Person, database: Database) -> None:
    await ada.sign()
    listed = await ada.list()
    assert listed == await ada.list()
    assert listed.listed_here
    assert await wall(database) == ([ada.user_id], 1)

    unlisted = await ada.unlist()

    assert unlisted == await ada.standing()
    assert not unlisted.listed_here
    assert await wall(database) == ([], 0)


async def test_withdrawing_takes_the_name_off_the_wall(ada: Person, database: Database) -> None:
    await ada.sign()
    await ada.list()
    await ada.withdraw()

    assert await wall(database) == ([], 0)


async def test_erasing_leaves_nothing_and_corrects_the_numbers(
    ada: Person, ben: Person, database: Database
) -> None:
    await ada.sign(HERE)
    await ada.sign(THERE)
    await ben.sign(HERE)

    assert await ada.erase() is True
    assert await ada.erase() is False
    assert (await ada.standing()).pledge is None
    assert await counts(database) == await counts(database, HERE) == Counts(1)
    assert await counts(database, THERE) == Counts(0)
    assert await agrees(database)


async def test_the_day_knows_what_came_and_went(
    ada: Person, ben: Person, database: Database, clock: TickingClock
) -> None:
    await ada.sign()
    await ben.sign()
    await ben.withdraw()
    today = clock().date()
    clock.advance(days=1)
    await ada.erase()

    assert await sums_of(database, today) == {
        SignatureChange.SIGNED: Sum(2, Counts(2)),
        SignatureChange.WITHDRAWN: Sum(1, Counts(-1)),
    }
    assert await sums_of(database, clock().date()) == {SignatureChange.ERASED: Sum(1, Counts(-1))}
    assert await sums_of(database, today.replace(day=today.day + 2)) == {}


async def test_campaigns_do_not_meet(ada: Person, database: Database) -> None:
    await ada.sign()
    elsewhere = KEYS.of("another")
    other = await replace(ada, keys=elsewhere).sign()

    assert other.outcome is Signing.SIGNED
    assert await counts(database) == Counts(1)
    there = elsewhere.server(HERE)
    assert await live_counts(database, campaign_id="another", server=there) == Counts(1)
    here = server_key(HERE)
    assert await live_counts(database, campaign_id="another", server=here) == Counts()


@pytest.mark.parametrize(
    "text", [SigningText("1" * 65, "en", "I pledge."), SigningText("1", "e" * 17, "I pledge.")]
)
async def test_both_engines_refuse_what_is_longer_than_its_column(
    database: Database, clock: TickingClock, text: SigningText
) -> None:
    ada = Person(database, clock, key("ada"))
    with pytest.raises((ValueError, StatementError), match="longer than"):
        await ada.sign(text=text)
    with pytest.raises((ValueError, StatementError), match="longer than"):
        await database.meta.set("k" * 65, "value")
    await database.meta.set("k" * 64, "value")
    assert (await ada.standing()).pledge is None
