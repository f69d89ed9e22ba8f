"""Keyed digests that stand for people and servers, so that a stolen database names nobody."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Final, Literal

from bot.domain.decks import DeckKey

DeckOwner = Literal["reader", "server"]

KEY_BYTES: Final = 16
"""Every stored key has so many bytes."""


@dataclass(frozen=True, slots=True)
class Keys:
    """Derives the keys under which one campaign knows people and servers.

    Each purpose has a word of its own, so that without the secret no key derives from another,
    and none tells whether two rows are of one person. `secret` is at least 32 bytes and lives
    apart from the database and its backups.
    """

    secret: bytes = field(repr=False)
    campaign_id: str

    def of(self, campaign_id: str) -> Keys:
        """Return the keys of another campaign under the same secret."""
        return replace(self, campaign_id=campaign_id)

    def signer(self, user_id: int) -> bytes:
        """Return the key that stands for a Discord user in this campaign."""
        return self._key(b"signer", str(user_id).encode())

    def server(self, guild_id: int) -> bytes:
        """Return the key that stands for a server in this campaign."""
        return self._key(b"server", str(guild_id).encode())

    def former_server(self) -> bytes:
        """Return the key that stands for every server that the bot left, whichever it was."""
        return self._key(b"former server")

    def wall(self, guild_id: int) -> bytes:
        """Return the key of a server's wall, which nobody can tell from its other key."""
        return self._key(b"wall", str(guild_id).encode())

    def listing(self, *, signer: bytes, server: bytes) -> bytes:
        """Return the key of a member's place on a server's wall, from their two other keys."""
        return self._key(b"listing", signer, server)

    def mark(self, signer: bytes) -> bytes:
        """Return the key under which the erasures of a signer are counted."""
        return self._key(b"mark", signer)

    def staff_mark(self, user_id: int) -> bytes:
        """Return the key under which the erasures of somebody from the logs of servers are counted.

        It is the same in every campaign: what moderators do belongs to a server.
        """
        return digest_with(self.secret, b"staff mark", b"%d" % user_id)[:KEY_BYTES]

    def deck(self, kind: DeckOwner, owner_id: int) -> DeckKey:
        """Return the keys of a reader's or a server's deck of passages."""
        whole = self._digest(b"deck", kind.encode(), b"%d" % owner_id)
        return DeckKey(whole[:KEY_BYTES], digest_with(self.secret, b"deck order", whole))

    def _key(self, purpose: bytes, *parts: bytes) -> bytes:
        return self._digest(purpose, *parts)[:KEY_BYTES]

    def _digest(self, purpose: bytes, *parts: bytes) -> bytes:
        return digest_with(self.secret, purpose, self.campaign_id.encode(), *parts)


def digest_with(secret: bytes, *parts: bytes) -> bytes:
    """Return the HMAC-SHA256 of parts, each preceded by its length to keep them apart."""
    framed = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
    return hmac.digest(secret, framed, sha256)
