"""A proxy before a PostgreSQL server whose connections a test can cut."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from enum import Enum, auto
from pathlib import Path
from urllib.parse import parse_qs, urlsplit


class Cut(Enum):
    """When a connection is cut, once."""

    BEFORE_COMMIT = auto()  # the server never hears of the commit
    AFTER_COMMIT = auto()  # the server commits, and its answer never arrives


class Proxy:
    """Passes bytes between clients and a server, until told to cut.

    Attributes:
        cutting: what happens to the server while a commit is withheld from it.
    """

    cutting: Callable[[], Awaitable[None]] | None = None

    def __init__(self, server: str) -> None:
        self._server = server
        self._calls: set[asyncio.Task[None]] = set()
        self.cuts: list[Cut] = []
        self.dead = False
        self._flows = asyncio.Event()
        self._flows.set()

    def hold(self) -> None:
        """Let nothing through any more, and close nothing, as a network does that drops packets."""
        self._flows.clear()

    def release(self) -> None:
        """Let through what was held."""
        self._flows.set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take one client's call."""
        if self.dead:
            writer.close()
            return
        try:
            upstream = await asyncio.open_unix_connection(self._server)
        except OSError:  # it is away
            writer.close()
            return
        answering = asyncio.create_task(self._answer(upstream[0], writer))
        self._calls.add(answering)
        try:
            while data := await reader.read(65_536):
                await self._flows.wait()
                if b"COMMIT;" in data and self.cuts:
                    await self._cut(self.cuts.pop(0), data, upstream, answering)
                    return
                upstream[1].write(data)
        finally:
            answering.cancel()
            self._calls.discard(answering)
            upstream[1].close()
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65_536):
            await self._flows.wait()
            writer.write(data)
        writer.close()

    async def _cut(
        self,
        cut: Cut,
        data: bytes,
        upstream: tuple[asyncio.StreamReader, asyncio.StreamWriter],
        answering: asyncio.Task[None],
    ) -> None:
        answering.cancel()
        await asyncio.wait({answering})
        if self.cutting is not None:
            await self.cutting()
        if cut is Cut.AFTER_COMMIT:
            upstream[1].write(data)
            await upstream[0].readuntil(b"COMMIT")


@asynccontextmanager
async def proxy_to(url: str) -> AsyncGenerator[tuple[str, Proxy]]:
    """Give a URL that leads to the same database over a proxy, and the proxy."""
    parts = urlsplit(url)
    proxy = Proxy(f"{parse_qs(parts.query)['host'][0]}/.s.PGSQL.5432")
    with tempfile.TemporaryDirectory() as folder:
        server = await asyncio.start_unix_server(proxy.serve, Path(folder) / ".s.PGSQL.5432")
        async with server:
            yield f"postgresql://postgres:@{parts.path}?host={folder}", proxy
            proxy.release()  # from Python 3.12 on the server waits for every call to end
