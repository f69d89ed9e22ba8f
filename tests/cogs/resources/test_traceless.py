"""The support page when something else is wrong: it answers, and nothing is written down."""

from __future__ import annotations

import logging
from pathlib import Path

import discord
import pytest

from bot.domain.settings import Feature
from cogs.resources import words
from tests.cogs.resources.using import choose, chosen, letters, opened
from tests.simulated import World, message_of, press, said


async def test_no_server_can_switch_it_off(world: World) -> None:
    hub = await world.alice.slash(world.channel, "campaign")
    await world.choose(features_off=list(Feature))
    assert world.say(words.FIRST_LINE) in said(await opened(world))
    answer = await press(world.alice, hub, "amh:resources:open")
    assert world.say(words.FIRST_LINE) in said(answer)


async def test_it_answers_while_the_bot_stops(world: World) -> None:
    hub = await world.alice.slash(world.channel, "campaign")
    world.bot.router.closing = True
    page = await opened(world)
    answer = await press(world.alice, hub, "amh:resources:open")
    world.bot.router.closing = False
    assert said(page) == said(answer)


@pytest.mark.parametrize(
    "custom_id",
    [
        "amh:resources:gone",
        "amh:resources:page",
        "amh:resources:page:GB",
        "amh:resources:page:GB:nobody:0",
        "amh:resources:page:GB:-:many",
        "amh:resources:dm_yes:GB",
        "amh:resources:report:GB:-:0",
        "amh:resources:country:-:-:0",
    ],
)
async def test_an_outdated_control_leads_back_and_leaves_no_line(
    world: World, caplog: pytest.LogCaptureFixture, custom_id: str
) -> None:
    caplog.set_level(logging.DEBUG)
    message = await world.post_control(world.channel, custom_id)
    caplog.clear()
    answer = await world.alice.click(message, label="Old")
    assert message_of(answer).ephemeral
    assert "Please try /resources again" in said(answer)
    assert [one for one in caplog.records if one.name.startswith(("bot", "cogs"))] == []


async def test_a_country_that_is_gone_shows_the_page_for_every_country(world: World) -> None:
    message = await world.post_control(world.channel, "amh:resources:page:XX:-:99")
    page = await world.alice.click(message, label="Old")
    assert message_of(page).ephemeral
    assert chosen(page, "country") == []


@pytest.mark.parametrize("failing", ["callback", "handler"])
async def test_not_even_an_error_is_written_down(
    world: World,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    failing: str,
) -> None:
    world.expected += (discord.HTTPException, RuntimeError)
    page = await opened(world)
    caplog.set_level(logging.DEBUG)
    caplog.clear()
    if failing == "callback":
        world.env.inject_error("POST", "/interactions/*/callback", status=500, times=None)
    else:

        def breaks(*_: object, **__: object) -> None:
            raise RuntimeError

        monkeypatch.setattr(world.services.support, "page", breaks)
    if failing == "callback":
        await opened(world)
    answer = await world.alice.click(message_of(page), label="A contact does not work")
    assert [one for one in caplog.records if one.name.startswith(("bot", "cogs"))] == []
    if failing == "handler":
        assert "Please try /resources again" in said(answer)


async def test_it_answers_when_the_store_is_gone(world: World, tmp_path: Path) -> None:
    store = tmp_path / "outreach.sqlite3"
    store.rename(tmp_path / "away")
    page = await choose(world.alice, await opened(world), "country", "ES")
    assert "016" in said(page)
    warned = await press(world.alice, page, "amh:resources:dm")
    await press(world.alice, warned, "amh:resources:dm_yes")
    assert len(letters(world.alice)) == 1
    assert not store.exists()
    (tmp_path / "away").rename(store)
