"""Sends the copy that someone asked for, to them alone, and remembers nothing of it."""

from __future__ import annotations

from typing import Any

import discord

from bot.interactions.cards import Card


async def send_copy(interaction: discord.Interaction[Any], card: Card) -> None:
    """Send a card to the presser's direct messages, silently; a press told twice sends it once.

    The usual way (`user.send`) would keep the conversation in the library's cache, by its id.

    Raises:
        discord.Forbidden: when Discord does not let the bot write to them; nothing was sent.
    """
    client: discord.Client = interaction.client
    opened = await client.http.start_private_message(interaction.user.id)
    channel_id = int(opened["id"])
    channel = client.get_partial_messageable(channel_id, type=discord.ChannelType.private)
    try:
        # Discord takes one message for one nonce: a press it tells of again sends no second copy,
        # and another press, on the same page with another choice, does send its own
        await channel.send(view=card, silent=True, nonce=interaction.id)
    finally:
        _forget(client, channel_id)


def _forget(client: discord.Client, channel_id: int) -> None:
    """Take the conversation out of the rate limits, where the library would keep its id."""
    buckets = client.http._buckets  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - no public way
    for key in [key for key in buckets if str(channel_id) in key]:
        del buckets[key]
