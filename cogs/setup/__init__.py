"""How moderators set up their own server."""

from __future__ import annotations

from bot.outreach import OutreachBot
from cogs.setup.cog import SetupCog


async def setup(bot: OutreachBot) -> None:
    """Add the cog with what it needs."""
    await bot.add_cog(SetupCog(bot.services.servers))
