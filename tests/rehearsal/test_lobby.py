"""The lobby opens rooms, restarts the bot, lets days pass, and answers nobody else's pages."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import pytest

from bot.domain.clock import system_clock
from bot.rehearsal.pages.lobby import Lobby
from bot.rehearsal.stage import Stage


@pytest.fixture
async def browser(lobby: Lobby) -> AsyncGenerator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


def origin(lobby: Lobby) -> str:
    parts = urlsplit(lobby.url)
    return f"{parts.scheme}://{parts.netloc}"


async def read(browser: aiohttp.ClientSession, url: str, **options: Any) -> tuple[int, str]:
    async with browser.get(url, **options) as answer:
        return answer.status, await answer.text()


class Room:
    """A room as its page in the browser has it: what the simulator's own page asks, we ask."""

    def __init__(self, browser: aiohttp.ClientSession, lobby: Lobby) -> None:
        self._browser = browser
        self._lobby = lobby
        self._sequence = 0
        self.state: dict[str, Any] = {}
        self._headers: dict[str, str] = {}

    async def open(self, room: str, person: str) -> Room:
        status, page = await read(self._browser, f"{self._lobby.url}room/{room}?as={person}")
        assert status == 200
        found = re.search(r'<iframe src="([^"#]+)#([^"]+)"', page)
        assert found
        status, inside = await read(self._browser, origin(self._lobby) + found[1])
        assert (status, "frame.css" in inside) == (200, True)
        self._headers = {"X-Simcord-Capability": found[2], "Origin": origin(self._lobby)}
        self.state = await self._ask("POST", "/api/pages", {})
        self._headers["X-Simcord-Context"] = self.state["context"]["id"]
        return self

    async def act(self, kind: str, **body: Any) -> dict[str, Any]:
        """Do something in the room and return what the simulator says came of it."""
        self._sequence += 1
        self.state = await self._ask("GET", "/api/state")
        common = {
            "protocol_version": 3,
            "sequence": self._sequence,
            "request_id": f"r{self._sequence}",
            "generation": self.state["context"]["generation"],
            "bot_generation": self.state["botGeneration"],
            "published_revision": self.state["publishedRevision"],
            "kind": kind,
        }
        outcome = await self._ask("POST", "/api/action", common | body)
        self.state = await self._ask("GET", "/api/state")
        return outcome

    async def type(self, command: str) -> dict[str, Any]:
        catalogue = await self._ask("GET", "/api/commands")
        entry = next(one for one in catalogue["entries"] if one["invocation"] == command)
        return await self.act(
            "run_command",
            command_id=entry["commandId"],
            path=entry["path"],
            schema_fingerprint=entry["schemaFingerprint"],
            options={},
        )

    @property
    def person(self) -> str:
        """Through whose eyes the room is seen."""
        viewers = {one["id"]: one["name"] for one in self.state["viewers"]}
        return str(viewers[self.state["viewerId"]])

    async def _ask(self, method: str, path: str, body: Any = None) -> dict[str, Any]:
        url = origin(self._lobby) + path
        async with self._browser.request(method, url, json=body, headers=self._headers) as answer:
            assert answer.status == 200, await answer.text()
            return dict(await answer.json())


async def test_the_first_page_names_the_servers_the_people_and_the_state(
    browser: aiohttp.ClientSession, lobby: Lobby, stage: Stage
) -> None:
    status, page = await read(browser, lobby.url)
    assert status == 200
    for words in ("Riverside Book Club", "Night Shift Crew", "Priya", "DISCORD_TOKEN", "running"):
        assert words in page
    assert str(stage.local_bot.store) in page
    assert stage.must_run().configuration.campaign.name in page


async def test_pages_need_nothing_from_elsewhere(
    browser: aiohttp.ClientSession, lobby: Lobby
) -> None:
    _, page = await read(browser, lobby.url)
    assert not re.search(r'(?:src|href)="(?!/|#|data:|")', page)
    for found in re.findall(r'(?:src|href)="(/[^"#]*\.(?:css|js))"', page):
        status, _ = await read(browser, origin(lobby) + found)
        assert status == 200


@pytest.mark.parametrize("path", ["/", "/wrong/", "/wrong/state", "/app.js", "/api/state"])
async def test_without_the_address_there_is_nothing(
    browser: aiohttp.ClientSession, lobby: Lobby, path: str
) -> None:
    status, page = await read(browser, origin(lobby) + path)
    assert status == 404
    assert "Riverside" not in page


async def test_another_name_for_this_machine_is_refused(
    browser: aiohttp.ClientSession, lobby: Lobby
) -> None:
    status, _ = await read(browser, lobby.url, headers={"Host": "rebound.example:80"})
    assert status == 403


@pytest.mark.parametrize("act", ["restart", "hour", "day", "sign", "raid"])
async def test_another_sites_form_is_refused(
    browser: aiohttp.ClientSession, lobby: Lobby, stage: Stage, act: str
) -> None:
    running, before = stage.must_run(), stage.now()
    headers = {"Origin": "https://elsewhere.example"}
    async with browser.post(lobby.url + act, headers=headers) as answer:
        assert answer.status == 403
    assert stage.must_run() is running
    assert stage.now() - before < timedelta(hours=1)


async def test_no_page_may_be_framed_elsewhere(
    browser: aiohttp.ClientSession, lobby: Lobby
) -> None:
    async with browser.get(f"{lobby.url}room/riverside-campaign") as answer:
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    async with browser.get(f"{lobby.url}stage") as answer:
        assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]


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
