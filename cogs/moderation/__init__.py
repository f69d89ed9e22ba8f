"""How moderators decide about signatures that look like a raid, without seeing a name."""

from __future__ import annotations

from bot.interactions.posts import Posts
from bot.outreach import OutreachBot
from cogs.moderation.cog import ModerationCog
from cogs.moderation.notices import RaidNotices
from cogs.moderation.wall import Wall


async def setup(bot: OutreachBot) -> None:
    """Add the cog with what it needs."""
    services = bot.services
    notices = RaidNotices(Posts(bot), services.notices, services.servers, bot.messages)
    wall = Wall(services.wall, services.pledges, bot.member_lookup.among)
    cog = ModerationCog(services.campaign, services.moderation, services.servers, notices, wall)
    await bot.add_cog(cog)
