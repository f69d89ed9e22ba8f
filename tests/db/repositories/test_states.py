"""Held and set aside, in one server: what signers can do, and what the numbers say meanwhile."""

from __future__ import annotations

import pytest

from bot.db import Database
from bot.domain.pledges import Signing, State, Withdrawing
from bot.domain.refusals import NotSigned, PledgeSetAside
from bot.domain.tallies import Counts, SignatureChange
from tests.db.days import Sum, sums_of
from tests.db.fixtures import TickingClock
from tests.db.people import CAMPAIGN, HERE, NEWER, THERE, Person, counts, key, wall

HELD, NOTHING, COUNTED = Counts(held=1), Counts(), Counts(1)


@pytest.fixture
async def ada(database: Database, clock: TickingClock) -> Person:
    """Signed in two servers, listed in one."""
    person = Person(database, clock, key("ada"))
    await person.sign(HERE)
    await person.sign(THERE)
    await person.list(HERE)
    return person


async def hold_in_both(person: Person) -> None:
    assert await person.judged(State.HELD, HERE)
    assert await person.judged(State.HELD, THERE)


async def set_aside_in_both(person: Person) -> None:
    assert await person.judged(State.SET_ASIDE, HERE, case=1)
    assert await person.judged(State.SET_ASIDE, THERE, case=2)


async def numbers(database: Database) -> list[Counts]:
    """Return the numbers of the campaign, here and there."""
    assert await database.reconciliation.differences(campaign_id=CAMPAIGN) == []
    return [await counts(database, guild_id) for guild_id in (None, HERE, THERE)]


async def test_what_one_server_holds_the_campaign_counts_while_another_counts_it(
    ada: Person, database: Database
) -> None:
    await ada.judged(State.HELD, HERE)
    assert await numbers(database) == [COUNTED, HELD, COUNTED]
    assert (await ada.standing(HERE)).held_here
    assert not (await ada.standing(THERE)).held_here


async def test_a_pledge_held_everywhere_stands_apart_in_every_scope(
    ada: Person, database: Database
) -> None:
    await hold_in_both(ada)

    assert await numbers(database) == [HELD] * 3
    standing = await ada.standing()
    assert standing.signed
    assert standing.signed_here
    assert await wall(database) == ([ada.user_id], 1)


async def test_held_is_a_matter_of_one_server_under_a_newer_text_and_in_a_new_server(
    ada: Person, database: Database
) -> None:
    await hold_in_both(ada)
    renewed = await ada.sign(HERE, NEWER)
    assert renewed.outcome is Signing.RENEWED
    assert renewed.standing.held_here
    assert await numbers(database) == [HELD] * 3

    attributed = await ada.sign(77, NEWER)
    assert attributed.outcome is Signing.ATTRIBUTED
    assert not attributed.standing.held_here
    assert await numbers(database) == [COUNTED, HELD, HELD]
    assert await counts(database, 77) == COUNTED


async def test_what_is_released_counts_again(
    ada: Person, database: Database, clock: TickingClock
) -> None:
    await hold_in_both(ada)
    assert await ada.judged(State.COUNTED, HERE)
    assert not await ada.judged(State.COUNTED, HERE)

    assert await numbers(database) == [COUNTED, COUNTED, HELD]
    sums = await sums_of(database, clock().date())
    assert sums[SignatureChange.HELD] == Sum(2, Counts(-1, 1))
    assert sums[SignatureChange.RELEASED] == Sum(1, Counts(1, -1))


async def test_a_held_pledge_can_be_taken_back_server_by_server(
    ada: Person, database: Database
) -> None:
    await hold_in_both(ada)

    assert (await ada.withdraw(HERE)).outcome is Withdrawing.HERE
    assert await numbers(database) == [HELD, NOTHING, HELD]
    assert (await ada.withdraw(THERE)).outcome is Withdrawing.EVERYWHERE
    assert await numbers(database) == [NOTHING] * 3


async def test_what_was_not_counted_is_not_counted_as_leaving(
    ada: Person, database: Database, clock: TickingClock
) -> None:
    await hold_in_both(ada)
    await ada.withdraw(everywhere=True)

    sums = await sums_of(database, clock().date())
    assert sums[SignatureChange.SIGNED] == Sum(1, COUNTED)
    assert sums[SignatureChange.WITHDRAWN] == Sum(1, Counts(0, -1))


async def test_erasing_a_held_pledge_corrects_the_held_number(
    ada: Person, database: Database
) -> None:
    await hold_in_both(ada)

    assert await ada.erase() is True
    assert await numbers(database) == [NOTHING] * 3


