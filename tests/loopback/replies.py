"""How Discord answers over HTTP: the exact content type, its error bodies, its rate limits."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass, field
from typing import Any, cast

from aiohttp import BodyPartReader, web

from tests.loopback.messages import Attached, Sent
from tests.loopback.world import Json, decode, encode


class DiscordError(Exception):
    """An error answer: Discord's status, its own code and its words."""

    def __init__(self, status: int, code: int, message: str, **more: object) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.body: Json = {"message": message, "code": code} | more


UNKNOWN_INTERACTION = (404, 10062, "Unknown interaction")
ALREADY_ACKNOWLEDGED = (400, 40060, "Interaction has already been acknowledged.")
UNKNOWN_WEBHOOK = (404, 10015, "Unknown Webhook")
INVALID_WEBHOOK_TOKEN = (401, 50027, "Invalid Webhook Token")
UNKNOWN_MESSAGE = (404, 10008, "Unknown Message")
UNKNOWN_CHANNEL = (404, 10003, "Unknown Channel")
UNKNOWN_GUILD = (404, 10004, "Unknown Guild")
UNKNOWN_MEMBER = (404, 10007, "Unknown Member")
UNKNOWN_USER = (404, 10013, "Unknown User")
EMPTY_MESSAGE = (400, 50006, "Cannot send an empty message")
NOT_YOURS = (403, 50005, "Cannot edit a message authored by another user")
UNAUTHORIZED = (401, 0, "401: Unauthorized")
NOT_FOUND = (404, 0, "404: Not Found")


class PageError(Exception):
    """An answer that is not Discord's: a page of Cloudflare, of a proxy, of a hotel."""

    def __init__(
        self,
        status: int,
        *,
        headers: dict[str, str] | None = None,
        body: bytes = b"<!doctype html><title>error</title>",
    ) -> None:
        super().__init__(status)
        self.status = status
        self.body = body
        self.headers = {"Content-Type": "text/html; charset=UTF-8"} | (headers or {})

    def answer(self) -> web.Response:
        """Write the page."""
        return web.Response(body=self.body, status=self.status, headers=self.headers)


def invalid_form(faults: list[str]) -> DiscordError:
    """Return the refusal of a body that is not as Discord wants it."""
    errors = [{"code": "INVALID_FORM", "message": fault} for fault in faults]
    return DiscordError(400, 50035, "Invalid Form Body", errors={"_errors": errors})


def reply(
    body: object, *, status: int = 200, headers: dict[str, str] | None = None
) -> web.Response:
    """Return an answer whose content type is `application/json` and nothing more."""
    return web.Response(
        body=encode(body),
        status=status,
        headers={"Content-Type": "application/json", **(headers or {})},
    )


def nothing() -> web.Response:
    """Return the empty answer of a request that has none (204)."""
    return web.Response(status=204)


async def received(request: web.Request) -> Sent:
    """Return the body and the files of a request, JSON or multipart.

    Raises:
        DiscordError: when the body is not JSON.
    """
    if request.content_type != "multipart/form-data":
        raw = await request.read()
        return Sent(_decoded(raw) if raw else {})
    body: Json = {}
    files: dict[int, Attached] = {}
    async for part in await request.multipart():
        part = cast("BodyPartReader", part)
        name = part.name or ""
        if name == "payload_json":
            body = _decoded(bytes(await part.read()))
        elif name.startswith("files[") and name.endswith("]"):
            content = bytes(await part.read(decode=True))
            files[int(name[6:-1])] = Attached(part.filename or "", content)
    return Sent(body, files)


def _decoded(raw: bytes) -> Json:
    try:
        return cast("Json", decode(raw))
    except ValueError:
        raise DiscordError(400, 50109, "The request body contains invalid JSON.") from None


@dataclass(slots=True)
class _Window:
    ends: float
    left: int


@dataclass(slots=True)
class RateLimits:
    """Discord's buckets: so many requests in so many seconds, by route and major parameter."""

    windows: dict[str, _Window] = field(default_factory=dict[str, _Window])

    def take(self, bucket: str, *, limit: int, per: float) -> dict[str, str]:
        """Take one request from a bucket and return the headers that say what is left.

        Raises:
            RateLimitError: when nothing was left.
        """
        now = time.monotonic()
        window = self.windows.get(bucket)
        if window is None or window.ends <= now:
            if len(self.windows) > 10_000:
                self.windows = {key: one for key, one in self.windows.items() if one.ends > now}
            window = self.windows[bucket] = _Window(now + per, limit)
        wait = window.ends - now
        headers = {
            "X-RateLimit-Limit": str(limit),
            "X-RateLimit-Remaining": str(max(window.left - 1, 0)),
            "X-RateLimit-Reset": f"{time.time() + wait:.3f}",
            "X-RateLimit-Reset-After": f"{wait:.3f}",
            "X-RateLimit-Bucket": hashlib.blake2b(bucket.encode(), digest_size=16).hexdigest(),
        }
        if window.left == 0:
            raise RateLimitError(wait, headers)
        window.left -= 1
        return headers


class RateLimitError(Exception):
    """A request beyond its rate limit."""

    def __init__(
        self, wait: float, headers: dict[str, str] | None = None, *, everywhere: bool = False
    ) -> None:
        super().__init__("rate limited")
        self.body: dict[str, Any] = {
            "message": "You are being rate limited.",
            "retry_after": round(wait, 3),
            "global": everywhere,
        }
        self.headers = (headers or {}) | {
            "Retry-After": str(int(wait) + 1),
            "X-RateLimit-Scope": "global" if everywhere else "user",
            "Via": "1.1 google",  # by this discord.py tells Discord's 429 from Cloudflare's
        }
        if everywhere:
            self.headers["X-RateLimit-Global"] = "true"
