"""Says why Discord's gateway does not take the bot, and that Discord asks it to wait."""

from __future__ import annotations

import asyncio
import logging
from types import SimpleNamespace
from typing import Final

import aiohttp

from bot.domain.clock import pause_in
from bot.interactions.connection.refusals import is_strange
from bot.unreachable import NotDiscord, Reason, is_page, reason_of_network

_log: Final = logging.getLogger(__name__)

SILENT: Final = 10.0
"""Seconds after which it is told that a gateway which took the connection says nothing."""
ENDED: Final = 2.0
"""Seconds after which it is told that the gateway ended a connection; where it did so for good, the
bot has ended by then, and says so in one sentence."""
_AT_A_START: Final = ("/users/@me", "/applications/@me", "/gateway/bot", "/commands")
"""How the paths end of what a start asks: a limit of those tells nothing of what anybody did."""
_SWITCHED: Final = 101


class GatewayReasons:
    """What was said of the gateway since it last took a connection: each reason once."""

    def __init__(self) -> None:
        self._told: set[Reason] = set()
        self._silent: asyncio.TimerHandle | None = None
        self._ended: asyncio.TimerHandle | None = None
        self._closed = False

    def trace(self) -> aiohttp.TraceConfig:
        """Return what aiohttp tells of each answer to: how a handshake failed, and of limits."""
        config = aiohttp.TraceConfig()
        config.on_request_end.append(self._answered)
        return config

    def failed(self, error: BaseException | None) -> None:
        """Say why an attempt to connect came to nothing, as far as its error tells."""
        if is_strange(error):
            self.tell(Reason.OTHER_PAGE)
        elif isinstance(error, aiohttp.ClientError | OSError | NotDiscord):
            behind = error.__cause__ if isinstance(error, ConnectionResetError) else None
            self.tell(reason_of_network(behind or error))
        elif not self._told:
            self.tell(Reason.ENDS)

    def tell(self, reason: Reason) -> None:
        """Say a reason, unless it was said, or the bot is closing its connections itself."""
        self._cancel()
        if not self._closed and reason not in self._told:
            self._told.add(reason)
            _log.warning("Discord's gateway cannot be reached: %s", reason)

    def waits(self) -> None:
        """Note that the gateway has to say something now."""
        self.hears()
        if not self._closed:
            loop = asyncio.get_running_loop()
            self._silent = loop.call_later(SILENT, self.tell, Reason.SILENT)

    def hears(self) -> None:
        """Note that it said something."""
        if self._silent is not None:
            self._silent.cancel()

    def takes(self) -> None:
        """Note that it took the bot: whatever comes next is news again."""
        self._cancel()
        self._told.clear()

    def ends(self) -> None:
        """Note that it ended a connection before it took the bot."""
        if not (self._told or self._closed or self._ended):
            loop = asyncio.get_running_loop()
            self._ended = loop.call_later(ENDED, self.tell, Reason.ENDS)

    def close(self) -> None:
        """Say nothing any more."""
        self._closed = True
        self._cancel()

    def _cancel(self) -> None:
        self.hears()
        if self._ended is not None:
            self._ended.cancel()
            self._ended = None

    async def _answered(
        self,
        session: aiohttp.ClientSession,
        context: SimpleNamespace,
        answer: aiohttp.TraceRequestEndParams,
    ) -> None:
        del session, context
        status, headers = answer.response.status, answer.response.headers
        if answer.url.scheme in ("ws", "wss"):
            if status != _SWITCHED:
                error = aiohttp.WSServerHandshakeError(
                    answer.response.request_info, answer.response.history, status=status
                )
                self.tell(reason_of_network(error))
        elif status == 429 and answer.url.path.endswith(_AT_A_START):
            own = headers.get("Via") and not is_page(headers.get("Content-Type", ""))
            if own and not self._closed:  # discord.py waits for its own limits; others it raises
                _log.warning(
                    "Discord is waited for: %s",
                    Reason.LIMITED,
                    extra={"seconds": pause_in(headers.get("Retry-After", ""))},
                )
