"""How moderators set up their own server."""

from __future__ import annotations

from bot.outreach import OutreachBot
from cogs.setup.check.checkup import Checkup
from cogs.setup.cog import SetupCog
from cogs.setup.panel.keeping import PanelKeeping
from cogs.setup.panel.posts import Posts


async def setup(bot: OutreachBot) -> None:
    """Add the cog with what it needs."""
    services = bot.services
    panels = PanelKeeping(
        Posts(bot), services.panels, services.servers, services.campaign, bot.messages
    )
    await bot.add_cog(SetupCog(services.servers, panels, Checkup(bot, panels)))
