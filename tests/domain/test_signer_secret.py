"""Weak secrets are told from random ones, and a check value gives none away."""

from __future__ import annotations

import secrets
import string
import uuid
from base64 import b64encode
from collections.abc import Callable
from random import Random

import pytest

from bot.domain.identity import digest_with
from bot.domain.signer_secret import check_value, fits, is_weak

SECRET = secrets.token_urlsafe(32).encode()
WEAK = [
    "changemechangemechangemechangeme",
    "a" * 32,
    "ab" * 20,
    "01" * 32,
    "0" * 31 + "1",
    "xY" * 16,
    "secret" * 8,
    "password" * 4,
    "password123" * 3,
    "Campaign2024!Campaign2024!Campaign",
    "change-me-change-me-change-me-please",
    "your-secret-here-your-secret-here",
    "supersecretsupersecretsupersecret12",
    "this is a secret this is a secret this is",
    "SIGNER_SECRET_SIGNER_SECRET_SIGNER_SECRET",
    "abcdefghijklmnopqrstuvwxyz0123456789",
    "0123456789012345678901234567890123456789",
    "zyxwvutsrqponmlkjihgfedcba9876543210",
    "qwertyuiopasdfghjklzxcvbnm1234567890",
    "qazwsxedcrfvtgbyhnujmikolpqazwsxedc",
    "1q2w3e4r5t6y7u8i9o0p1q2w3e4r5t6y7u8i",
    "poiuytrewqlkjhgfdsamnbvcxz0987654321",
    "aaaaaaaabbbbbbbbccccccccdddddddd",
    "deadbeefdeadbeefdeadbeefdeadbeef",
    "00000000-0000-0000-0000-000000000000",
    "11112222333344445555666677778888",
    "10110010011101011000101011100101",
    "short",
    "",
]


def _bytes(random: Random, count: int) -> bytes:
    return random.randbytes(count)


RANDOM: dict[str, Callable[[Random], str]] = {
    "hexadecimal": lambda random: _bytes(random, 16).hex(),
    "longer hexadecimal": lambda random: _bytes(random, 32).hex(),
    "base64": lambda random: b64encode(_bytes(random, 32)).decode(),
    "short base64": lambda random: b64encode(_bytes(random, 24)).decode(),
    "small letters": lambda random: "".join(random.choices(string.ascii_lowercase, k=32)),
    "all of a keyboard": lambda random: "".join(random.choices(string.printable[:94], k=32)),
    "a UUID": lambda random: str(uuid.UUID(bytes=_bytes(random, 16), version=4)),
    "two UUIDs": lambda random: "".join(
        str(uuid.UUID(bytes=_bytes(random, 16), version=4)) for _ in range(2)
    ),
}


@pytest.mark.parametrize("secret", WEAK)
def test_what_could_be_guessed_is_weak(secret: str) -> None:
    assert is_weak(secret)


@pytest.mark.parametrize("form", RANDOM)
def test_no_random_one_is_refused(form: str) -> None:
    random = Random(f"secrets in the form of {form}")  # noqa: S311 - the same ones in each run
    assert [one for one in (RANDOM[form](random) for _ in range(5_000)) if is_weak(one)] == []


def test_what_the_bot_makes_is_not_weak() -> None:
    assert not any(is_weak(secrets.token_urlsafe(32)) for _ in range(5_000))


def test_a_check_value_fits_its_secret_alone_and_is_another_each_time() -> None:
    first, second = check_value(SECRET), check_value(SECRET)
    assert first != second
    assert fits(SECRET, first)
    assert fits(SECRET, second)
    assert not fits(b"t" * 43, first)


def test_a_check_value_holds_neither_the_secret_nor_what_older_releases_kept() -> None:
    value = check_value(SECRET)
    assert SECRET.decode() not in value
    assert digest_with(SECRET, b"fingerprint", b"").hex()[:16] not in value


def test_the_fingerprint_of_an_older_release_still_tells() -> None:
    old = digest_with(SECRET, b"fingerprint", b"").hex()[:16]
    assert fits(SECRET, old)
    assert not fits(b"t" * 43, old)


@pytest.mark.parametrize(
    "value", ["", "abc", "scrypt1", "scrypt1:", "scrypt1:zz:zz", "scrypt1:00:00", "scrypt9:00:00"]
)
def test_what_is_no_check_value_fits_nothing(value: str) -> None:
    assert not fits(SECRET, value)
