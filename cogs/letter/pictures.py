"""A passage as a picture, or nothing where it cannot be drawn: the text always can be shown."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from typing import Final

import discord
from discord import app_commands

from bot.config import Configuration
from bot.domain.letter import Letter
from bot.messages import Messages, Voice
from bot.services import Pictures, Quotation, sign_without_font
from cogs.letter import words
from cogs.letter.cards import FILE_NAME, PICTURE, TEXT
from cogs.letter.passages import Reading

Choice = app_commands.Choice[str]

_FORMS: Final = {TEXT: words.AS_TEXT, PICTURE: words.AS_PICTURE}


def every_form() -> list[Choice]:
    """Return the forms of a passage to choose from."""
    return [Choice(name=app_commands.locale_str(form), value=form) for form in _FORMS]


def forms_offered(configuration: Configuration, messages: Messages) -> Mapping[str, list[Choice]]:
    """Return the forms that a campaign has: no picture where none of its passages can be one."""
    voices = map(messages.voice, messages.locales)
    pictured = any_picture(configuration.letter, voices)
    return {"form": [one for one in every_form() if pictured or one.value == TEXT]}


def quotation_of(reading: Reading, say: Voice) -> Quotation:
    """Return what a picture of a passage shows."""
    letter, passage, translation = reading.letter, reading.passage, reading.translation
    credit = [
        letter.title,
        say(words.PICTURE_CREDIT, date=letter.dated, paragraph=passage.paragraph),
    ]
    if translation:
        credit.append(say(words.PICTURE_TRANSLATED, credit=translation.credit))
    return Quotation(text=reading.words, credit=tuple(credit))


async def picture_of(
    quotation: Quotation, pictures: Pictures, *, person: int
) -> discord.File | None:
    """Return a passage as a PNG file for whoever asks, or None."""
    drawn = await pictures.draw(quotation, person=person)
    return discord.File(io.BytesIO(drawn), FILE_NAME) if drawn else None


def any_picture(letter: Letter, voices: Iterable[Voice]) -> bool:
    """Whether any passage can be a picture for any reader: else none is offered."""
    texts = [text for one in letter.passages for text in (one, *one.translations)]
    return any(has_fonts_for(letter, say) for say in voices) and not all(
        sign_without_font(one.text) for one in texts
    )


def has_fonts_for(letter: Letter, say: Voice) -> bool:
    """Whether there is a font for what stands under each passage in a reader's language."""
    under = quotation_of(Reading.of(letter, letter.passages[0], say.locale), say).credit[:2]
    return not any(map(sign_without_font, under))
