"""Signing the pledge, and everything one may do with it afterwards."""

from __future__ import annotations

from bot.outreach import OutreachBot
from cogs.pledge.cog import PledgeCog


async def setup(bot: OutreachBot) -> None:
    """Add the cog with what it needs."""
    services = bot.services
    await bot.add_cog(PledgeCog(services.pledges, services.campaign, bot.member_lookup.among))
