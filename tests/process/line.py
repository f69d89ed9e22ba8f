"""A line between the bot and its Discord that a test can cut, mend and hold still."""

from __future__ import annotations

import asyncio
from typing import Any, Self
from urllib.parse import urlsplit, urlunsplit


class Impatient:
    """What discord.py has of asyncio where it connects shards, without its pauses."""

    def __getattr__(self, name: str) -> Any:
        return getattr(asyncio, name)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(min(seconds, 0.0))


class Line:
    """Carries bytes to one server of this machine while the block runs.

    While `cut` is set, every call ends at once. `hold()` stops all that is under way without
    closing anything, as a network does that swallows packets.
    """

    def __init__(self, url: str, *, cut: bool = False) -> None:
        self._url = urlsplit(url)
        self._flows = asyncio.Event()
        self._flows.set()
        self._tasks: set[asyncio.Task[None]] = set()
        self.cut = cut
        self.calls = 0

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._answer, "127.0.0.1", 0)
        self._port: int = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def url(self) -> str:
        """The address that stands for the server's."""
        return urlunsplit(self._url._replace(netloc=f"127.0.0.1:{self._port}"))

    async def leave(self) -> None:
        """Be away, as a network is: what is under way ends, and nobody answers a call."""
        self._server.close()
        for task in self._tasks:
            task.cancel()

    async def come_back(self) -> None:
        """Answer calls again, at the same address."""
        self._server = await asyncio.start_server(self._answer, "127.0.0.1", self._port)

    def hold(self) -> None:
        """Let nothing through any more."""
        self._flows.clear()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.calls += 1
        if self.cut:
            writer.close()
            return
        there, back = await asyncio.open_connection(self._url.hostname, self._url.port)
        for source, drain in ((reader, back), (there, writer)):
            task = asyncio.create_task(self._carry(source, drain))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _carry(self, source: asyncio.StreamReader, drain: asyncio.StreamWriter) -> None:
        try:
            while data := await source.read(65_536):
                await self._flows.wait()
                drain.write(data)
                await drain.drain()
        except ConnectionError:
            return
        finally:
            drain.close()
