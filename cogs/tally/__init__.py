"""Where the campaign stands."""

from __future__ import annotations

from bot.outreach import OutreachBot
from cogs.tally.cog import TallyCog


async def setup(bot: OutreachBot) -> None:
    """Add the cog with what it needs."""
    cog = TallyCog(bot.services.tallies)
    await bot.add_cog(cog)
    bot.controls.add("tally", {"show": cog.press_show, "post": cog.press_post})
