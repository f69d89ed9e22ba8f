"""Who may share a card: told by the interaction itself, and by what a server chose."""

from __future__ import annotations

from typing import Any

import discord

from bot.domain.settings import ServerSettings


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


def may_post(interaction: discord.Interaction[Any], settings: ServerSettings) -> bool:
    """Return whether the presser may share a card in this channel of a server."""
    if not may_write(interaction, interaction.permissions):
        return False
    return settings.members_may_post or is_organiser(interaction, settings)


def is_organiser(interaction: discord.Interaction[Any], settings: ServerSettings) -> bool:
    """Return whether the presser organises here: manages the server, or has an organiser role."""
    if interaction.permissions.manage_guild:
        return True
    user = interaction.user
    roles = user.roles if isinstance(user, discord.Member) else []
    return any(role.id in settings.organiser_roles for role in roles)
