"""The hub of the campaign."""

from __future__ import annotations

from bot.outreach import OutreachBot
from cogs.campaign.cog import CampaignCog


async def setup(bot: OutreachBot) -> None:
    """Add the cog with what it needs."""
    cog = CampaignCog(bot.services.campaign, bot.services.tallies)
    await bot.add_cog(cog)
    bot.controls.add("campaign", {"post": cog.press_post})
