"""What each of the bot's connections (its shards) knows of Discord, so that none speaks for all."""

from __future__ import annotations

import logging
import time
from typing import Final

import discord

_log: Final = logging.getLogger(__name__)


class Shards:
    """Which shards serve, which are lost since when, and which servers each was told of.

    discord.py keeps every server that it ever saw, also those that removed the bot while a shard
    was away; what a shard was told since its session began is what it knows.
    """

    def __init__(self, client: discord.AutoShardedClient) -> None:
        self._client = client
        self._told: dict[int, set[int]] = {}
        self._sessions: dict[int, int] = {}
        self._ready: set[int] = set()
        self._lost: dict[int, float] = {}

    @property
    def count(self) -> int:
        """How many connections Discord asks for; one until it was asked."""
        return self._client.shard_count or 1

    @property
    def guilds(self) -> set[int]:
        """The servers that the bot was told of and not removed from, by their ids."""
        return set[int]().union(*self._told.values())

    def of(self, shard_id: int) -> set[int]:
        """Return the servers that one shard was told of."""
        return set(self._told.get(shard_id, ()))

    def knows(self, guild_id: int) -> bool:
        """Whether the bot was told of a server, and not removed from it since."""
        return guild_id in self._told.get(self._of(guild_id), ())

    def serves(self, guild_id: int) -> bool:
        """Whether the shard that would be told of a server is connected, and was told of all."""
        shard_id = self._of(guild_id)
        return shard_id in self._ready and shard_id not in self._lost

    def begins(self, shard_id: int) -> None:
        """Note a new session: of what the one before was told, nothing is known any more."""
        self._told[shard_id] = set()
        self._sessions[shard_id] = self._sessions.get(shard_id, 0) + 1
        self._ready.discard(shard_id)

    def ready(self, shard_id: int) -> bool:
        """Note that a shard was told of all its servers; return whether it was before."""
        if self._sessions.get(shard_id) == 1:  # in its first session nothing is left of another
            cached = (guild.id for guild in self._client.guilds)
            self._told[shard_id] |= {one for one in cached if self._of(one) == shard_id}
        if self.count > 1 and shard_id not in self._lost:
            _log.info(
                "shard %d of %d serves %d servers",
                shard_id + 1,
                self.count,
                len(self._told.get(shard_id, ())),
            )
        self._ready.add(shard_id)
        self.resumed(shard_id)
        return self._sessions.get(shard_id, 0) > 1

    def resumed(self, shard_id: int) -> None:
        """Say that a shard is connected as before, where its loss was said."""
        lost_at = self._lost.pop(shard_id, None)
        if lost_at is None:
            return
        # as loud as the loss: whoever hears of that should hear of this
        away = {"seconds": time.monotonic() - lost_at}
        if self.count == 1:
            _log.warning("Discord is back", extra=away)
        else:
            _log.warning("Discord is back for shard %d of %d", shard_id + 1, self.count, extra=away)

    def lost(self, shard_id: int) -> bool:
        """Say once that a shard is lost; discord.py tells of each attempt that fails after that.

        Return False where it has not served since its session began, and so cannot be lost.
        """
        if shard_id not in self._ready:
            return False
        if shard_id in self._lost:
            return True
        self._lost[shard_id] = time.monotonic()
        if self.count == 1:
            _log.warning("the connection to Discord is lost, connecting again")
        else:
            _log.warning(
                "shard %d of %d lost the connection to Discord, connecting again",
                shard_id + 1,
                self.count,
            )
        return True

    def came(self, guild_id: int) -> None:
        """Note a server that the bot is in."""
        self._told.setdefault(self._of(guild_id), set()).add(guild_id)

    def went(self, guild_id: int) -> None:
        """Note a server that the bot was removed from."""
        self._told.get(self._of(guild_id), set[int]()).discard(guild_id)

    def _of(self, guild_id: int) -> int:
        """Return which shard is told of a server (https://discord.com/developers/docs/events/gateway#sharding)."""
        return (guild_id >> 22) % self.count
