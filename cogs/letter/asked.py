"""What a press asks of the letter, read from its response."""

from __future__ import annotations

from bot.domain.letter import Letter
from bot.domain.refusals import OutdatedControl
from bot.interactions.response import Response
from bot.messages import Voice
from cogs.letter.cards import PICTURE, TEXT
from cogs.letter.passages import Reading


def form_wanted(response: Response) -> str:
    """Return whether a passage is wanted as text or as a picture.

    Raises:
        OutdatedControl: when the control names another form.
    """
    form = response.arg(0)
    if form not in (TEXT, PICTURE):
        raise OutdatedControl
    return form


async def offers_signing_here(response: Response) -> bool:
    """Return whether this server offers to sign the pledge."""
    return await response.offers("pledge", "sign")


async def public_reading(
    response: Response, letter: Letter, passage_id: str
) -> tuple[Reading, Voice]:
    """Return a passage as everyone in this server reads it, and the voice around it."""
    say = await response.public_voice()
    locale = await response.public_locale() or say.locale
    return Reading.of(letter, letter.passage(passage_id), locale), say


def link_to(response: Response, message_id: int) -> str:
    """Return the address of a message of this channel."""
    return f"https://discord.com/channels/{response.guild_id}/{response.channel_id}/{message_id}"