async def test_what_one_server_sets_aside_another_still_counts(
    ada: Person, database: Database
) -> None:
    assert await ada.judged(State.SET_ASIDE, HERE, case=1)

    assert await numbers(database) == [COUNTED, NOTHING, COUNTED]
    here, there = await ada.standing(HERE), await ada.standing(THERE)
    assert (here.set_aside_here, here.signed_here) == (True, False)
    assert (there.set_aside_here, there.signed_here) == (False, True)
    assert (await ada.list(THERE)).listed_here


async def test_a_pledge_set_aside_is_not_signed_again_in_that_server(
    ada: Person, database: Database
) -> None:
    await set_aside_in_both(ada)
    before = await ada.standing()

    assert (await ada.sign(HERE, NEWER)).outcome is Signing.SET_ASIDE
    assert (await ada.sign(THERE)).outcome is Signing.SET_ASIDE
    assert await ada.standing() == before
    assert await numbers(database) == [NOTHING] * 3


async def test_withdrawing_does_not_undo_what_a_server_set_aside(
    ada: Person, database: Database
) -> None:
    await ada.judged(State.SET_ASIDE, HERE, case=1)
    assert (await ada.withdraw(everywhere=True)).outcome is Withdrawing.EVERYWHERE

    assert await numbers(database) == [NOTHING] * 3
    assert (await ada.sign(HERE)).outcome is Signing.SET_ASIDE
    assert (await ada.sign(THERE)).outcome is Signing.SIGNED
    assert await numbers(database) == [COUNTED, NOTHING, COUNTED]


async def test_withdrawing_here_where_it_is_set_aside_takes_nothing_from_elsewhere(
    ada: Person, database: Database
) -> None:
    await ada.judged(State.SET_ASIDE, HERE, case=1)

    assert (await ada.withdraw(HERE)).outcome is Withdrawing.NOT_SIGNED
    assert await numbers(database) == [COUNTED, NOTHING, COUNTED]


async def test_an_undone_case_gives_back_what_it_took(ada: Person, database: Database) -> None:
    await ada.judged(State.SET_ASIDE, HERE, case=1)
    before = (await ada.standing()).here
    assert before is not None
    assert (before.state_before, before.case) == (State.COUNTED, 1)

    assert await ada.judged(State.COUNTED, HERE)
    again = await ada.standing()
    assert again.signed_here
    assert again.here is not None
    assert (again.here.state_before, again.here.case) == (None, None)
    assert not again.listed_here, "being listed is the person's own choice, and made anew"
    assert await numbers(database) == [COUNTED] * 3


async def test_undoing_the_case_of_a_withdrawn_pledge_lets_its_person_sign_again(
    ada: Person, database: Database
) -> None:
    await ada.judged(State.SET_ASIDE, HERE, case=1)
    await ada.withdraw(everywhere=True)
    assert await ada.judged(State.COUNTED, HERE)

    assert await numbers(database) == [NOTHING] * 3
    assert (await ada.standing()).attributions == ()
    assert (await ada.sign(HERE)).outcome is Signing.SIGNED
    assert await numbers(database) == [COUNTED, COUNTED, NOTHING]


async def test_a_pledge_set_aside_is_on_no_wall_and_gets_on_none(
    ada: Person, database: Database
) -> None:
    await set_aside_in_both(ada)

    assert await wall(database) == ([], 0)
    with pytest.raises(PledgeSetAside):
        await ada.list(THERE)
    off = await ada.unlist(HERE)
    assert off.listed == frozenset()


async def test_a_pledge_set_aside_can_be_erased(ada: Person, database: Database) -> None:
    await set_aside_in_both(ada)

    assert await ada.erase() is True
    assert (await ada.standing()).pledge is None
    assert await numbers(database) == [NOTHING] * 3


async def test_nobody_judges_a_signature_that_is_not_there(
    ada: Person, database: Database, clock: TickingClock
) -> None:
    stranger = Person(database, clock, key("stranger"))
    for state in State:
        assert not await stranger.judged(state)
        assert not await ada.judged(state, 77)
    assert await numbers(database) == [COUNTED] * 3


async def test_who_never_signed_is_on_no_list(database: Database, clock: TickingClock) -> None:
    stranger = Person(database, clock, key("stranger"))
    with pytest.raises(NotSigned):
        await stranger.list()
    assert (await stranger.unlist()).pledge is None
