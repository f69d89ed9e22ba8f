"""Keyed digests that stand for people, so that a stolen database names nobody."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Final, Literal

from bot.domain.decks import DeckKey

DeckOwner = Literal["reader", "server"]


FINGERPRINT: Final = "secret_fingerprint"
"""Under this key a database remembers which secret its pledges were keyed with."""


@dataclass(frozen=True, slots=True)
class SignerKeys:
    """Derives the keys under which one campaign knows people.

    `secret` is at least 32 bytes and lives apart from the database and its backups.
    """

    secret: bytes = field(repr=False)
    campaign_id: str

    def of(self, campaign_id: str) -> SignerKeys:
        """Return the keys of another campaign under the same secret."""
        return replace(self, campaign_id=campaign_id)

    def signer_key(self, user_id: int) -> bytes:
        """Return the 32-byte key that stands for a Discord user in this campaign."""
        return self._digest(b"signer", self.campaign_id.encode(), str(user_id).encode())

    def erasure_mark(self, signer_key: bytes) -> bytes:
        """Return the 32-byte mark by which a restored backup recognises an erased signer.

        It cannot be turned back into the signer key, so nothing of the person stays behind.
        """
        return self._digest(b"erasure", signer_key)

    def deck_key(self, kind: DeckOwner, owner_id: int) -> DeckKey:
        """Return the keys of a reader's or a server's deck of passages.

        The stored one has nothing in common with the signer key: nobody can tell that a deck and a
        pledge are of one person without the secret.
        """
        stored = self._digest(b"deck", self.campaign_id.encode(), kind.encode(), b"%d" % owner_id)
        return DeckKey(stored[:16], self._digest(b"deck order", stored))

    def fingerprint(self) -> str:
        """Return a short check value: a database refuses to work with another secret."""
        return self._digest(b"fingerprint", b"").hex()[:16]

    def _digest(self, *parts: bytes) -> bytes:
        """Digest parts unambiguously: each is preceded by its length."""
        framed = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
        return hmac.digest(self.secret, framed, sha256)
