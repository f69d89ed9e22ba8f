"""Sends the copy that someone asked for, to them alone, and remembers nothing of it."""

from __future__ import annotations

from bot.interactions.cards import Card
from bot.interactions.internals import direct_messages
from bot.interactions.response import Interaction


async def send_copy(interaction: Interaction, card: Card) -> None:
    """Send a card to the presser's direct messages, silently; a press told twice sends it once.

    Raises:
        discord.Forbidden: when Discord does not let the bot write to them; nothing was sent.
    """
    async with direct_messages(interaction.client, interaction.user) as conversation:
        # Discord takes one message for one nonce: a press it tells of again sends no second copy,
        # and another press, on the same page with another choice, does send its own
        await conversation.send(view=card, silent=True, nonce=interaction.id)
