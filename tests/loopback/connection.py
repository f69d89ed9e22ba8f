"""One websocket of a bot, packed as it asked for."""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import zlib
from collections.abc import Callable
from typing import Any

from aiohttp import web

from tests.loopback.world import Json, encode


def _compressor(asked: str | None) -> Callable[[bytes], bytes] | None:
    """Return what packs each message of one connection, or None for plain text."""
    if asked == "zlib-stream":
        stream = zlib.compressobj()
        return lambda data: stream.compress(data) + stream.flush(zlib.Z_SYNC_FLUSH)
    return _zstd() if asked == "zstd-stream" else None


def _zstd() -> Callable[[bytes], bytes]:
    """Return a packer of whichever module discord.py itself unpacks with on this Python."""
    try:
        zstandard: Any = importlib.import_module("zstandard")
    except ImportError:
        standard: Any = importlib.import_module("compression.zstd")
        compressor = standard.ZstdCompressor()
        return lambda data: compressor.compress(data, compressor.FLUSH_BLOCK)
    stream = zstandard.ZstdCompressor().compressobj()
    block = zstandard.COMPRESSOBJ_FLUSH_BLOCK
    return lambda data: stream.compress(data) + stream.flush(block)


class Connection:
    """One websocket of the bot."""

    def __init__(self, socket: web.WebSocketResponse, request: web.Request) -> None:
        self._socket = socket
        self._request = request
        self._pack = _compressor(request.query.get("compress"))
        self._lock = asyncio.Lock()

    async def send(self, payload: Json) -> None:
        """Send one payload; a connection that is gone takes it silently, as networks do."""
        data = encode(payload)
        async with self._lock:
            with contextlib.suppress(ConnectionError):
                if self._pack is None:
                    await self._socket.send_str(data.decode())
                else:
                    await self._socket.send_bytes(self._pack(data))

    async def close(self, code: int) -> None:
        """Say goodbye with a code."""
        await self._socket.close(code=code)

    def cut(self) -> None:
        """Drop the connection as a broken network does: nobody says goodbye."""
        if self._request.transport is not None:
            self._request.transport.abort()
