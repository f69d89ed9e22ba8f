"""A database is tied to its secret once, and a store that fails then is said to fail."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.db import MetaRepository
from bot.domain.identity import FINGERPRINT
from bot.domain.refusals import NothingRecorded, Refusal, StoreUnreadable
from bot.exits import CannotStart, Exit
from bot.services.unlocking import unlock
from bot.settings import Settings, fingerprint_of


class Memory(MetaRepository):
    """A meta table in memory, whose store may fail."""

    def __init__(
        self, *, unreadable: Refusal | None = None, unwritable: Refusal | None = None
    ) -> None:
        self.held: dict[str, str] = {}
        self._unreadable, self._unwritable = unreadable, unwritable

    async def get(self, key: str) -> str | None:
        if self._unreadable:
            raise self._unreadable
        return self.held.get(key)

    async def set(self, key: str, value: str) -> None:
        if self._unwritable:
            raise self._unwritable
        self.held[key] = value

    async def set_first(self, key: str, value: str) -> str:
        await self.set(key, self.held.get(key, value))
        return self.held[key]


class Raced(Memory):
    """A meta table that another first start writes to between the look and the note."""

    async def set_first(self, key: str, value: str) -> str:
        self.held[key] = "the other one's"
        return self.held[key]


async def test_of_two_first_starts_one_secret_stays(place: Path) -> None:
    memory = Raced()
    with pytest.raises(CannotStart) as refusal:
        await unlock(Settings(), memory)
    assert refusal.value.code is Exit.SECRET
    assert memory.held == {FINGERPRINT: "the other one's"}


async def test_the_first_start_ties_them_together(place: Path) -> None:
    memory = Memory()
    secret = await unlock(Settings(), memory)
    assert memory.held == {FINGERPRINT: fingerprint_of(secret)}
    assert await unlock(Settings(), memory) == secret


async def test_another_secret_is_refused_and_changes_nothing(place: Path) -> None:
    memory = Memory()
    await unlock(Settings(), memory)
    before = dict(memory.held)
    (place / "data/signer.secret").write_text("another-secret-of-thirty-two-characters")
    with pytest.raises(CannotStart) as refusal:
        await unlock(Settings(), memory)
    assert refusal.value.code is Exit.SECRET
    assert memory.held == before


@pytest.mark.parametrize(
    "memory", [Memory(unreadable=StoreUnreadable()), Memory(unwritable=NothingRecorded())]
)
async def test_a_store_that_fails_ends_the_start_in_a_sentence(place: Path, memory: Memory) -> None:
    with pytest.raises(CannotStart) as refusal:
        await unlock(Settings(), memory)
    assert refusal.value.code is Exit.DATABASE
