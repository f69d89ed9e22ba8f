"""The keys of schema 0003, as they were made when it was released."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256

KEY_BYTES = 16


@dataclass(frozen=True)
class Keys:
    """Makes the keys of one campaign.

    A signer's new key is the beginning of the old one, so no user id is needed.
    """

    secret: bytes = field(repr=False)
    campaign_id: str

    def server(self, guild_id: int) -> bytes:
        """Return the key of a server."""
        return _of_server(self, b"server", guild_id)

    def wall(self, guild_id: int) -> bytes:
        """Return the key of a server's wall."""
        return _of_server(self, b"wall", guild_id)

    def listing(self, signer: bytes, server: bytes) -> bytes:
        """Return the key of a member's place on a wall."""
        return self.digest(b"listing", signer, server)

    def digest(self, purpose: bytes, *parts: bytes) -> bytes:
        """Return a keyed digest of parts, each preceded by its length."""
        whole = (purpose, self.campaign_id.encode(), *parts)
        framed = b"".join(len(part).to_bytes(4, "big") + part for part in whole)
        return hmac.digest(self.secret, framed, sha256)[:KEY_BYTES]


@lru_cache(maxsize=10_000)
def _of_server(keys: Keys, purpose: bytes, guild_id: int) -> bytes:
    return keys.digest(purpose, str(guild_id).encode())
