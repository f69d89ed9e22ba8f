"""The open letter: quote it, read it, check it, see who signed it in its time."""

from __future__ import annotations

from typing import Final

from bot.outreach import OutreachBot
from cogs.letter.cog import LetterCog

NEEDS: Final = "letter"
"""The file of the campaign's folder without which this feature is not there."""


async def setup(bot: OutreachBot) -> None:
    """Add the cog with what it needs."""
    services = bot.services
    await bot.add_cog(
        LetterCog(services.letter, services.pledges, services.rest, services.pictures)
    )
