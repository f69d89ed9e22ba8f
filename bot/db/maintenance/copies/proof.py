"""What a backup says of itself, and a proof of it that only the signer secret makes."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.db.repositories.meta import Remember, value_of
from bot.domain.identity import digest_with

_MADE_AT = "backup_made_at"
_DIGEST = "backup_digest"
_PROOF = "backup_proof"


@dataclass(frozen=True, slots=True)
class Label:
    """What a backup says of itself, believed only as far as it is proven.

    Attributes:
        made_at: when it was made, in ISO 8601; None where it does not say so.
        digest: the digest of all its rows as 64 hex digits, or None.
        proof: the HMAC of all this under the signer secret as 64 hex digits, or None.
    """

    revision: str
    made_at: str | None
    digest: str | None
    proof: str | None

    @property
    def moment(self) -> datetime | None:
        """When the backup was made, if it says so in a way that can be read."""
        try:
            return datetime.fromisoformat(self.made_at or "")
        except ValueError:
            return None

    def proven_by(self, secret: bytes) -> bool:
        """Return whether who made this label had the secret."""
        if self.made_at is None or self.digest is None or self.proof is None:
            return False
        expected = _proof(secret, self.revision, self.made_at, self.digest)
        return hmac.compare_digest(expected.encode(), self.proof.encode())


def read_label(connection: Connection, revision: str) -> Label:
    """Read the label of a backup whose `meta` is known to be an ordinary table."""
    values = (value_of(connection, key) for key in (_MADE_AT, _DIGEST, _PROOF))
    return Label(revision, *(value if isinstance(value, str) else None for value in values))


def write_label(
    connection: Connection, secret: bytes | None, *, revision: str, made_at: datetime, digest: bytes
) -> None:
    """Let a backup say what it is, and prove it where there is a secret."""
    said, rows = made_at.isoformat(), digest.hex()
    values = {_MADE_AT: said, _DIGEST: rows}
    if secret is not None:
        values[_PROOF] = _proof(secret, revision, said, rows)
    for key, value in values.items():
        Remember(key=key, value=value).perform(connection)


def _proof(secret: bytes, revision: str, made_at: str, digest: str) -> str:
    parts = (one.encode() for one in (revision, made_at, digest))
    return digest_with(secret, b"backup", *parts).hex()
