"""What is kept, and how to have it back or gone."""

from __future__ import annotations

from bot.outreach import OutreachBot
from cogs.privacy.cog import PrivacyCog


async def setup(bot: OutreachBot) -> None:
    """Add the cog with what it needs."""
    cog = PrivacyCog(bot.services.privacy)
    await bot.add_cog(cog)
    bot.controls.add(
        "privacy",
        {
            "export": cog.press_export,
            "erase": cog.press_erase,
            "erase_yes": cog.press_erase_yes,
            "keep": cog.press_keep,
        },
    )
