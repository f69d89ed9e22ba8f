"""Messages that the bot posts and edits by itself, and what Discord says to it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Awaitable
from enum import Enum, auto
from typing import Final, TypeVar

import aiohttp
import discord

from bot.interactions.cards import Card
from bot.interactions.errors import UNKNOWN_MESSAGE

T = TypeVar("T")

_PASSING: Final = (aiohttp.ClientError, OSError, RuntimeError)
"""How a request ends without Discord's word; a client that is closed raises RuntimeError."""
_NOBODY: Final = discord.AllowedMentions.none()
"""What the client says with each new message; with an edit it says nothing of its own."""
_SERVER_ERROR: Final = 500
_TOO_MANY: Final = 429
_UNAUTHORIZED: Final = 401


class Fate(Enum):
    """What became of a message."""

    DONE = auto()
    LATER = auto()
    MESSAGE_GONE = auto()
    CHANNEL_GONE = auto()
    NO_RIGHT = auto()
    REFUSED = auto()


class Posts:
    """Posts, edits, pins and looks by ids alone: nothing of a channel has to be in memory.

    A rate limit is waited for by discord.py; no request is ever cancelled.
    """

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    def locale_of(self, guild_id: int) -> str | None:
        """Return a server's own language, where it is known."""
        guild = self._client.get_guild(guild_id)
        return None if guild is None or guild.unavailable else str(guild.preferred_locale)

    async def send(
        self, card: Card, *, guild_id: int, channel_id: int, nonce: int
    ) -> tuple[Fate, int]:
        """Send a card, once for each nonce; return what became of it, and the message's id."""
        channel = self._client.get_partial_messageable(channel_id, guild_id=guild_id)
        fate, message = await _outcome(channel.send(view=card, nonce=nonce))
        return fate, message.id if message else 0

    async def edit(self, card: Card, *, guild_id: int, channel_id: int, message_id: int) -> Fate:
        """Put a card in the place of the one that a message shows."""
        message = self._message(guild_id, channel_id, message_id)
        return (await _outcome(message.edit(view=card, allowed_mentions=_NOBODY)))[0]

    async def pin(self, *, guild_id: int, channel_id: int, message_id: int) -> bool:
        """Pin a message; return whether it is pinned."""
        message = self._message(guild_id, channel_id, message_id)
        return (await _outcome(message.pin()))[0] is Fate.DONE

    async def look(self, *, guild_id: int, channel_id: int, message_id: int) -> Fate:
        """Ask whether a message is still there."""
        return (await _outcome(self._message(guild_id, channel_id, message_id).fetch()))[0]

    def _message(self, guild_id: int, channel_id: int, message_id: int) -> discord.PartialMessage:
        channel = self._client.get_partial_messageable(channel_id, guild_id=guild_id)
        return channel.get_partial_message(message_id)


def digest_of(card: Card) -> str:
    """Return what is the same for two cards as long as they say the same."""
    written = json.dumps(card.to_components(), sort_keys=True).encode()
    return hashlib.sha256(written).hexdigest()


async def _outcome(asked: Awaitable[T]) -> tuple[Fate, T | None]:
    try:
        return Fate.DONE, await asked
    except discord.HTTPException as refusal:
        return _fate(refusal), None
    except _PASSING:
        return Fate.LATER, None


def _fate(refusal: discord.HTTPException) -> Fate:
    if refusal.status >= _SERVER_ERROR or refusal.status in (_TOO_MANY, _UNAUTHORIZED):
        return Fate.LATER  # a token that was reset ends the bot, and says nothing of the message
    if refusal.code == UNKNOWN_MESSAGE:
        return Fate.MESSAGE_GONE
    if isinstance(refusal, discord.NotFound):
        return Fate.CHANNEL_GONE
    return Fate.NO_RIGHT if isinstance(refusal, discord.Forbidden) else Fate.REFUSED
