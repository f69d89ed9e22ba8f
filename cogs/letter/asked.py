"""What a press asks of the letter, read from its response."""

from __future__ import annotations

from bot.domain.letter import Letter
from bot.domain.refusals import OutdatedControl
from bot.domain.settings import Posting
from bot.interactions.response import Response
from bot.messages import Voice
from bot.services import Pictures, PledgeService
from cogs.letter.cards import PICTURE, TEXT, Offers
from cogs.letter.passages import Reading
from cogs.letter.pictures import has_fonts_for, quotation_of


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


async def offers_signing(response: Response, pledges: PledgeService) -> bool:
    """Return whether to offer to sign: where this server does, to who has not."""
    return await offers_signing_here(response) and await pledges.offers_signing(
        user_id=response.user_id, guild_id=response.guild_id
    )


async def offers_under(
    response: Response, reading: Reading, *, form: str, may_sign: bool
) -> Offers:
    """Return what a private card offers; no picture in a language that has no font."""
    may_post = await response.may_post(Posting.LETTER)
    if form != PICTURE:
        return Offers(sign=may_sign, post=may_post)
    letter = reading.letter
    posted = quotation_of(*await public_reading(response, letter, reading.passage.id))
    return Offers(
        sign=may_sign,
        post=may_post,
        picture=has_fonts_for(letter, response.say),
        post_picture=Pictures.has_fonts_for(posted),
    )


async def public_reading(
    response: Response, letter: Letter, passage_id: str
) -> tuple[Reading, Voice]:
    """Return a passage as everyone in this server reads it, and the voice around it."""
    say = await response.public_voice()
    locale = await response.public_locale() or say.locale
    return Reading.of(letter, letter.passage(passage_id), locale), say
