"""Passes the simulator's page on under the lobby's own address, so that one address is enough."""

from __future__ import annotations

from typing import Final

import aiohttp
from aiohttp import web

from bot.rehearsal.stage import Showing

LARGEST: Final = 26 * 1024 * 1024
"""Bytes of a request that is passed on: what the simulator itself takes with its files."""

_CACHED: Final = ("/fonts/", "/vendor/")
"""What never changes within a release of the simulator: 30 MB that need not travel at each look."""

_SENT_ON: Final = ("Accept", "Content-Type", "X-Simcord-Capability", "X-Simcord-Context")
_HELD_BACK: Final = frozenset(
    {
        "connection",
        "content-encoding",
        "content-length",
        "date",
        "server",
        "transfer-encoding",
        "x-frame-options",
    }
)
_NOT_FRAMED: Final = "frame-ancestors 'none'"
_FRAMED: Final = "frame-ancestors 'self'"


class Relay:
    """Use it as `async with Relay() as relay`; it holds the connections to the simulator's page."""

    def __init__(self) -> None:
        self._client: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Relay:
        self._client = aiohttp.ClientSession()
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        if self._client is not None:
            await self._client.close()

    async def page(self, showing: Showing, *, stylesheet: str) -> web.Response:
        """Return the simulator's page with a stylesheet of ours behind its own."""
        answer = await self._fetch("GET", f"{showing.origin}/", {}, None)
        link = f'<link rel="stylesheet" href="{stylesheet}"></head>'.encode()
        answer.body = _bytes(answer).replace(b"</head>", link, 1)
        return answer

    async def forward(self, request: web.Request, showing: Showing) -> web.Response:
        """Return the simulator's answer to a request its page made of us."""
        headers = {name: request.headers[name] for name in _SENT_ON if name in request.headers}
        if "Origin" in request.headers:
            headers["Origin"] = showing.origin  # the lobby has checked that it was the lobby's own
        body = await request.read() if request.can_read_body else None
        answer = await self._fetch(request.method, showing.origin + request.path_qs, headers, body)
        if request.path.startswith(_CACHED) and answer.status == web.HTTPOk.status_code:
            answer.headers["Cache-Control"] = "private, max-age=86400, immutable"
            answer.headers.popall("Pragma", None)
        return answer

    async def _fetch(
        self, method: str, url: str, headers: dict[str, str], body: bytes | None
    ) -> web.Response:
        if self._client is None:
            raise RuntimeError("the relay was not entered")
        try:
            async with self._client.request(method, url, headers=headers, data=body) as reply:
                content = await reply.read()
        except aiohttp.ClientError as closed:
            # The room was left between the press and its answer.
            raise web.HTTPGone(text="This room was closed.") from closed
        kept = {k: v for k, v in reply.headers.items() if k.lower() not in _HELD_BACK}
        policy = kept.get("Content-Security-Policy", "")
        kept["Content-Security-Policy"] = policy.replace(_NOT_FRAMED, _FRAMED)
        return web.Response(status=reply.status, body=content, headers=kept)


def _bytes(answer: web.Response) -> bytes:
    return answer.body if isinstance(answer.body, bytes) else b""
