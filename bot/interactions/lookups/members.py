"""Asks Discord which of some people are members of a server now."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Final

import aiohttp
import discord

PATIENCE: Final = 2.0
"""Seconds a wall waits for Discord's word; discord.py itself gives up after thirty."""

MOST: Final = 100
"""People that Discord tells about in one answer."""

UNDER_WAY: Final = 8
"""Questions that may be open at once; Discord takes few from one bot in a minute."""

_UNANSWERED: Final = (discord.DiscordException, aiohttp.ClientError, OSError, RuntimeError)
"""How the question ends without an answer: not connected, connection lost, or no word in time."""


class MemberLookup:
    """Asks over the gateway, which needs no privileged intent for people named by their ids.

    What it learns is kept nowhere.
    """

    def __init__(self, client: discord.Client) -> None:
        self._client = client
        self._open: set[asyncio.Task[list[discord.Member]]] = set()

    async def among(self, guild_id: int, user_ids: Sequence[int]) -> frozenset[int] | None:
        """Return which of these people (at most a hundred) are members of the server.

        None when Discord gave no complete answer within `PATIENCE`: then nobody knows.
        """
        found = await self.found(guild_id, user_ids)
        return None if found is None else frozenset(member.id for member in found)

    async def found(
        self, guild_id: int, user_ids: Sequence[int]
    ) -> Sequence[discord.Member] | None:
        """Return the members of the server among these people (at most a hundred), by name.

        None when Discord gave no complete answer within `PATIENCE`. The question is not cancelled;
        it ends by itself.
        """
        guild = self._client.get_guild(guild_id)
        if guild is None or guild.unavailable or len(self._open) >= UNDER_WAY:
            return None
        asking = asyncio.ensure_future(
            guild.query_members(user_ids=list(user_ids), limit=MOST, cache=False)
        )
        self._open.add(asking)
        asking.add_done_callback(self._ended)
        await asyncio.wait({asking}, timeout=PATIENCE)
        if not asking.done():
            return None
        try:
            return await asking
        except _UNANSWERED:
            return None

    def _ended(self, asking: asyncio.Task[list[discord.Member]]) -> None:
        self._open.discard(asking)
        if not asking.cancelled():
            asking.exception()
