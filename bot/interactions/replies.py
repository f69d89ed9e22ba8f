"""A real reply to a member's message, where the bot may write in the channel itself."""

from __future__ import annotations

from typing import Final

import discord

from bot.interactions.cards import Card
from bot.interactions.permissions import may_write
from bot.interactions.posting import posting
from bot.interactions.response import Interaction

_NO_REPLY: Final = (50035, 160002)
"""Discord's codes for a message of its own, as of a member's arrival, that nobody can reply to, and
for one that the bot may not read back."""


async def send_reply(interaction: Interaction, card: Card, *, message_id: int) -> bool:
    """Send a real reply; return False where the bot may not, or nobody can: it is posted without.

    Raises:
        ChannelGone, MessageGone, ThreadClosed, BlockedByServer: when it cannot be posted at all.
    """
    channel_id = interaction.channel_id
    if channel_id is None or not _may_reply(interaction):
        return False
    client: discord.Client = interaction.client
    channel = client.get_partial_messageable(channel_id, guild_id=interaction.guild_id)
    reference = discord.MessageReference(
        message_id=message_id,
        channel_id=channel_id,
        guild_id=interaction.guild_id,
        fail_if_not_exists=False,
    )
    try:
        # The same press delivered twice makes one message, by its nonce.
        nonce = str(interaction.id)
        with posting():
            await channel.send(view=card, reference=reference, mention_author=False, nonce=nonce)
    except discord.HTTPException as error:
        if isinstance(error, discord.Forbidden) or error.code in _NO_REPLY:
            return False
        raise
    except TypeError:
        # It is posted: this is discord.py, which cannot read Discord's answer where the message
        # replied to is a poll without an end.
        return True
    return True


def _may_reply(interaction: Interaction) -> bool:
    permissions = interaction.app_permissions
    sees = permissions.view_channel and permissions.read_message_history
    return sees and may_write(interaction, permissions)
