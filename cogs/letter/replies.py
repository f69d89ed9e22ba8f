"""Answering a message with a passage: the cards to choose it, and the reply itself."""

from __future__ import annotations

import discord
from discord import ui

from bot.domain.letter import Letter
from bot.interactions.cards import Card, button, panel, row, rule, text, title
from bot.interactions.response import Interaction
from bot.messages import Voice
from cogs.letter import words
from cogs.letter.passages import (
    MOST_OPTIONS,
    Reading,
    menu_start,
    passage_menu,
    passage_parts,
    within_letter,
)


def choice_card(reading: Reading, say: Voice, *, message_id: int, start: int) -> Card:
    """Return the menu of passages, from a place on; Discord shows 25 at most."""
    menu = passage_menu(
        reading,
        say,
        ask=words.REPLY_CHOOSE,
        action="chosen",
        args=[str(message_id)],
        start=start,
    )
    turning = _turning(reading.letter, say, message_id=message_id, start=start)
    return Card(panel(title(say(words.REPLY_TITLE)), text(say(words.REPLY_ASK)), menu, turning))


def preview_card(reading: Reading, public: Voice, say: Voice, *, message_id: int) -> Card:
    """Return the chosen passage as it would be posted, in the voice that everyone reads."""
    passage = reading.passage
    start = menu_start(reading.letter, around=reading.letter.place(passage.id))
    other = say(words.REPLY_OTHER_BUTTON)
    return Card(
        panel(
            title(say(words.REPLY_TITLE)),
            text(say(words.REPLY_PREVIEW)),
            rule(),
            *passage_parts(reading, public),
            rule(),
            row(
                [
                    button(say(words.REPLY_BUTTON), "letter", "reply", message_id, passage.id),
                    button(other, "letter", "choose", message_id, start),
                ]
            ),
        )
    )


def _turning(
    letter: Letter, say: Voice, *, message_id: int, start: int
) -> ui.ActionRow[ui.LayoutView] | None:
    """Return the ways to earlier and later passages, where one menu does not hold them all."""
    if len(letter.passages) <= MOST_OPTIONS:
        return None
    back, on = (within_letter(letter, start + by) for by in (-MOST_OPTIONS, MOST_OPTIONS))
    previous, following = say(words.PREVIOUS_BUTTON), say(words.NEXT_BUTTON)
    ids = "letter", "choose", message_id
    return row(
        [
            button(previous, *ids, back, disabled=back == start),
            button(following, *ids, on, disabled=on == start),
        ]
    )


async def send_reply(interaction: Interaction, card: Card, *, message_id: int) -> bool:
    """Send a real reply; return False where the bot may not write in the channel itself."""
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
        await channel.send(view=card, reference=reference, mention_author=False, nonce=nonce)
    except discord.Forbidden:
        return False
    return True


def _may_reply(interaction: Interaction) -> bool:
    permissions = interaction.app_permissions
    thread = isinstance(interaction.channel, discord.Thread)
    may_send = permissions.send_messages_in_threads if thread else permissions.send_messages
    return permissions.view_channel and permissions.read_message_history and may_send
