"""Help that leaves no trace."""

from __future__ import annotations

from bot.outreach import OutreachBot
from cogs.resources.cog import ResourcesCog


async def setup(bot: OutreachBot) -> None:
    """Add the cog with what it needs."""
    await bot.add_cog(ResourcesCog(bot.services.support, bot.messages))
