"""The store falls silent right after a change: what was done is said, not that nothing was."""

from __future__ import annotations

from typing import Any

import pytest

from bot.db.repositories.settings import SettingsRepository
from bot.domain.refusals import StoreUnreadable
from bot.services import PanelService
from tests.cogs.setup.test_words import OURS, drafted, sentence
from tests.cogs.setup.using import choose, chosen, opened, put
from tests.simulated import World, press, said


def lose_after(monkeypatch: pytest.MonkeyPatch, owner: Any, doing: str, *reading: str) -> None:
    """Let a store do something once more, and from then on answer no look-up."""
    real = getattr(owner, doing)

    async def lost(*_: object, **__: object) -> None:
        raise StoreUnreadable

    async def done_at_last(*args: object, **named: object) -> object:
        done = await real(*args, **named)
        for one in reading:
            monkeypatch.setattr(owner, one, lost)
        return done

    monkeypatch.setattr(owner, doing, done_at_last)


async def test_a_setting_that_was_changed_is_said_to_be(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = await opened(world, "letter")
    with monkeypatch.context() as patch:
        lose_after(patch, SettingsRepository, "change", "get", "log")
        answer = await put(world, shown, "channel_rest", "60")
    assert "Rest of a channel: 30 seconds (default) → 1 minute" in said(answer)
    log = await opened(world, "log")
    with monkeypatch.context() as patch:
        lose_after(patch, SettingsRepository, "undo", "get", "log")
        answer = await press(world.organiser, log, "amh:setup:undo")
    assert "## Setup: Letter" in said(answer), "the log cannot be shown"
    assert "Undone. Rest of a channel: 1 minute → 30 seconds (default)" in said(answer)
    assert await chosen(world) == {}


async def test_words_that_were_kept_are_said_to_be(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = await drafted(world, await sentence(world), OURS)
    with monkeypatch.context() as patch:
        lose_after(patch, SettingsRepository, "change", "get")
        answer = await press(world.organiser, draft, "amh:setup:words_keep")
    assert f"the bot’s own words → “`{OURS}`”" in said(answer)


async def test_a_panel_that_was_posted_is_said_to_stand(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = await opened(world, "panel")
    asked = await choose(world.organiser, page, "amh:setup:panel", world.channel)
    lose_after(monkeypatch, PanelService, "shows", "of_server")
    answer = await press(world.organiser, asked, "amh:setup:panel_post")
    (panel,) = world.channel.history()
    assert "The panel stands in" in said(answer)
    assert str(panel.id) in said(answer)
