"""Server settings: read once, shared while they are read, and never in a press's way."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any

import pytest

from bot.db import SettingsRepository
from bot.db.repositories.settings import Changed, ChangeSetting
from bot.domain.clock import system_clock
from bot.domain.identity import Keys
from bot.domain.refusals import NoSuchChoice, StoreUnreadable
from bot.domain.settings import Change, ChangeKind, Feature, ServerSettings, Source, setting
from bot.services import ServerService
from bot.services import servers as module

OFF = ServerSettings(features_off=frozenset({Feature.PLEDGE}))
CHOSEN = {"features_off": OFF.features_off}


def service_on(store: SettingsRepository, **campaign: object) -> ServerService:
    keys = Keys(b"s" * 32, "campaign")
    return ServerService(store, keys, system_clock, campaign=campaign, languages=("en", "de"))


async def switch_off(service: ServerService) -> None:
    await service.change(guild_id=1, actor=7, key="features_off", value=["pledge"])


class Store(SettingsRepository):
    """A store of settings that can be slow, or away."""

    def __init__(self) -> None:
        self.kept: dict[int, Mapping[str, Any]] = {}
        self.away: Exception | None = None
        self.gate = asyncio.Event()
        self.gate.set()
        self.reads = 0

    async def get(self, *, guild_id: int) -> Mapping[str, Any]:
        self.reads += 1
        found = self.kept.get(guild_id, {})
        await self.gate.wait()
        if self.away:
            raise self.away
        return found

    async def change(self, work: ChangeSetting) -> Changed:
        value = setting(work.key).read(json.loads(work.value or ""))
        self.kept[work.guild_id] = {**self.kept.get(work.guild_id, {}), work.key: value}
        change = Change(1, ChangeKind.CHANGED, work.key, None, work.value)
        return Changed(change, self.kept[work.guild_id])


async def test_what_was_chosen_is_read_once_and_used() -> None:
    store = Store()
    store.kept[1] = CHOSEN
    service = service_on(store)
    assert [await service.settings(guild_id=1) for _ in range(3)] == [OFF] * 3
    assert store.reads == 1


async def test_a_change_counts_from_the_next_press_on() -> None:
    service = service_on(Store())
    assert await service.settings(guild_id=1) == ServerSettings()
    await switch_off(service)
    assert await service.settings(guild_id=1) == OFF


async def test_of_a_change_one_is_told_and_of_none_nobody() -> None:
    store, told = Store(), list[int]()
    service = service_on(store)
    service.listen(told.append)
    await switch_off(service)
    assert told == [1]
    store.kept[1] = CHOSEN

    async def unchanged(work: ChangeSetting) -> Changed:
        return Changed(None, store.kept[work.guild_id])

    store.change = unchanged
    await switch_off(service)
    assert told == [1]


async def test_a_reading_that_began_before_a_change_does_not_undo_it() -> None:
    store = Store()
    store.gate.clear()
    service = service_on(store)
    asking = asyncio.create_task(service.settings(guild_id=1))
    await asyncio.sleep(0)
    await switch_off(service)
    store.gate.set()
    await asking
    assert await service.settings(guild_id=1) == OFF


async def test_while_the_store_is_away_the_last_known_choice_holds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store = Store()
    store.kept[1] = CHOSEN
    service = service_on(store)
    assert await service.settings(guild_id=1) == OFF
    monkeypatch.setattr(module, "_FRESH", 0.0)
    store.away = StoreUnreadable()
    assert await service.settings(guild_id=1) == OFF


async def test_what_a_store_that_was_away_could_not_say_is_asked_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "_PATIENCE", 0.0)
    store = Store()
    store.kept[1] = CHOSEN
    store.away = StoreUnreadable()
    service = service_on(store)
    assert await service.settings(guild_id=1) == ServerSettings()
    await asyncio.sleep(0)
    store.away = None
    await service.settings(guild_id=1)
    await asyncio.sleep(0)
    assert await service.settings(guild_id=1) == OFF


async def test_after_an_error_that_nobody_expects_a_server_is_read_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    store = Store()
    store.kept[1] = CHOSEN
    store.away = RuntimeError()
    service = service_on(store)
    assert await service.settings(guild_id=1) == ServerSettings()
    assert caplog.messages == ["what a server chose could not be read; it is read again"]
    store.away = None
    assert await service.settings(guild_id=1) == OFF


async def test_a_stalled_store_is_waited_for_once_not_at_every_look(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "_PATIENCE", 0.1)
    store = Store()
    store.gate.clear()
    service = service_on(store)
    assert await service.settings(guild_id=1) == ServerSettings()
    for guild in (1, 2, 3):
        assert await service.settings(guild_id=guild) == ServerSettings()
    assert store.reads == 1
    store.gate.set()


async def test_the_campaign_says_what_holds_where_nobody_chose() -> None:
    store = Store()
    service = service_on(store, members_may_post=True, channel_rest=60)
    store.kept[1] = {"channel_rest": 0}
    found = await service.with_sources(guild_id=1)
    assert (found.settings.members_may_post, found.settings.channel_rest) == (True, 0)
    sources = {key: found.source(key) for key in ("members_may_post", "channel_rest", "sharing")}
    assert sources == {
        "members_may_post": Source.CAMPAIGN,
        "channel_rest": Source.SERVER,
        "sharing": Source.DEFAULT,
    }
    assert service.known(guild_id=2).members_may_post


async def test_a_language_that_the_bot_does_not_speak_is_no_choice() -> None:
    store = Store()
    with pytest.raises(NoSuchChoice):
        await service_on(store).change(guild_id=1, actor=7, key="locale", value="xx")
    assert store.kept == {}
