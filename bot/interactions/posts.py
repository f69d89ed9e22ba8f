"""Messages that the bot posts and edits by itself, and what Discord says to it."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Awaitable, Mapping
from enum import Enum, auto
from typing import Final, TypeVar

import aiohttp
import discord

from bot.domain.refusals import BlockedByServer, ChannelGone, MessageGone, Refusal, ThreadClosed
from bot.interactions.cards import Card
from bot.interactions.connection.sharded import ShardedBot

_log = logging.getLogger(__name__)

T = TypeVar("T")

_PASSING: Final = (aiohttp.ClientError, OSError, RuntimeError)
"""How a request ends without Discord's word; a client that is closed raises RuntimeError."""
_NOBODY: Final = discord.AllowedMentions.none()
"""What the client says with each new message; with an edit it says nothing of its own."""
_SERVER_ERROR: Final = 500
_TOO_MANY: Final = 429
_UNAUTHORIZED: Final = 401


class PostOutcome(Enum):
    """What became of a message; REFUSED is what no other word says, and the log has its code."""

    DONE = auto()
    LATER = auto()
    MESSAGE_GONE = auto()
    CHANNEL_GONE = auto()
    NO_RIGHT = auto()
    THREAD_CLOSED = auto()
    BLOCKED = auto()
    PINS_FULL = auto()
    REFUSED = auto()


_BY_CODE: Final[Mapping[int, PostOutcome]] = {
    10003: PostOutcome.CHANNEL_GONE,
    10004: PostOutcome.CHANNEL_GONE,  # the whole server
    10008: PostOutcome.MESSAGE_GONE,
    20016: PostOutcome.LATER,  # slow mode
    20022: PostOutcome.LATER,  # so many edits an hour in an announcement channel
    20028: PostOutcome.LATER,  # so many messages at once in one channel
    30003: PostOutcome.PINS_FULL,
    30046: PostOutcome.LATER,  # so many edits of a message older than an hour
    40004: PostOutcome.LATER,  # Discord itself takes no messages for a while
    50001: PostOutcome.NO_RIGHT,  # it may not see the channel
    50013: PostOutcome.NO_RIGHT,
    50083: PostOutcome.THREAD_CLOSED,  # archived
    130000: PostOutcome.LATER,  # Discord is overloaded
    160005: PostOutcome.THREAD_CLOSED,  # locked
    200000: PostOutcome.BLOCKED,  # by the server's AutoMod
    200001: PostOutcome.BLOCKED,
}
"""What Discord's codes say of a message; the numbers are in its reference of JSON error codes."""

REFUSALS: Final[Mapping[PostOutcome, type[Refusal]]] = {
    PostOutcome.CHANNEL_GONE: ChannelGone,
    PostOutcome.MESSAGE_GONE: MessageGone,
    PostOutcome.THREAD_CLOSED: ThreadClosed,
    PostOutcome.BLOCKED: BlockedByServer,
}
"""How somebody is told who asked for a message that no other way of posting would save."""


class Posts:
    """Posts, edits, pins and looks by ids alone: nothing of a channel has to be in memory.

    A rate limit is waited for by discord.py; no request is ever cancelled.
    """

    def __init__(self, client: ShardedBot) -> None:
        self._client = client

    def reaches(self, guild_id: int) -> bool:
        """Whether the bot is in a server now, and Discord has no outage of it."""
        guild = self._client.get_guild(guild_id)
        available = guild is not None and not guild.unavailable
        return available and self._client.shards_known.knows(guild_id)

    def locale_of(self, guild_id: int) -> str | None:
        """Return a server's own language, where it is known."""
        guild = self._client.get_guild(guild_id)
        return None if guild is None or guild.unavailable else str(guild.preferred_locale)

    async def send(
        self, card: Card, *, guild_id: int, channel_id: int, nonce: int
    ) -> tuple[PostOutcome, int]:
        """Send a card, once for each nonce; return what became of it, and the message's id."""
        channel = self._client.get_partial_messageable(channel_id, guild_id=guild_id)
        fate, message = await _outcome(channel.send(view=card, nonce=nonce))
        return fate, message.id if message else 0

    async def edit(
        self, card: Card, *, guild_id: int, channel_id: int, message_id: int
    ) -> PostOutcome:
        """Put a card in the place of the one that a message shows."""
        message = self._message(guild_id, channel_id, message_id)
        return (await _outcome(message.edit(view=card, allowed_mentions=_NOBODY)))[0]

    async def pin(self, *, guild_id: int, channel_id: int, message_id: int) -> PostOutcome:
        """Pin a message; one that is pinned stays so."""
        return (await _outcome(self._message(guild_id, channel_id, message_id).pin()))[0]

    async def look(self, *, guild_id: int, channel_id: int, message_id: int) -> PostOutcome:
        """Ask whether a message is still there."""
        return (await _outcome(self._message(guild_id, channel_id, message_id).fetch()))[0]

    def _message(self, guild_id: int, channel_id: int, message_id: int) -> discord.PartialMessage:
        channel = self._client.get_partial_messageable(channel_id, guild_id=guild_id)
        return channel.get_partial_message(message_id)


def digest_of(card: Card) -> str:
    """Return what is the same for two cards as long as they say the same."""
    written = json.dumps(card.to_components(), sort_keys=True).encode()
    return hashlib.sha256(written).hexdigest()


def fate_of(refusal: discord.HTTPException) -> PostOutcome:
    """Return what a refusal says of a message.

    Only a code is Discord's own word: without one, somebody in between may have refused it.
    """
    if (fate := _BY_CODE.get(refusal.code)) is not None:
        return fate
    if refusal.status >= _SERVER_ERROR or refusal.status in (_TOO_MANY, _UNAUTHORIZED):
        return (
            PostOutcome.LATER
        )  # a token that was reset ends the bot, and says nothing of the message
    unsaid = isinstance(refusal, discord.Forbidden | discord.NotFound) and not refusal.code
    return PostOutcome.LATER if unsaid else PostOutcome.REFUSED


async def _outcome(asked: Awaitable[T]) -> tuple[PostOutcome, T | None]:
    try:
        return PostOutcome.DONE, await asked
    except discord.HTTPException as refusal:
        if (fate := fate_of(refusal)) is PostOutcome.REFUSED:
            _log.warning("Discord refused a message", extra={"code": refusal.code})
        return fate, None
    except _PASSING:
        return PostOutcome.LATER, None
