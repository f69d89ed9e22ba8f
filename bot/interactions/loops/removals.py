"""Notices by Discord's own word that the bot was removed, and has what remained of it deleted."""

from __future__ import annotations

import asyncio
import logging
from typing import Final

import aiohttp
import discord
from discord.ext import tasks

from bot.domain.refusals import Refusal
from bot.interactions.connection.shards import Shards
from bot.services import ServerRecords

_log = logging.getLogger(__name__)

_UNKNOWN_GUILD: Final = 10004


class Removals:
    """Looks after the servers that are gone, once an hour and beside serving."""

    def __init__(self, client: discord.Client, shards: Shards, records: ServerRecords) -> None:
        self._client = client
        self._shards = shards
        self._records = records

    @tasks.loop(hours=1)
    async def hourly(self) -> None:
        """Delete what is due, then ask for servers that are not seen.

        Not at the start, and of no server whose shard is lost: what there is is not known then.
        """
        if self.hourly.current_loop == 0:
            return
        try:
            await self._records.here(filter(self._shards.serves, self._shards.guilds))
            removed = await self._records.remove_overdue()
            if removed:
                _log.info("what belonged to servers that removed the bot is deleted: %d", removed)
            await self._ask_for_missing()
        except Refusal:
            _log.warning("former servers could not be looked after: the store does not answer")
        except (discord.HTTPException, aiohttp.ClientError, OSError):
            _log.warning("Discord did not say whether the bot is still in a server; asked again")
        except Exception:  # noqa: BLE001 - a loop that ends would keep what has to go
            _log.exception("looking after former servers failed; it is tried again")

    async def _ask_for_missing(self) -> None:
        """Note the servers that Discord does not know any more, asking for one at a time."""
        for guild_id in await self._records.missing(self._shards.guilds):
            if not self._shards.serves(guild_id) or guild_id in self._shards.guilds:
                continue  # it may have come while others were asked for
            if await self._is_gone(guild_id):
                await self._records.left(guild_id=guild_id)

    async def _is_gone(self, guild_id: int) -> bool:
        """Ask Discord; a server that is only unavailable, or kept from the bot, is not gone."""
        asking = asyncio.ensure_future(self._client.fetch_guild(guild_id, with_counts=False))
        asking.add_done_callback(lambda done: done.cancelled() or done.exception())
        try:
            await asyncio.shield(asking)  # cancelled in a rate limit, it would hang all that follow
        except discord.NotFound as answer:
            return answer.code == _UNKNOWN_GUILD
        except discord.Forbidden:
            pass
        return False
