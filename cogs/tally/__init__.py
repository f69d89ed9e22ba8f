"""Where the campaign stands."""

from __future__ import annotations

from bot.outreach import OutreachBot
from cogs.tally.cog import TallyCog


async def setup(bot: OutreachBot) -> None:
    """Add the cog with what it needs."""
    services = bot.services
    await bot.add_cog(TallyCog(services.tallies, services.pictures, bot.messages))
