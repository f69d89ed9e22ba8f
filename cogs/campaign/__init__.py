"""The hub of the campaign."""

from __future__ import annotations

from bot.outreach import OutreachBot
from cogs.campaign.cog import CampaignCog


async def setup(bot: OutreachBot) -> None:
    """Add the cog with what it needs."""
    services = bot.services
    await bot.add_cog(CampaignCog(services.campaign, services.tallies, services.pledges))
