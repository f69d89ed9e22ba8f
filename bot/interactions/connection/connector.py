"""Finds out soon that the network is back, and keeps no more connections than one machine bears."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Final

import aiohttp

from bot.interactions.connection.reasons import GatewayReasons
from bot.interactions.internals import RESET

if TYPE_CHECKING:
    from aiohttp.connector import Connection
    from aiohttp.tracing import Trace

CONNECTING: Final = 4.0
"""Seconds after which a connection that does not come about is tried anew: a network that swallows
packets would hold one for half a minute after it works again."""
REST: Final = 2.0
"""Seconds between two attempts."""
RESUMING: Final = 120.0
"""Seconds for which the session is held on to; after that Discord has most likely forgotten it."""
AT_ONCE: Final = 200
"""Connections to Discord's HTTP API. In a rush discord.py would open one for each answer under way,
more than the thousand files that most systems let a process open, and each costs a handshake; an
answer that waits for one that is open already is sooner there."""


class GatewayConnector(aiohttp.TCPConnector):
    """Connects as discord.py's own connector does, to so many at once; the gateway patiently.

    An attempt that cannot reach the gateway costs no session: Discord never hears of it. It waits
    for no answer under way.
    """

    def __init__(self, reasons: GatewayReasons | None = None) -> None:
        super().__init__(limit=AT_ONCE)  # pyright: ignore[reportUnknownMemberType]
        self._gateways = aiohttp.TCPConnector(limit=0)  # pyright: ignore[reportUnknownMemberType]
        self._failing: dict[str | None, float] = {}
        self._reasons = reasons or GatewayReasons()

    async def connect(
        self,
        req: aiohttp.ClientRequest,
        traces: list[Trace],
        timeout: aiohttp.ClientTimeout,  # noqa: ASYNC109 - aiohttp's own signature
    ) -> Connection:
        """Connect; for the gateway, say why it cannot be reached, and have it resumed.

        Raises:
            ConnectionResetError: when the gateway could not be reached, and trying has rested.
            ClientError, OSError, TimeoutError: for all else, and when the session is given up.
        """
        if req.url.scheme not in ("ws", "wss"):
            return await super().connect(req, traces, timeout)
        soon = aiohttp.ClientTimeout(
            total=timeout.total, connect=CONNECTING, sock_read=timeout.sock_read
        )
        try:
            connection = await self._gateways.connect(req, traces, soon)
        except (aiohttp.ClientError, OSError) as error:  # and TimeoutError
            self._reasons.failed(error)
            since = self._failing.setdefault(req.url.host, time.monotonic())
            await asyncio.sleep(REST)
            if time.monotonic() - since > RESUMING:
                raise
            raise ConnectionResetError(RESET, "the gateway cannot be reached") from error
        self._failing.clear()
        self._reasons.waits()
        return connection

    async def close(self, *, abort_ssl: bool = False) -> None:
        """Close every connection."""
        await self._gateways.close(abort_ssl=abort_ssl)
        await super().close(abort_ssl=abort_ssl)
