"""Shows the simulator's page inside a page of ours, under the lobby's own address."""

# The simulator offers its page at an address of its own and refuses to be framed; there is no
# public way to change that. All that the rehearsal knows of how that page is made stands here, in
# `frame.css` and in `frame.js`. A test fails by name when the simulator moves one of these; at run
# time `address` then returns None, and the lobby leads to the page as the simulator shows it.

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Final

import aiohttp
from aiohttp import web

from bot.rehearsal.world import Showing

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
_FRAGMENT: Final = "/#"
"""What stands in the page's address between its origin and the secret it must be asked with."""

_HEAD_ENDS: Final = b"</head>"
_NOT_FRAMED: Final = "frame-ancestors 'none'"
_FRAMED: Final = "frame-ancestors 'self'"


class FramedPage:
    """Use it as `async with FramedPage() as framed`; it holds connections to the simulator."""

    def __init__(self) -> None:
        self._client: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> FramedPage:
        self._client = aiohttp.ClientSession()
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        if self._client is not None:
            await self._client.close()

    async def address(self, showing: Showing, path: str) -> str | None:
        """Return the address of the page under a path of ours; None if it cannot be framed."""
        origin, secret = _parts(showing)
        if not secret:
            return None
        answer = await self._fetch("GET", f"{origin}/", {}, None)
        policy = answer.headers.get("Content-Security-Policy", "")
        known = _HEAD_ENDS in _bytes(answer) and _NOT_FRAMED in policy
        return f"{path}#{secret}" if known else None

    async def page(
        self, showing: Showing, *, stylesheet: str, script: str, data: Mapping[str, str]
    ) -> web.Response:
        """Return the simulator's page with a stylesheet and a script of ours behind its own.

        The script finds `data` in its own element.
        """
        answer = _allow_framing(await self._fetch("GET", f"{_parts(showing)[0]}/", {}, None))
        told = "".join(f' data-{name}="{escape(value)}"' for name, value in data.items())
        ours = (
            f'<link rel="stylesheet" href="{stylesheet}">'
            f'<script src="{script}" defer{told}></script>'
        )
        answer.body = _bytes(answer).replace(_HEAD_ENDS, ours.encode() + _HEAD_ENDS, 1)
        return answer

    async def forward(self, request: web.Request, showing: Showing) -> web.Response:
        """Return the simulator's answer to a request its page made of us.

        Raises:
            HTTPGone: when the room was left, or the page was closed over its own request.
        """
        origin, _ = _parts(showing)
        headers = {name: request.headers[name] for name in _SENT_ON if name in request.headers}
        if "Origin" in request.headers:
            headers["Origin"] = origin  # the lobby has checked that it was the lobby's own
        body = await _body(request)
        if request.method == "POST":
            # The page reckons "in 30 seconds" from here; else from when the room was opened.
            showing.preview.capture_time = showing.preview.env.now()
        answer = await self._fetch(request.method, origin + request.path_qs, headers, body)
        _allow_framing(answer)
        if request.path.startswith(_CACHED) and answer.status == web.HTTPOk.status_code:
            answer.headers["Cache-Control"] = "private, max-age=86400, immutable"
            answer.headers.popall("Pragma", None)
        return answer

    async def _fetch(
        self, method: str, url: str, headers: dict[str, str], body: bytes | None
    ) -> web.Response:
        if self._client is None:
            raise RuntimeError("the framed page was not entered")
        try:
            async with self._client.request(method, url, headers=headers, data=body) as reply:
                content = await reply.read()
        except aiohttp.ClientError as closed:
            # The room was left between the press and its answer.
            raise web.HTTPGone(text="This room was closed.") from closed
        kept = {k: v for k, v in reply.headers.items() if k.lower() not in _HELD_BACK}
        return web.Response(status=reply.status, body=content, headers=kept)


async def _body(request: web.Request) -> bytes | None:
    try:
        return await request.read() if request.can_read_body else None
    except ConnectionResetError as closed:  # there is nobody left to tell
        raise web.HTTPGone(text="This page was closed.") from closed


def _parts(showing: Showing) -> tuple[str, str]:
    """Return where the simulator serves a page, and the secret it must be asked with."""
    origin, _, secret = showing.url.partition(_FRAGMENT)
    return origin, secret


def _allow_framing(answer: web.Response) -> web.Response:
    policy = answer.headers.get("Content-Security-Policy", "")
    answer.headers["Content-Security-Policy"] = policy.replace(_NOT_FRAMED, _FRAMED)
    return answer


def _bytes(answer: web.Response) -> bytes:
    return answer.body if isinstance(answer.body, bytes) else b""
