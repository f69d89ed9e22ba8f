"""The lobby as a browser sees it: its address, its pages and its rooms."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from bot.rehearsal.pages.lobby import Lobby


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
