from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.identity import KEY_BYTES, Keys, digest_with

SECRET = b"s" * 32
KEYS = Keys(SECRET, "askmoreofhim")
ids = st.integers(1, 2**63 - 1)


@given(ids, ids)
def test_one_person_one_key_and_two_people_two(one: int, other: int) -> None:
    assert KEYS.signer(one) == KEYS.signer(one)
    assert (KEYS.signer(one) == KEYS.signer(other)) is (one == other)
    assert len(KEYS.signer(one)) == KEY_BYTES


@given(ids)
def test_a_key_depends_on_the_campaign_and_on_the_secret(user_id: int) -> None:
    key = KEYS.signer(user_id)
    assert key != KEYS.of("another").signer(user_id)
    assert key != Keys(b"t" * 32, "askmoreofhim").signer(user_id)


def test_parts_cannot_be_shifted_from_campaign_to_user() -> None:
    assert Keys(SECRET, "a1").signer(2) != Keys(SECRET, "a").signer(12)


@given(ids)
def test_every_purpose_has_keys_of_its_own(number: int) -> None:
    """A person and a server of one number, and all that is made of their keys, differ."""
    signer, server = KEYS.signer(number), KEYS.server(number)
    keys = [
        signer,
        server,
        KEYS.wall(number),
        KEYS.listing(signer=signer, server=server),
        KEYS.mark(signer),
        KEYS.deck("reader", number).stored,
        KEYS.deck("server", number).stored,
    ]
    assert len(set(keys)) == len(keys)
    assert {len(key) for key in keys} == {KEY_BYTES}


@given(ids, ids)
def test_a_listing_is_of_one_person_in_one_server(user_id: int, guild_id: int) -> None:
    signer, server = KEYS.signer(user_id), KEYS.server(guild_id)
    assert KEYS.listing(signer=signer, server=server) != KEYS.listing(signer=server, server=signer)
    elsewhere = KEYS.server(guild_id + 1)
    assert KEYS.listing(signer=signer, server=server) != KEYS.listing(
        signer=signer, server=elsewhere
    )


@given(ids)
def test_no_key_is_made_from_another_without_the_secret(number: int) -> None:
    signer, server = KEYS.signer(number), KEYS.server(number)
    guesses = {
        digest_with(b"", purpose, *parts)[:KEY_BYTES]
        for purpose in (b"mark", b"listing", b"askmoreofhim")
        for parts in ((signer,), (signer, server), (b"askmoreofhim", signer))
    }
    assert KEYS.mark(signer) not in guesses
    assert KEYS.listing(signer=signer, server=server) not in guesses


def test_the_secret_is_not_in_the_repr() -> None:
    assert "ssss" not in repr(Keys(SECRET, "askmoreofhim"))
