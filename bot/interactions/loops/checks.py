"""Has held signatures counted that nobody decided about, and old cases closed."""

from __future__ import annotations

import logging

from discord.ext import tasks

from bot.domain.refusals import Refusal
from bot.services import Expiry

_log = logging.getLogger(__name__)


class Checks:
    """Looks after signatures that are checked or set aside, once an hour and beside serving."""

    def __init__(self, expiry: Expiry) -> None:
        self._expiry = expiry

    @tasks.loop(hours=1)
    async def hourly(self) -> None:
        """Do what is due; not at the start, when all else begins."""
        if self.hourly.current_loop == 0:
            return
        try:
            await self._expiry.expire()
        except Refusal:
            _log.warning("signatures that wait could not be counted: the store does not answer")
        except Exception:  # noqa: BLE001 - a loop that ends would hold them for ever
            _log.exception("counting signatures that wait failed; it is tried again")
