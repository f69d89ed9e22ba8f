"""Who was answered lately, so that nobody is answered again and again; it keeps nobody."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from typing import Final

PERIOD: Final = 600.0
"""Seconds after which everyone is forgotten together."""
PLACES: Final = 65_536
"""How many marks there are; thousands of accounts share one, so that a mark is nobody's."""


class RecentlyAnswered:
    """A mark for whoever was answered: one of not many, drawn by a key that is thrown away with it.

    Two people may have one mark; then the second is not answered until all marks are gone. The
    memory is bounded, however many write.
    """

    def __init__(self) -> None:
        self._key = b""
        self._marks: set[int] = set()
        self._forgetting: asyncio.TimerHandle | None = None

    def first(self, user_id: int) -> bool:
        """Return whether this is the first time lately, and mark it."""
        if self._forgetting is None:
            self._key = secrets.token_bytes(32)
            self._forgetting = asyncio.get_running_loop().call_later(PERIOD, self.forget)
        digest = hashlib.blake2b(b"%d" % user_id, key=self._key, digest_size=8).digest()
        mark = int.from_bytes(digest) % PLACES
        if mark in self._marks:
            return False
        self._marks.add(mark)
        return True

    def forget(self) -> None:
        """Forget everyone, and the key by which they had their marks."""
        if self._forgetting is not None:
            self._forgetting.cancel()
        self._forgetting = None
        self._key = b""
        self._marks.clear()
