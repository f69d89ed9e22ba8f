"""Asks Discord which of some people are members of a server now."""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from typing import Final

import aiohttp
import discord

from bot.services.pledges import PEOPLE_A_QUESTION

PATIENCE: Final = 2.0
"""Seconds a wall waits for Discord's word; discord.py itself gives up after thirty."""

UNDER_WAY: Final = 8
"""Questions that may be open at once; Discord takes few from one bot in a minute."""

AT_ONCE: Final = 20
"""Questions for files that may follow each other at once, in each connection to Discord."""

APART: Final = 1.0
"""Seconds between two of them after that. Discord takes 120 of everything in a minute from one
connection, and discord.py lets 110 through: files take 80 at most, so that walls find some."""

_UNANSWERED: Final = (discord.DiscordException, aiohttp.ClientError, OSError, RuntimeError)
"""How the question ends without an answer: not connected, connection lost, or no word in time."""


class RateLimit:
    """Lets questions through one by one: some at once, and then each so long after the last."""

    def __init__(self, *, at_once: int, apart: float) -> None:
        self._spared = (at_once - 1) * apart
        self._apart = apart
        self._next = -math.inf
        self._one = asyncio.Lock()

    def wait(self, now: float) -> float:
        """Take the next turn; return how many seconds it is away."""
        turn = max(self._next, now - self._spared)
        self._next = turn + self._apart
        return max(0.0, turn - now)

    @asynccontextmanager
    async def one(self) -> AsyncGenerator[None]:
        """Wait for one's turn, in the order of asking; nobody else has one meanwhile."""
        async with self._one:
            await asyncio.sleep(self.wait(asyncio.get_running_loop().time()))
            yield


class MemberLookup:
    """Asks over the gateway, which needs no privileged intent for people named by their ids.

    What it learns is kept nowhere. There is one for the whole bot: who opens a wall is answered at
    once, because whoever has long lists asked for, all of them together, waits for turns.
    """

    def __init__(self, client: discord.Client) -> None:
        self._client = client
        self._open: set[asyncio.Task[list[discord.Member]]] = set()
        self._limits: dict[int, RateLimit] = {}  # by shard: each is a connection of its own

    async def among(self, guild_id: int, user_ids: Sequence[int]) -> frozenset[int] | None:
        """Return which of these people (at most a hundred) are members of the server.

        None when Discord gave no complete answer within `PATIENCE`: then nobody knows.
        """
        found = await self._found(guild_id, user_ids)
        return None if found is None else frozenset(member.id for member in found)

    async def in_turn(
        self, guild_id: int, user_ids: Sequence[int]
    ) -> Sequence[discord.Member] | None:
        """Return the members of the server among these people (at most a hundred), by name.

        For a list of many such questions: each waits for its turn. None when Discord then gave no
        complete answer within `PATIENCE`.
        """
        guild = self._client.get_guild(guild_id)
        shard = 0 if guild is None else guild.shard_id
        limit = self._limits.setdefault(shard, RateLimit(at_once=AT_ONCE, apart=APART))
        async with limit.one():
            return await self._found(guild_id, user_ids)

    @staticmethod
    def lasting(people: int) -> float:
        """Return how many seconds so many take `in_turn`, where nobody else waits for turns."""
        return max(0, math.ceil(people / PEOPLE_A_QUESTION) - AT_ONCE) * APART

    async def _found(
        self, guild_id: int, user_ids: Sequence[int]
    ) -> Sequence[discord.Member] | None:
        """Ask; a question that is not answered in time is not cancelled, it ends by itself."""
        guild = self._client.get_guild(guild_id)
        if guild is None or guild.unavailable or len(self._open) >= UNDER_WAY:
            return None
        asking = asyncio.ensure_future(
            guild.query_members(user_ids=list(user_ids), limit=PEOPLE_A_QUESTION, cache=False)
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
