"""Finds the channel in which cards are tried, and what the bot may do there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import discord

from bot.exits import CannotStart, Exit, typed
from bot.interactions.permissions import REQUIRED_PERMISSIONS, lacking

Place = discord.TextChannel | discord.Thread

_WANTED: Final = discord.Permissions(
    view_channel=True, send_messages=True, read_message_history=True, attach_files=True
)
_FOR_THREADS: Final = discord.Permissions(
    create_private_threads=True, manage_threads=True, send_messages_in_threads=True
)
_NO_CHANNEL: Final = (
    "Discord knows no channel by this number: in Discord, switch on the developer mode, open the "
    "menu of a channel and copy its ID."
)
_UNSEEN: Final = (
    "The bot may not see this channel: give it the right to view it, or add the bot to the server "
    f"with the link of {typed('invite')}"
)
_OTHER_KIND: Final = (
    "This is no text channel of a server. A voice channel, a forum and direct messages will not "
    "do: make a text channel that only you and the bot see, and give its number."
)
_NEEDS_A_CHANNEL: Final = "in an ordinary text channel in which the bot may open private threads"
_NO_WRITING: Final = "The bot may not write in this channel: it lacks {}."


@dataclass(frozen=True, slots=True)
class Rights:
    """What the bot may and may not do in a channel and in its server.

    Attributes:
        lacking: a line for each right that the bot needs; words of Discord's own.
        no_threads: why it cannot open private threads there, and delete them; empty if it can.
    """

    lacking: list[str] = field(default_factory=list[str])
    no_threads: str = ""


async def find(client: discord.Client, channel_id: int) -> Place:
    """Return the channel.

    Raises:
        CannotStart: when there is none, the bot may not see it, or it is of another kind.
        HTTPException, ClientError, OSError: for whatever else Discord or the network says.
    """
    try:
        channel = await client.fetch_channel(channel_id)
    except discord.NotFound:
        raise CannotStart(_NO_CHANNEL, Exit.TRYOUT) from None
    except discord.Forbidden:
        raise CannotStart(_UNSEEN, Exit.TRYOUT) from None
    except discord.InvalidData:
        raise CannotStart(_OTHER_KIND, Exit.TRYOUT) from None
    if not isinstance(channel, Place):
        raise CannotStart(_OTHER_KIND, Exit.TRYOUT)
    return channel


async def rights_in(client: discord.Client, place: Place) -> Rights:
    """Return what the bot may do in the server, and there.

    Raises:
        CannotStart: when it lacks what it takes to post at all.
        HTTPException, ClientError, OSError: for whatever Discord or the network says.
    """
    guild = await client.fetch_guild(place.guild.id, with_counts=False)
    me = await guild.fetch_member(client.user.id if client.user else 0)
    in_thread = isinstance(place, discord.Thread)
    channel = await guild.fetch_channel((place.parent_id if in_thread else None) or place.id)
    if isinstance(channel, discord.Thread):
        return Rights(no_threads=_NEEDS_A_CHANNEL)
    has = channel.permissions_for(me)
    wanted = _in_thread(_WANTED) if in_thread else _WANTED
    here = lacking(wanted, has)
    if writing := [one for one in here if one not in ("attach_files", "read_message_history")]:
        raise CannotStart(_NO_WRITING.format(", ".join(writing)), Exit.TRYOUT)
    server = lacking(discord.Permissions(REQUIRED_PERMISSIONS), me.guild_permissions)
    return Rights(
        [
            *(f"in this channel the bot lacks {one}" for one in here),
            *(
                f"in the server the bot lacks {one}, which the invite link asks for"
                for one in server
            ),
        ],
        _no_threads(place, has),
    )


def _no_threads(place: Place, has: discord.Permissions) -> str:
    if not isinstance(place, discord.TextChannel) or place.is_news():
        return _NEEDS_A_CHANNEL
    lacks = lacking(_FOR_THREADS, has)
    return f"where the bot has {', '.join(lacks)} in that channel" if lacks else ""


def _in_thread(wanted: discord.Permissions) -> discord.Permissions:
    changed = discord.Permissions(wanted.value)
    changed.update(send_messages=False, send_messages_in_threads=True)
    return changed
