"""The lobby opens rooms, restarts the bot and lets days pass."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import pytest

from bot.domain.clock import system_clock
from bot.rehearsal.pages.lobby import Lobby
from bot.rehearsal.stage import Stage
from tests.rehearsal.browsing import Room, origin, read


async def test_the_first_page_names_the_servers_the_people_and_the_state(
    browser: aiohttp.ClientSession, lobby: Lobby, stage: Stage
) -> None:
    status, page = await read(browser, lobby.url)
    assert status == 200
    for words in ("Riverside Book Club", "Night Shift Crew", "Priya", "DISCORD_TOKEN", "running"):
        assert words in page
    assert str(stage.local_bot.store) in page
    assert stage.must_run().configuration.campaign.name in page


async def test_a_room_is_opened_as_someone_and_then_another(
    browser: aiohttp.ClientSession, lobby: Lobby
) -> None:
    first = await Room(browser, lobby).open("riverside-campaign", "jonas")
    assert first.state["channel"]["name"] == "campaign"
    assert first.person == "Jonas"
    second = await Room(browser, lobby).open("dm-maya", "maya")
    assert second.person == "Maya"
    _, state = await read(browser, f"{lobby.url}state")
    assert '"look": 2' in state  # the first page sees by this that it is not shown any more


@pytest.mark.parametrize("place", ["nowhere", "riverside-moderators?as=maya", "dm-maya?as=jonas"])
async def test_a_room_that_is_not_there_for_someone_is_not_opened(
    browser: aiohttp.ClientSession, lobby: Lobby, stage: Stage, place: str
) -> None:
    status, page = await read(browser, f"{lobby.url}room/{place}")
    assert status == 200
    assert "There is no such room here" in page
    assert "The first minute of each" in page
    assert stage.showing is None


async def test_a_command_is_typed_through_the_lobby(
    browser: aiohttp.ClientSession, lobby: Lobby, stage: Stage
) -> None:
    room = await Room(browser, lobby).open("riverside-campaign", "maya")
    outcome = await room.type("campaign")
    assert outcome["settlement"] == "settled", outcome
    assert stage.must_run().configuration.campaign.name in str(room.state["messages"])


async def test_a_restart_is_told_where_it_was_pressed(
    browser: aiohttp.ClientSession, lobby: Lobby, stage: Stage
) -> None:
    running = stage.must_run()
    fields = {"room": "night-shift-campaign", "as": "leo"}
    async with browser.post(lobby.url + "restart", data=fields) as answer:
        page = await answer.text()
        assert str(answer.url).endswith("room/night-shift-campaign?as=leo")
    assert "The bot was restarted" in page
    assert stage.must_run() is not running
    _, again = await read(browser, lobby.url)
    assert "The bot was restarted" not in again


async def test_a_room_answers_after_a_restart(browser: aiohttp.ClientSession, lobby: Lobby) -> None:
    room = await Room(browser, lobby).open("riverside-campaign", "maya")
    await room.type("campaign")
    shown = list(room.state["messages"])
    async with browser.post(lobby.url + "restart") as answer:
        assert answer.status == 200
    again = await Room(browser, lobby).open("riverside-campaign", "maya")
    assert list(again.state["messages"]) == shown
    assert (await again.type("tally show"))["settlement"] == "settled"


async def test_a_day_passes(browser: aiohttp.ClientSession, lobby: Lobby, stage: Stage) -> None:
    async with browser.post(lobby.url + "day") as answer:
        assert "A day has passed" in await answer.text()
    ahead = stage.now() - system_clock()
    assert timedelta(hours=23, minutes=59) < ahead <= timedelta(days=1)


async def test_an_hour_passes(browser: aiohttp.ClientSession, lobby: Lobby, stage: Stage) -> None:
    async with browser.post(lobby.url + "hour") as answer:
        assert "An hour has passed" in await answer.text()
    ahead = stage.now() - system_clock()
    assert timedelta(minutes=59) < ahead <= timedelta(hours=1)


async def test_people_sign_until_all_have(browser: aiohttp.ClientSession, lobby: Lobby) -> None:
    told: list[str] = []
    for _ in range(4):
        async with browser.post(lobby.url + "sign") as answer:
            told.append(await answer.text())
    assert all("8 sample members have signed" in page for page in told[:3])
    assert "has signed already" in told[3]


async def test_what_waits_is_published_in_the_room(
    browser: aiohttp.ClientSession, lobby: Lobby
) -> None:
    fields = {"room": "riverside-campaign", "as": "maya"}
    for act, words in (("sign", "Every signature counts here"), ("hour", "8 people have signed")):
        async with browser.post(lobby.url + act, data=fields) as answer:
            assert str(answer.url).endswith("room/riverside-campaign?as=maya")
        room = await Room(browser, lobby).open("riverside-campaign", "maya")
        await room.type("tally show")
        assert words in str(room.state["messages"])


async def test_each_button_on_the_page_has_an_answer(
    browser: aiohttp.ClientSession, lobby: Lobby
) -> None:
    _, page = await read(browser, lobby.url)
    acts = re.findall(r'<form method="post" action="([^"]+)">', page)
    assert [one.rpartition("/")[2] for one in acts] == [
        "restart",
        "sign",
        "raid",
        "hour",
        "day",
        "fresh",
    ]
    for act in acts:
        async with browser.post(origin(lobby) + act) as answer:
            assert answer.status == 200


async def test_a_fault_in_the_configuration_is_told_as_it_is(
    browser: aiohttp.ClientSession, lobby: Lobby, config_root: Path
) -> None:
    with (config_root / "campaign.yaml").open("a") as file:
        file.write('\n"<b>": 1\n')
    async with browser.post(lobby.url + "restart") as answer:
        page = await answer.text()
    assert "campaign.yaml" in page
    assert "The bot goes on with the one from before" in page
    assert "&lt;b&gt;" in page
    assert "<b>&quot;" not in page


async def test_a_bot_that_does_not_run_is_told_and_the_lobby_stays(
    browser: aiohttp.ClientSession, lobby: Lobby, stage: Stage
) -> None:
    store = stage.local_bot.store
    store.rename(store.with_name("aside"))
    store.mkdir()
    async with browser.post(lobby.url + "restart") as answer:
        assert "not running" in await answer.text()
    _, page = await read(browser, f"{lobby.url}room/riverside-campaign")
    assert "The bot is not running" in page
    assert "<iframe" not in page


async def test_a_room_that_is_gone_says_so(
    browser: aiohttp.ClientSession, lobby: Lobby, stage: Stage
) -> None:
    showing = await stage.show(stage.world.rooms["riverside-campaign"])
    await showing.preview.close()
    status, said = await read(browser, f"{origin(lobby)}/app.js")
    assert (status, said) == (410, "This room was closed.")


async def test_a_port_that_is_taken_leads_to_another(lobby: Lobby, stage: Stage) -> None:
    taken = urlsplit(lobby.url).port
    assert taken
    async with Lobby(stage, port=taken) as second:
        assert urlsplit(second.url).port != taken


async def test_what_never_changes_is_fetched_once(
    browser: aiohttp.ClientSession, lobby: Lobby
) -> None:
    await Room(browser, lobby).open("riverside-campaign", "maya")
    font = "/fonts/noto-sans-hebrew-v3.001.ttf"
    async with browser.get(origin(lobby) + font) as answer:
        assert "immutable" in answer.headers["Cache-Control"]
    async with browser.get(f"{origin(lobby)}/app.js") as answer:
        assert answer.headers["Cache-Control"] == "no-store"
