"""Server settings: read once, shared while they are read, and never in a press's way."""

from __future__ import annotations

import asyncio

import pytest

from bot.db import SettingsRepository
from bot.domain.refusals import StoreUnreadable
from bot.domain.settings import ServerSettings
from bot.services import ServerService
from bot.services import servers as module

OFF = ServerSettings(features_off=frozenset({"pledge"}))


class Store(SettingsRepository):
    """A store of settings that can be slow, or away."""

    def __init__(self) -> None:
        self.kept: dict[int, ServerSettings] = {}
        self.away = False
        self.gate = asyncio.Event()
        self.gate.set()
        self.reads = 0

    async def get(self, *, guild_id: int) -> ServerSettings:
        self.reads += 1
        found = self.kept.get(guild_id, ServerSettings())
        await self.gate.wait()
        if self.away:
            raise StoreUnreadable
        return found

    async def put(self, *, guild_id: int, settings: ServerSettings) -> None:
        self.kept[guild_id] = settings


async def test_what_was_chosen_is_read_once_and_used() -> None:
    store = Store()
    store.kept[1] = OFF
    service = ServerService(store)
    assert [await service.settings(guild_id=1) for _ in range(3)] == [OFF] * 3
    assert store.reads == 1


async def test_a_change_counts_from_the_next_press_on() -> None:
    service = ServerService(Store())
    assert await service.settings(guild_id=1) == ServerSettings()
    await service.change(guild_id=1, settings=OFF)
    assert await service.settings(guild_id=1) == OFF


async def test_a_reading_that_began_before_a_change_does_not_undo_it() -> None:
    store = Store()
    store.gate.clear()
    service = ServerService(store)
    asking = asyncio.create_task(service.settings(guild_id=1))
    await asyncio.sleep(0)
    await service.change(guild_id=1, settings=OFF)
    store.gate.set()
    await asking
    assert await service.settings(guild_id=1) == OFF


async def test_while_the_store_is_away_the_last_known_choice_holds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store = Store()
    store.kept[1] = OFF
    service = ServerService(store)
    assert await service.settings(guild_id=1) == OFF
    monkeypatch.setattr(module, "_FRESH", 0.0)
    store.away = True
    assert await service.settings(guild_id=1) == OFF


async def test_what_a_store_that_was_away_could_not_say_is_asked_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "_PATIENCE", 0.0)
    store = Store()
    store.kept[1] = OFF
    store.away = True
    service = ServerService(store)
    assert await service.settings(guild_id=1) == ServerSettings()
    await asyncio.sleep(0)
    store.away = False
    await service.settings(guild_id=1)
    await asyncio.sleep(0)
    assert await service.settings(guild_id=1) == OFF


async def test_a_stalled_store_is_waited_for_once_not_at_every_look(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "_PATIENCE", 0.1)
    store = Store()
    store.gate.clear()
    service = ServerService(store)
    assert await service.settings(guild_id=1) == ServerSettings()
    for guild in (1, 2, 3):
        assert await service.settings(guild_id=guild) == ServerSettings()
    assert store.reads == 1
    store.gate.set()


def test_the_ways_out_of_a_pledge_stay_open() -> None:
    assert not OFF.allows("pledge", "sign")
    assert not OFF.allows("pledge", "list_yes")
    for action in ("mine", "withdraw", "leave", "unlist", "keep"):
        assert OFF.allows("pledge", action)
    assert ServerSettings(features_off=frozenset({"privacy"})).allows("privacy", "erase")
