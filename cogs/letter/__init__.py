"""The open letter: quote it, read it, check it, see who signed it in its time."""

from __future__ import annotations

from typing import Final

from bot.outreach import OutreachBot
from cogs.letter.cog import LetterCog
from cogs.letter.pictures import any_picture

NEEDS: Final = "letter"
"""The file of the campaign's folder without which this feature is not there."""


async def setup(bot: OutreachBot) -> None:
    """Add the cog with what it needs."""
    services = bot.services
    voices = map(bot.messages.voice, bot.messages.locales)
    cog = LetterCog(
        services.letter,
        services.pledges,
        services.rest,
        services.pictures,
        pictured=any_picture(services.letter.letter, voices),
    )
    if not services.letter.letter.signatories:
        cog.letter.remove_command(cog.signatories.name)
    await bot.add_cog(cog)
