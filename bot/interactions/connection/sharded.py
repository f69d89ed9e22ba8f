"""A bot over as many connections as Discord asks for, each by itself: one for most bots."""

from __future__ import annotations

from typing import Any, Final

import discord
from discord.ext import commands

from bot.interactions.connection.admission import Admission
from bot.interactions.connection.connector import GatewayConnector
from bot.interactions.connection.reasons import GatewayReasons
from bot.interactions.connection.refusals import STRANGE, from_discord, is_strange
from bot.interactions.connection.shards import Shards
from bot.interactions.connection.starts import SessionStarts
from bot.interactions.internals import RetryingLaunch, guard_parsers, keep_pauses_short
from bot.unreachable import NotDiscord

BACK: Final = "discord_back"
"""The event after which what was missed can be made good; a cog listens as `on_discord_back`."""

RIGHTS: Final = "rights_changed"
"""The event after which the bot may do in a server what it could not, with the server's id: it came
there, or has other rights. A cog listens as `on_rights_changed`."""


class ShardedBot(RetryingLaunch, commands.AutoShardedBot):
    """Asks Discord how many connections (shards) it wants, makes them, and brings each back alone.

    discord.py also tells of losses and returns without saying whose: nothing listens to those.
    """

    def __init__(self, *, starts: SessionStarts, admission: Admission, **options: Any) -> None:
        self._reasons = GatewayReasons()
        super().__init__(
            connector=GatewayConnector(self._reasons), http_trace=self._reasons.trace(), **options
        )
        self.shards_known = Shards(self)
        self.admission = admission
        self._starts = starts
        self._begun = False

    async def login(self, token: str) -> None:
        """Log in, and load what serves.

        Raises:
            NotDiscord: when what answers is not Discord.
            DiscordException, ClientError, OSError: when Discord refuses, or cannot be reached.
        """
        try:
            await super().login(token)
        except STRANGE as error:
            if self._begun or not is_strange(error):
                raise
            raise NotDiscord from None

    async def setup_hook(self) -> None:
        """Be ready for what discord.py does by itself; Discord has answered as it does."""
        self._begun = True
        guard_parsers(self, self.admission.admit)
        keep_pauses_short()

    async def connect(self, *, reconnect: bool = True) -> None:
        """Connect every shard, and keep them connected until the bot is closed.

        Raises:
            NotDiscord: when what answers is not Discord.
            DiscordException, ClientError, OSError: when Discord refuses, or cannot be reached.
        """
        with from_discord():
            limits = await self.fetch_session_start_limits()
        self._starts.allow(limits)
        await super().connect(reconnect=reconnect)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Let a session begin when Discord allows one."""
        del initial  # it is the first of this client, and there may have been others before
        self._reasons.hears()
        await self._starts.turn(shard_id or 0)
        self._reasons.waits()

    def attempt_failed(self, error: BaseException | None) -> None:
        """Say why a shard could not be connected."""
        self._reasons.failed(error)

    async def close(self) -> None:
        """Close every connection; what comes of that is not told."""
        self._reasons.close()
        await super().close()

    async def on_shard_connect(self, shard_id: int) -> None:
        """Note that a session begins."""
        self._reasons.takes()
        self.shards_known.begins(shard_id)

    async def on_shard_ready(self, shard_id: int) -> None:
        """Note that a shard was told of all its servers."""
        if not self.is_closed() and self.shards_known.ready(shard_id):
            self.dispatch(BACK)

    async def on_shard_resumed(self, shard_id: int) -> None:
        """Note that a shard goes on with the session it had."""
        self._reasons.takes()
        self.shards_known.resumed(shard_id)
        self.dispatch(BACK)

    async def on_shard_disconnect(self, shard_id: int) -> None:
        """Say that a shard is lost, unless it is the bot that closes it."""
        if not self.is_closed() and not self.shards_known.lost(shard_id):
            self._reasons.ends()

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Note a server that a shard is told of when its session begins, or after an outage."""
        self.shards_known.came(guild.id)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Note a server that the bot came to, perhaps once more."""
        self.shards_known.came(guild.id)
        self.dispatch(RIGHTS, guild.id)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Note that the bot was removed; a server that is only unavailable is another event."""
        self.shards_known.went(guild.id)

    async def on_guild_channel_update(
        self, before: discord.abc.GuildChannel, after: discord.abc.GuildChannel
    ) -> None:
        """Tell of other rights of the bot in a channel."""
        me = after.guild.me
        if before.permissions_for(me) != after.permissions_for(me):
            self.dispatch(RIGHTS, after.guild.id)

    async def on_guild_role_update(self, before: discord.Role, after: discord.Role) -> None:
        """Tell of other rights of a role that the bot has."""
        if before.permissions != after.permissions and after in after.guild.me.roles:
            self.dispatch(RIGHTS, after.guild.id)

    async def on_member_update(self, before: discord.Member, after: discord.Member) -> None:
        """Tell of other roles of the bot itself; of others Discord does not tell it."""
        if after == after.guild.me and before.roles != after.roles:
            self.dispatch(RIGHTS, after.guild.id)
