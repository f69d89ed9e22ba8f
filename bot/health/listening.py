"""Answers `/healthz`, `/metrics` and `/tally.json` on a port, and notes nothing of who asks."""

from __future__ import annotations

import asyncio
import errno
import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Final, cast

from aiohttp import web

from bot.domain.refusals import StoreUnreadable
from bot.domain.tallies import Tally
from bot.exits import CannotStart, Exit
from bot.health.pages import health_of, metrics_of, tally_of
from bot.health.state import Health, State

_log = logging.getLogger(__name__)

CLOSING: Final = 0.1
"""Seconds that answers under way may take when the bot stops."""
IDLE: Final = 10.0
"""Seconds that a connection may stay open without a whole request."""
MOST: Final = 64
"""Connections at once; whoever comes then takes the place of the one that came first."""
_FRESH: Final = 30
"""Seconds that the published totals are kept: who asks often does not ask the store often."""

_PLAIN: Final = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
_OPEN: Final = {"Access-Control-Allow-Origin": "*", "X-Content-Type-Options": "nosniff"}
_PROMETHEUS: Final = "text/plain; version=0.0.4; charset=utf-8"

_REFUSED: Final = {
    errno.EADDRINUSE: "another program listens there already (another copy of this bot?): stop it, "
    "or set PORT to another number",
    errno.EACCES: "this user may not: ports under 1024 are the system's, so set PORT to a higher "
    "number",
    errno.EADDRNOTAVAIL: "this machine has no such address: mend HEALTH_HOST, or leave it out",
}


@asynccontextmanager
async def answering(health: Health, *, host: str, port: int | None) -> AsyncGenerator[None]:
    """Answer on a port while the block runs; without a port nothing listens.

    Raises:
        CannotStart: with `Exit.HEALTH` when the port cannot be had: who sets one relies on it.
    """
    if port is None:
        yield
        return
    # no log of requests: it would hold the addresses of who asks
    runner = web.AppRunner(
        _application(health), access_log=None, shutdown_timeout=CLOSING, keepalive_timeout=IDLE
    )
    await runner.setup()
    server = cast("web.Server", runner.server)  # there is one now
    try:
        listening = await asyncio.get_running_loop().create_server(
            _ConnectionLimit(server), host, port
        )
    except (OSError, ValueError) as fault:  # a name that cannot even be looked up is no OSError
        await runner.cleanup()
        raise _refusal(fault, host, port) from None
    try:
        yield
    finally:
        listening.close()
        await runner.cleanup()


class _ConnectionLimit:
    """Lets so many in at once, so that a caller who keeps connections open leaves room for others.

    Those that came first go: a host that has just asked gets its answer.
    """

    def __init__(self, server: web.Server) -> None:
        self._server = server

    def __call__(self) -> web.RequestHandler:
        inside = self._server.connections  # in the order in which they came
        for one in inside[: max(0, len(inside) - MOST + 1)]:
            one.force_close()
        return self._server()


def _refusal(fault: OSError | ValueError, host: str, port: int) -> CannotStart:
    # from Python 3.13 on asyncio passes over addresses that are not there, and then has no number
    number = (fault.errno if isinstance(fault, OSError) else None) or errno.EADDRNOTAVAIL
    why = _REFUSED.get(number, "mend HEALTH_HOST and PORT, or leave them out")
    return CannotStart(f"Health cannot be told on {host}, port {port}: {why}.", Exit.HEALTH)


def _application(health: Health) -> web.Application:
    told = _Endpoints(health)
    app = web.Application()
    app.router.add_get("/healthz", told.healthz)
    app.router.add_get("/metrics", told.metrics)
    app.router.add_get("/tally.json", told.tally)
    return app


class _Endpoints:
    """What is told, and the published totals for as long as they are fresh."""

    def __init__(self, health: Health) -> None:
        self._health = health
        self._tally: Tally | None = None
        self._fresh_until = 0.0
        self._one_at_a_time = asyncio.Lock()

    async def healthz(self, _: web.Request) -> web.Response:
        """Say how the bot is: 200 while it serves, 503 while it starts, stops or cannot."""
        report = self._health.report()
        status = 200 if report.state is State.SERVING else 503
        return web.json_response(health_of(report), status=status, headers=_PLAIN)

    async def metrics(self, _: web.Request) -> web.Response:
        """Say the same for Prometheus, with the published totals where they can be read."""
        text = metrics_of(self._health.report(), await self._published())
        return web.Response(text=text, headers={**_PLAIN, "Content-Type": _PROMETHEUS})

    async def tally(self, _: web.Request) -> web.Response:
        """Say the published totals to any page that asks."""
        tally, tallies = await self._published(), self._health.tallies
        if tally is None or tallies is None:
            headers = {**_OPEN, "Cache-Control": "no-store"}
            return web.json_response(
                {"error": "the totals cannot be read now"}, status=503, headers=headers
            )
        headers = {**_OPEN, "Cache-Control": f"public, max-age={_FRESH}"}
        return web.json_response(tally_of(tallies.campaign_name, tally), headers=headers)

    async def _published(self) -> Tally | None:
        """Return the published totals, or None where they cannot be read; none is guessed."""
        loop = asyncio.get_running_loop()
        async with self._one_at_a_time:
            tallies = self._health.tallies
            if tallies is not None and loop.time() >= self._fresh_until:
                try:
                    self._tally = await tallies.show(guild_id=None)
                except StoreUnreadable:
                    self._tally = None
                except Exception:  # noqa: BLE001 - the rest of the page is true without the totals
                    self._tally = None
                    _log.exception("the published totals could not be read")
                self._fresh_until = loop.time() + _FRESH
            return self._tally
