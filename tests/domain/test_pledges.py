from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.pledges import (
    Action,
    Attribution,
    Pledge,
    SigningText,
    Standing,
    Status,
    Visibility,
    digest_of,
    sign_action,
)

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def pledge(status: Status = Status.COUNTED, version: str = "2018-1") -> Pledge:
    return Pledge(
        id=1,
        status=status,
        text_version=version,
        text_digest="0" * 64,
        locale="en",
        signed_at=NOW,
        changed_at=NOW,
        created_at=NOW,
    )


@pytest.mark.parametrize(
    ("there", "action"),
    [
        (None, Action.INSERT),
        (pledge(Status.WITHDRAWN), Action.REVIVE),
        (pledge(Status.INVALIDATED), Action.REFUSE),
        (pledge(Status.COUNTED), Action.KEEP),
        (pledge(Status.HELD), Action.KEEP),
        (pledge(Status.COUNTED, "2017"), Action.RENEW),
        (pledge(Status.HELD, "2017"), Action.RENEW),
        (pledge(Status.INVALIDATED, "2017"), Action.REFUSE),
    ],
)
def test_what_signing_does_to_the_pledge_that_is_there(
    there: Pledge | None, action: Action
) -> None:
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
    listed = Attribution(guild_id=7, visibility=Visibility.LISTED, attributed_at=NOW)
    standing = Standing(pledge(), (listed,))
    assert standing.signed
    assert standing.here(7) is listed
    assert standing.here(8) is None
    assert standing.here(None) is None
    assert listed.listed


@pytest.mark.parametrize(
    ("status", "signed", "may_sign"),
    [
        (Status.COUNTED, True, True),
        (Status.HELD, True, True),
        (Status.WITHDRAWN, False, True),
        (Status.INVALIDATED, False, False),
    ],
)
def test_who_is_a_signer_and_who_may_become_one(
    status: Status, signed: bool, may_sign: bool
) -> None:
    standing = Standing(pledge(status))
    assert standing.signed is signed
    assert standing.may_sign is may_sign


def test_nobody_has_signed_before_they_signed() -> None:
    assert not Standing().signed
    assert Standing().may_sign
