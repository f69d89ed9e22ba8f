"""Help that leaves no trace."""

from __future__ import annotations

from typing import Final

from bot.outreach import OutreachBot
from cogs.resources.cog import ResourcesCog

NEEDS: Final = "resources"
"""The file of the campaign's folder without which this feature is not there."""


async def setup(bot: OutreachBot) -> None:
    """Add the cog with what it needs."""
    await bot.add_cog(ResourcesCog(bot.services.support, bot.messages))
