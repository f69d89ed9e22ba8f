"""What is kept, and how to have it back or gone."""

from __future__ import annotations

from bot.outreach import OutreachBot
from cogs.privacy.cog import PrivacyCog


async def setup(bot: OutreachBot) -> None:
    """Add the cog with what it needs."""

    def name_of(guild_id: int) -> str | None:
        guild = bot.get_guild(guild_id)
        return guild.name if guild else None

    services = bot.services
    await bot.add_cog(PrivacyCog(services.privacy, services.campaign, services.exports, name_of))
