"""A passage as a picture, or nothing where it cannot be drawn: the text always can be shown."""

from __future__ import annotations

import io

import discord

from bot.messages import Voice
from bot.services import Pictures, Quotation
from cogs.letter import words
from cogs.letter.cards import FILE_NAME
from cogs.letter.passages import Reading


async def picture_of(
    reading: Reading, say: Voice, pictures: Pictures, *, person: int
) -> discord.File | None:
    """Return a passage as a PNG file for whoever asks, or None."""
    letter, passage, translation = reading.letter, reading.passage, reading.translation
    credit = [
        letter.title,
        say(words.PICTURE_CREDIT, date=letter.dated, paragraph=passage.paragraph),
    ]
    if translation:
        credit.append(say(words.PICTURE_TRANSLATED, credit=translation.credit))
    quotation = Quotation(text=reading.words, credit=tuple(credit))
    drawn = await pictures.draw(quotation, person=person)
    return discord.File(io.BytesIO(drawn), FILE_NAME) if drawn else None
