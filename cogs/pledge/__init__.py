"""Signing the pledge, and everything one may do with it afterwards."""

from __future__ import annotations

from bot.outreach import OutreachBot
from cogs.pledge.cog import PledgeCog
from cogs.pledge.views import PledgeViews


async def setup(bot: OutreachBot) -> None:
    """Add the cog with what it needs."""
    views = PledgeViews(bot.services.pledges, bot.services.campaign)
    await bot.add_cog(PledgeCog(views))
    bot.controls.add("pledge", views.handlers())
