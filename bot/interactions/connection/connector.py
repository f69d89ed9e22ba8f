"""Finds out soon that the network is back, and has discord.py go on with the session it had."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING, Final

import aiohttp

from bot.interactions.connection.refusals import Reason, reason_of
from bot.interactions.internals import RESET

if TYPE_CHECKING:
    from aiohttp.connector import Connection
    from aiohttp.tracing import Trace

_log: Final = logging.getLogger(__name__)

CONNECTING: Final = 4.0
"""Seconds after which a connection that does not come about is tried anew: a network that swallows
packets would hold one for half a minute after it works again."""
REST: Final = 2.0
"""Seconds between two attempts."""
RESUMING: Final = 120.0
"""Seconds for which the session is held on to; after that Discord has most likely forgotten it."""


class GatewayConnector(aiohttp.TCPConnector):
    """Connects as discord.py's own connector does; only the gateway is tried again patiently.

    An attempt that cannot reach the gateway costs no session: Discord never hears of it.
    """

    def __init__(self) -> None:
        # as discord.py makes its own
        super().__init__(limit=0)  # pyright: ignore[reportUnknownMemberType]
        self._failing: dict[str | None, float] = {}
        self._told: Reason | None = None

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
            connection = await super().connect(req, traces, soon)
        except (aiohttp.ClientError, OSError) as error:  # and TimeoutError
            self._tell(reason_of(error))
            since = self._failing.setdefault(req.url.host, time.monotonic())
            await asyncio.sleep(REST)
            if time.monotonic() - since > RESUMING:
                raise
            raise ConnectionResetError(RESET, "the gateway cannot be reached") from error
        self._failing.clear()
        self._told = None
        return connection

    def _tell(self, reason: Reason) -> None:
        if reason is not self._told:
            self._told = reason
            _log.warning("Discord's gateway cannot be reached: %s", reason)
