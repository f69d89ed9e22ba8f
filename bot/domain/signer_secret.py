"""The signer secret: what makes one too weak, and how a database recognises its own."""

from __future__ import annotations

import hmac
import zlib
from collections import Counter
from hashlib import scrypt
from itertools import pairwise
from math import log, log2
from secrets import token_bytes
from typing import Final

from bot.domain.identity import digest_with

SECRET_CHECK: Final = "secret_check"  # noqa: S105 - a name, no secret
"""Under this key a database remembers by what it recognises its secret."""
FINGERPRINT: Final = "secret_fingerprint"
"""The key under which databases up to schema 0002 did."""

SHORTEST_SECRET: Final = 32
"""Characters that a secret has at least."""
LEAST_BITS: Final = 64
"""What `bits_of` gives a secret at least. It sees a sample and is careful: 32 random hexadecimal
digits, which hold 128 bits, come out near 105 and below 64 about twice in a million."""

_SCRYPT: Final = "scrypt1"  # names the cost below: other costs get another name
_SALT_BYTES: Final = 16
_RUNS: Final = (
    *("qwertyuiop", "qwertzuiop", "azertyuiop", "asdfghjkl", "zxcvbnm", "yxcvbnm"),
    *("qazwsxedcrfvtgbyhnujmikolp", "1q2w3e4r5t6z7u8i9o0p", "5t6y7u"),
)
"""Characters that stand beside each other on a keyboard."""
_FOLLOW: Final = frozenset(
    pair for run in _RUNS for order in (run, run[::-1]) for pair in pairwise(order)
)
_LN4: Final = log(4)
_RAW: Final = -15
_OVERHEAD: Final = 2


def is_weak(secret: str) -> bool:
    """Whether a secret is so short or so regular that it could be guessed."""
    return len(secret) < SHORTEST_SECRET or bits_of(secret) < LEAST_BITS


def bits_of(secret: str) -> float:
    """Estimate how many bits a guesser needs: less for few characters, repeats, keyboard rows.

    What follows from the character before it (the same, the next in the alphabet, its neighbour
    on a keyboard) counts one bit, any other as much as its rarity in the secret tells; what zlib
    leaves away as a repeat counts nothing.
    """
    size = len(secret)
    if not size:
        return 0.0
    counts = Counter(secret).values()
    # a sample tells too little of what it was drawn from: Miller and Madow's correction
    each = sum(-one / size * log2(one / size) for one in counts) + (len(counts) - 1) / size / _LN4
    guessed = sum(_follows(one, other) for one, other in pairwise(secret.lower()))
    packed = zlib.compress(secret.encode(), 9, _RAW)
    new = min(1.0, (len(packed) - _OVERHEAD) / len(secret.encode()))
    return new * ((size - guessed) * each + guessed * min(each, 1.0))


def check_value(secret: bytes) -> str:
    """Return what a database keeps to recognise its secret; each guess at it costs 32 MiB."""
    salt = token_bytes(_SALT_BYTES)
    return f"{_SCRYPT}:{salt.hex()}:{slow_digest(secret, salt).hex()}"


def fits(secret: bytes, remembered: str) -> bool:
    """Whether a secret is the one that a database remembers, by its check or old fingerprint."""
    kind, _, rest = remembered.partition(":")
    if kind != _SCRYPT:
        return hmac.compare_digest(_fingerprint(secret).encode(), remembered.encode())
    salt, _, digest = rest.partition(":")
    try:
        return hmac.compare_digest(slow_digest(secret, bytes.fromhex(salt)), bytes.fromhex(digest))
    except ValueError:  # no digits: nothing that was ever stored here
        return False


def _follows(one: str, other: str) -> bool:
    return abs(ord(one) - ord(other)) <= 1 or (one, other) in _FOLLOW


def slow_digest(secret: bytes, salt: bytes) -> bytes:
    """Return a digest that takes a tenth of a second and 32 MiB to make."""
    return scrypt(secret, salt=salt, n=2**15, r=8, p=1, maxmem=2**26, dklen=32)


def _fingerprint(secret: bytes) -> str:
    return digest_with(secret, b"fingerprint", b"").hex()[:16]
