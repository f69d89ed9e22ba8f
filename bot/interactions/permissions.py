"""Who may do what here: told by the interaction itself, and by what a server chose."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from enum import Enum, auto
from typing import Any, Final

import discord

from bot.domain.refusals import (
    ChannelSilent,
    MayNotWrite,
    NotAllowed,
    OrganisersOnly,
    Refusal,
)
from bot.domain.settings import Posters, Posting, ServerSettings

REQUIRED_PERMISSIONS: Final = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    read_message_history=True,
).value
"""What it takes to post panels, boards, milestones and real replies, and to keep them current;
answering a command needs no permission at all."""

INVITED_PERMISSIONS: Final = REQUIRED_PERMISSIONS | discord.Permissions(pin_messages=True).value
"""What the invite link asks for: that, and to pin a board, which stands without it as well."""


class Right(Enum):
    """What a whole cog asks of everyone who uses it."""

    MANAGE_SERVER = auto()
    MODERATE = auto()


def has_right(
    interaction: discord.Interaction[Any], right: Right, settings: ServerSettings
) -> bool:
    """Return whether somebody has a right in this server; nobody has any outside one.

    Who manages a server that never let the bot in has none in it either, carrying the bot along.
    """
    if server_of(interaction) is None:
        return False
    match right:
        case Right.MANAGE_SERVER:
            return interaction.permissions.manage_guild
        case Right.MODERATE:
            return _manages_or_has(interaction, settings.steward_roles)


def server_of(interaction: discord.Interaction[Any]) -> int | None:
    """Return the server an interaction comes from, where the bot is a member of it.

    None in a DM, and where somebody carries the bot along in their own account: what they do there
    belongs to no server.
    """
    carried = interaction.is_user_integration() and not interaction.is_guild_integration()
    return None if carried else interaction.guild_id


def may_write(interaction: discord.Interaction[Any], permissions: discord.Permissions) -> bool:
    """Return whether somebody with these permissions may write in the channel, or the thread."""
    thread = isinstance(interaction.channel, discord.Thread)
    return permissions.send_messages_in_threads if thread else permissions.send_messages


def posting_refusal(
    interaction: discord.Interaction[Any], settings: ServerSettings, posting: Posting
) -> Refusal | None:
    """Return why the presser may not post something here, or None.

    In a DM nobody may, nor where the bot is not: no moderators there ever chose who posts.
    """
    if server_of(interaction) is None:
        return NotAllowed()
    if settings.silent_channels.intersection(_places(interaction)):
        return ChannelSilent()
    if not may_write(interaction, interaction.permissions):
        return MayNotWrite()
    match settings.posters(posting):
        case Posters.NOBODY:
            return NotAllowed()
        case Posters.MEMBERS:
            return None
        case _:
            return None if is_organiser(interaction, settings) else OrganisersOnly()


def may_share_support(interaction: discord.Interaction[Any], settings: ServerSettings) -> bool:
    """Return whether the presser may share the general support page in this channel."""
    offered = settings.allows("resources", "share")
    return offered and posting_refusal(interaction, settings, Posting.SUPPORT) is None


def is_organiser(interaction: discord.Interaction[Any], settings: ServerSettings) -> bool:
    """Return whether the presser organises here: manages the server, or has an organiser role."""
    return _manages_or_has(interaction, settings.organiser_roles)


def lacking(wanted: discord.Permissions, held: discord.Permissions) -> tuple[str, ...]:
    """Return the rights that are wanted and not held, by Discord's names for them."""
    return tuple(name for name, on in wanted if on and not getattr(held, name))


def _manages_or_has(interaction: discord.Interaction[Any], roles: Collection[int]) -> bool:
    """Return whether somebody manages the server, or has one of these roles."""
    if interaction.permissions.manage_guild:
        return True
    user = interaction.user
    held = user.roles if isinstance(user, discord.Member) else []
    return any(role.id in roles for role in held)


def _places(interaction: discord.Interaction[Any]) -> Iterator[int]:
    """Yield the channel, and the one that its thread belongs to."""
    if interaction.channel_id is not None:
        yield interaction.channel_id
    if isinstance(interaction.channel, discord.Thread):
        yield interaction.channel.parent_id
