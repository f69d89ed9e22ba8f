"""A headless Chromium, spoken to by its DevTools protocol: tabs, keys, and what a reader hears."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import shutil
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import aiohttp

FLAGS: Final = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--force-prefers-reduced-motion",
    "--remote-debugging-port=0",
)
PATIENCE: Final = 40.0
"""Seconds that anything a page should show may take, on a machine that does much else."""

_KEYS: Final = {"Enter": 13, "Tab": 9, "Escape": 27, "ArrowDown": 40, "ArrowUp": 38, "End": 35}


def installed() -> str | None:
    """Return the Chromium of this machine, as Debian names it."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


class Tab:
    """One page: where it is, what is pressed in it, and what it complained of."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._asked = 0
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._listening = asyncio.create_task(self._listen())
        self.complaints: list[str] = []

    async def begin(self) -> None:
        """Listen to everything a person with the developer tools open would see in red."""
        for domain in ("Page", "Runtime", "Log", "Accessibility"):
            await self.ask(f"{domain}.enable")

    async def close(self) -> None:
        await self._socket.close()
        await self._listening

    async def ask(self, method: str, **params: Any) -> dict[str, Any]:
        self._asked += 1
        answer = self._answers[self._asked] = asyncio.get_running_loop().create_future()
        await self._socket.send_json({"id": self._asked, "method": method, "params": params})
        return await asyncio.wait_for(answer, PATIENCE)

    async def size(self, width: int, height: int) -> None:
        await self.ask(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 500,
        )

    async def speak(self, locale: str) -> None:
        """Let the browser ask for pages in a language."""
        agent = await self.ask("Browser.getVersion")
        await self.ask(
            "Emulation.setUserAgentOverride", userAgent=agent["userAgent"], acceptLanguage=locale
        )

    async def go(self, url: str) -> None:
        await self.ask("Page.navigate", url=url)
        await self.until("document.readyState === 'complete'")

    async def js(self, expression: str) -> Any:
        """Return what an expression comes to in the page."""
        found = await self.ask(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        if "exceptionDetails" in found:
            raise AssertionError(f"{expression}: {found['exceptionDetails']}")
        return found["result"].get("value")

    async def until(self, expression: str, within: float = PATIENCE) -> Any:
        """Wait for an expression to be true; return what it comes to."""
        tried = (
            f"(() => {{ try {{ const it = {expression}; return it?.nodeType ? true : it; }}"
            " catch {} })()"
        )
        async with asyncio.timeout(within):
            while True:
                try:
                    found = await self.js(tried)
                except AssertionError:
                    found = None  # between two pages there is nothing to ask
                if found:
                    return found
                await asyncio.sleep(0.05)

    async def key(self, key: str, *, shift: bool = False) -> None:
        common = {
            "key": key,
            "code": key,
            "windowsVirtualKeyCode": _KEYS.get(key, 0),
            "modifiers": 8 if shift else 0,
        }
        typed = {"text": "\r"} if key == "Enter" else {}
        await self.ask("Input.dispatchKeyEvent", type="keyDown", **common, **typed)
        await self.ask("Input.dispatchKeyEvent", type="keyUp", **common)

    async def click(self, x: float, y: float) -> None:
        """Move the mouse there, as a hand does, and press and release its left button."""
        await self.ask("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
        for act in ("mousePressed", "mouseReleased"):
            await self.ask(
                "Input.dispatchMouseEvent", type=act, x=x, y=y, button="left", clickCount=1
            )

    async def write(self, words: str) -> None:
        """Type into whatever has the focus."""
        for one in words:
            await self.ask("Input.dispatchKeyEvent", type="keyDown", key=one, text=one)
            await self.ask("Input.dispatchKeyEvent", type="keyUp", key=one)

    async def picture(self, file: Path, **clip: float) -> None:
        options: dict[str, Any] = {"clip": {"scale": 1, **clip}} if clip else {}
        shot = await self.ask("Page.captureScreenshot", format="png", **options)
        file.write_bytes(base64.b64decode(shot["data"]))

    async def heard(self) -> list[dict[str, str]]:
        """Return what a screen reader is told of the page and its frames: role, name, value."""
        frames = [(await self.ask("Page.getFrameTree"))["frameTree"]]
        nodes: list[dict[str, Any]] = []
        while frames:
            tree = frames.pop()
            frames += tree.get("childFrames", [])
            found = await self.ask("Accessibility.getFullAXTree", frameId=tree["frame"]["id"])
            nodes += [one for one in found["nodes"] if not one.get("ignored")]
        return [
            {part: str(node.get(part, {}).get("value", "")) for part in ("role", "name", "value")}
            for node in nodes
        ]

    async def _listen(self) -> None:
        async for message in self._socket:
            told = json.loads(message.data)
            if "id" in told:
                answer = self._answers.pop(told["id"])
                if not answer.done():
                    answer.set_result(told.get("result") or {"exceptionDetails": told.get("error")})
            else:
                self._note(told)

    def _note(self, told: dict[str, Any]) -> None:
        params, red = told.get("params", {}), ("error", "warning")
        if told["method"] == "Runtime.exceptionThrown":
            self.complaints.append(str(params["exceptionDetails"]))
        elif told["method"] == "Runtime.consoleAPICalled" and params["type"] in red:
            self.complaints.append(str(params["args"]))
        elif told["method"] == "Log.entryAdded" and params["entry"]["level"] == "error":
            entry = params["entry"]
            # A room's page asks what is new every moment; one question may meet a room just left.
            if not str(entry.get("url", "")).endswith("/api/state"):
                self.complaints.append(f"{entry['text']} {entry.get('url', '')}")


OpenTab = Callable[[], Awaitable[Tab]]


@asynccontextmanager
async def running_chromium(program: str) -> AsyncGenerator[OpenTab]:
    """Start a browser with a profile of its own; what is given opens a new tab in it."""
    with TemporaryDirectory(prefix="browser-", ignore_cleanup_errors=True) as profile:
        process = await asyncio.create_subprocess_exec(
            program,
            *FLAGS,
            f"--user-data-dir={profile}",
            "about:blank",
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
            env=os.environ | {"HOME": profile},
        )
        try:
            address = await asyncio.wait_for(_address(process), 60)
            draining = asyncio.create_task(_drain(process))
            async with aiohttp.ClientSession() as session:
                tabs: list[Tab] = []

                async def open_tab() -> Tab:
                    async with session.put(f"http://{address}/json/new?about:blank") as made:
                        socket = (await made.json())["webSocketDebuggerUrl"]
                    tab = Tab(await session.ws_connect(socket, max_msg_size=0))
                    await tab.begin()
                    tabs.append(tab)
                    return tab

                yield open_tab
                for tab in tabs:
                    await tab.close()
            draining.cancel()
        finally:
            process.terminate()
            await process.wait()


async def _address(process: asyncio.subprocess.Process) -> str:
    """Read where the browser listens: it says so once, among its complaints."""
    assert process.stderr
    async for line in process.stderr:
        _, found, rest = line.decode(errors="replace").partition("DevTools listening on ws://")
        if found:
            return rest.partition("/")[0]
    raise AssertionError("the browser ended before it listened")


async def _drain(process: asyncio.subprocess.Process) -> None:
    assert process.stderr
    async for _ in process.stderr:
        pass
