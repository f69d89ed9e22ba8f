from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.identity import SignerKeys

SECRET = b"s" * 32
ids = st.integers(1, 2**63 - 1)


@given(ids, ids)
def test_one_person_one_key_and_two_people_two(one: int, other: int) -> None:
    keys = SignerKeys(SECRET, "askmoreofhim")
    assert keys.signer_key(one) == keys.signer_key(one)
    assert (keys.signer_key(one) == keys.signer_key(other)) is (one == other)
    assert len(keys.signer_key(one)) == 32


@given(ids)
def test_a_key_depends_on_the_campaign_and_on_the_secret(user_id: int) -> None:
    key = SignerKeys(SECRET, "askmoreofhim").signer_key(user_id)
    assert key != SignerKeys(SECRET, "another").signer_key(user_id)
    assert key != SignerKeys(b"t" * 32, "askmoreofhim").signer_key(user_id)


def test_parts_cannot_be_shifted_from_campaign_to_user() -> None:
    assert SignerKeys(SECRET, "a1").signer_key(2) != SignerKeys(SECRET, "a").signer_key(12)


def test_an_erasure_mark_is_neither_the_key_nor_the_fingerprint() -> None:
    keys = SignerKeys(SECRET, "askmoreofhim")
    key = keys.signer_key(1)
    assert keys.erasure_mark(key) != key
    assert keys.fingerprint() != SignerKeys(b"t" * 32, "askmoreofhim").fingerprint()


def test_the_secret_is_not_in_the_repr() -> None:
    assert "ssss" not in repr(SignerKeys(SECRET, "askmoreofhim"))
