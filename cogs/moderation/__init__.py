"""How moderators decide about signatures that look like a raid, without seeing a name."""

from __future__ import annotations

from bot.interactions.lookups.members import MemberLookup
from bot.interactions.posts import Posts
from bot.outreach import OutreachBot
from cogs.moderation.cog import ModerationCog, Wall
from cogs.moderation.telling import Telling


async def setup(bot: OutreachBot) -> None:
    """Add the cog with what it needs."""
    services = bot.services
    telling = Telling(Posts(bot), services.notices, services.servers, bot.messages)
    wall = Wall(services.wall, services.pledges, MemberLookup(bot).among)
    await bot.add_cog(ModerationCog(services.moderation, services.servers, telling, wall))
