"""The list of commands, and the word that whoever writes to the bot gets about it."""

from __future__ import annotations

from bot.outreach import OutreachBot
from cogs.help.cog import HelpCog


async def setup(bot: OutreachBot) -> None:
    """Add the cog with what it needs."""
    await bot.add_cog(HelpCog(bot, bot.outreach_tree, bot.messages))
