"""Looks at what discord.py knows of a server for what the bot lacks there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

import discord

from bot.domain.resources import Directory
from bot.domain.resources.review import Condition
from bot.domain.settings import ServerSettings
from bot.domain.tallies.boards import Parked
from bot.interactions.permissions import lacking

IN_CHANNEL: Final = discord.Permissions(
    view_channel=True, send_messages=True, read_message_history=True
)
"""What a panel needs of its channel: to be posted, changed, and looked for."""

TO_KEEP: Final = discord.Permissions(view_channel=True, read_message_history=True)
"""What a board needs of its channel, or of its thread's, to be kept current and looked for."""

TO_TELL: Final = discord.Permissions(view_channel=True, send_messages=True)
"""What it takes to announce a milestone, or to say something to moderators."""


Denied = tuple[tuple[str, int, tuple[str, ...]], ...]
"""Settings whose channel is there and denies the bot what it needs, with the channel and that."""

Silenced = tuple[tuple[str, int], ...]
"""Settings whose channel is one without posts as well, with that channel."""


@dataclass(frozen=True, slots=True)
class Support:
    """How many entries of the page with help nobody called, whose call is late, and all."""

    unchecked: int
    late: int
    total: int


@dataclass(frozen=True, slots=True)
class Looked:
    """What the check-up found.

    Attributes:
        invite: the rights the invite asks for, and the bot does not have in this server.
        channels: the rights that it lacks in a channel with a panel.
        gone: channels whose panel was deleted.
        boards_gone: channels whose board was deleted.
        board_channels: the rights that it lacks where a board stands.
        boards: channels whose board is not kept current any more, and why.
        places: channels chosen to post in that deny it.
        silenced: channels chosen to post in that are without posts as well.
        commands_current: whether Discord has the commands of this release.
        languages: how many sentences a language has no words for, and in which they are said.
        recounting: whether the campaign's numbers may be wrong, and are being recounted.
    """

    invite: tuple[str, ...]
    channels: tuple[tuple[int, tuple[str, ...]], ...]
    gone: tuple[int, ...]
    commands_current: bool
    support: Support
    languages: tuple[tuple[str, int, str], ...]
    boards: tuple[tuple[int, Parked], ...] = ()
    places: Denied = ()
    silenced: Silenced = ()
    boards_gone: tuple[int, ...] = ()
    board_channels: tuple[tuple[int, tuple[str, ...]], ...] = ()
    recounting: bool = False


def lacking_in_channels(
    guild: discord.Guild, channel_ids: Iterable[int], wanted: discord.Permissions = IN_CHANNEL
) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Return the channels in which the bot lacks a right that it wants, and which."""
    channels = (guild.get_channel(one) for one in channel_ids)
    found = ((one.id, lacking(wanted, one.permissions_for(guild.me))) for one in channels if one)
    return tuple((channel, rights) for channel, rights in found if rights)


def denied(guild: discord.Guild, settings: ServerSettings) -> Denied:
    """Return the channels chosen to post in, in which the bot lacks a right for that."""
    return tuple(
        (key, *found)
        for key, channel in _chosen(guild, settings)
        for found in lacking_in_channels(guild, [channel], TO_TELL)
    )


def silenced(guild: discord.Guild, settings: ServerSettings) -> Silenced:
    """Return the channels chosen to post in, in which it may not by another choice."""
    silent = settings.silent_channels
    return tuple(one for one in _chosen(guild, settings) if one[1] in silent)


def _chosen(guild: discord.Guild, settings: ServerSettings) -> Iterator[tuple[str, int]]:
    """Yield the channels that were chosen to post in, where they are still there."""
    chosen = {"announcements": settings.announcements, "log_channel": settings.log_channel}
    for key, channel in chosen.items():
        if channel is not None and guild.get_channel(channel):
            yield key, channel


def support_of(directory: Directory, today: date) -> Support:
    """Return how far the page with help was called through."""
    conditions = [one.review.condition(today) for one in directory.resources]
    late = sum(one in (Condition.OVERDUE, Condition.LAPSED) for one in conditions)
    return Support(conditions.count(Condition.UNCHECKED), late, len(conditions))
