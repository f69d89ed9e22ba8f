from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.pledges import (
    Action,
    Attribution,
    Pledge,
    SigningText,
    Standing,
    State,
    campaign_counts,
    digest_of,
    leaves_everywhere,
    server_counts,
    sign_action,
)
from bot.domain.tallies import NOTHING, Counts

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HERE, THERE = b"here" * 4, b"there..." * 2
COUNTED, HELD = Counts(1), Counts(held=1)


def pledge(version: str = "2018-1", *, stands: bool = True) -> Pledge:
    return Pledge(
        stands=stands,
        text_version=version,
        text_digest="0" * 64,
        locale="en",
        signed=NOW,
        changed=NOW,
    )


def standing(
    here: State | None = None,
    there: State | None = None,
    *,
    stands: bool = True,
    version: str = "2018-1",
    listed: frozenset[bytes] = frozenset(),
) -> Standing:
    """Return a pledge with a signature in up to two servers, seen from the first."""
    states = {HERE: here, THERE: there}
    places = tuple(
        Attribution(server, state, NOW) for server, state in states.items() if state is not None
    )
    return Standing(pledge(version, stands=stands), places, listed, HERE)


@pytest.mark.parametrize(
    ("there", "action"),
    [
        (Standing(server=HERE), Action.INSERT),
        (standing(stands=False), Action.REVIVE),
        (standing(State.SET_ASIDE), Action.REFUSE),
        (standing(State.COUNTED), Action.KEEP),
        (standing(State.HELD), Action.KEEP),
        (standing(State.COUNTED, version="2017"), Action.RENEW),
        (standing(State.HELD, version="2017"), Action.RENEW),
        (standing(State.SET_ASIDE, version="2017"), Action.REFUSE),
        (standing(State.SET_ASIDE, stands=False), Action.REFUSE),
        (standing(None, State.SET_ASIDE), Action.KEEP),
        (standing(None, State.SET_ASIDE, stands=False), Action.REVIVE),
    ],
)
def test_what_signing_does_to_the_pledge_that_is_there(there: Standing, action: Action) -> None:
    assert sign_action(there, text_version="2018-1") is action


def test_the_digest_does_not_depend_on_how_an_editor_ended_the_lines() -> None:
    one = "I pledge to listen.\nAnd to speak.\n"
    assert digest_of(one) == digest_of(one.replace("\n", "\r\n"))
    assert digest_of(one) == digest_of("  I pledge to listen.  \nAnd to speak.".strip())
    assert digest_of("caf\u00e9") == digest_of("cafe\u0301")


@given(st.text(min_size=1), st.text(min_size=1))
def test_two_texts_a_person_could_tell_apart_have_two_digests(one: str, other: str) -> None:
    same = SigningText("1", "en", one).digest == SigningText("1", "en", other).digest
    if "".join(one.split()) != "".join(other.split()) and one.isascii() and other.isascii():
        assert not same


def test_a_standing_knows_where_it_was_signed_and_who_may_see_it() -> None:
    seen = standing(State.COUNTED, State.HELD, listed=frozenset({HERE}))
    assert seen.signed
    assert seen.here == Attribution(HERE, State.COUNTED, NOW)
    assert (seen.signed_here, seen.held_here, seen.listed_here) == (True, False, True)
    assert Standing(seen.pledge, seen.attributions, seen.listed, b"elsewhere.......").here is None
    in_a_dm = Standing(seen.pledge, seen.attributions, seen.listed)
    assert in_a_dm.here is None
    assert (in_a_dm.signed, in_a_dm.signed_here, in_a_dm.listed_here) == (True, False, False)


@pytest.mark.parametrize(
    ("state", "stands", "signed_here", "held", "set_aside"),
    [
        (State.COUNTED, True, True, False, False),
        (State.HELD, True, True, True, False),
        (State.SET_ASIDE, True, False, False, True),
        (State.SET_ASIDE, False, False, False, True),
        (None, True, False, False, False),
        (None, False, False, False, False),
    ],
)
def test_what_is_said_of_a_signature_here(
    state: State | None, stands: bool, signed_here: bool, held: bool, set_aside: bool
) -> None:
    seen = standing(state, State.COUNTED if stands else None, stands=stands)
    assert seen.signed is stands
    assert seen.signed_here is signed_here
    assert (seen.held_here, seen.set_aside_here) == (held, set_aside)


def test_a_card_says_the_day_and_no_hour() -> None:
    assert pledge().signed_on == pledge().changed_on == date(2026, 11, 23)
    assert not isinstance(pledge().signed_on, datetime)


@pytest.mark.parametrize(
    ("here", "there", "campaign"),
    [
        (None, None, COUNTED),
        (State.COUNTED, None, COUNTED),
        (State.HELD, None, HELD),
        (State.SET_ASIDE, None, NOTHING),
        (State.COUNTED, State.HELD, COUNTED),
        (State.COUNTED, State.SET_ASIDE, COUNTED),
        (State.HELD, State.SET_ASIDE, HELD),
        (State.HELD, State.HELD, HELD),
        (State.SET_ASIDE, State.SET_ASIDE, NOTHING),
    ],
)
def test_the_campaign_counts_whom_any_server_counts(
    here: State | None, there: State | None, campaign: Counts
) -> None:
    assert campaign_counts(standing(here, there)) == campaign
    assert campaign_counts(standing(here, there, stands=False)) == NOTHING


@pytest.mark.parametrize(("here", "there"), list(product((None, *State), repeat=2)))
def test_no_server_changes_what_another_counts(here: State | None, there: State | None) -> None:
    alone = server_counts(standing(None, there), THERE)
    assert server_counts(standing(here, there), THERE) == alone


def test_a_server_counts_what_it_counts_and_holds_what_it_holds() -> None:
    expected = {State.COUNTED: COUNTED, State.HELD: HELD, State.SET_ASIDE: NOTHING, None: NOTHING}
    for state, counts in expected.items():
        assert server_counts(standing(state, State.COUNTED), HERE) == counts
        assert server_counts(standing(state, State.COUNTED, stands=False), HERE) == NOTHING


@pytest.mark.parametrize(
    ("here", "there", "leaves"),
    [
        (None, None, True),
        (State.COUNTED, None, True),
        (State.COUNTED, State.COUNTED, False),
        (State.COUNTED, State.SET_ASIDE, True),
        (State.SET_ASIDE, State.COUNTED, False),
        (None, State.COUNTED, False),
        (State.SET_ASIDE, State.SET_ASIDE, True),
    ],
)
def test_the_last_part_takes_the_pledge_with_it(
    here: State | None, there: State | None, leaves: bool
) -> None:
    assert leaves_everywhere(standing(here, there), everywhere=False) is leaves
    assert leaves_everywhere(standing(here, there), everywhere=True)


def test_nobody_has_signed_before_they_signed() -> None:
    nobody = Standing(server=HERE)
    assert not nobody.signed
    assert not nobody.signed_here
    assert campaign_counts(nobody) == server_counts(nobody, HERE) == NOTHING
