"""Help that leaves no trace."""

from __future__ import annotations

from bot.outreach import OutreachBot
from cogs.resources.cog import ResourcesCog
from cogs.resources.views import ResourcesViews


async def setup(bot: OutreachBot) -> None:
    """Add the cog with what it needs."""
    views = ResourcesViews(bot.services.support)
    await bot.add_cog(ResourcesCog(views))
    bot.controls.add("resources", views.handlers())
