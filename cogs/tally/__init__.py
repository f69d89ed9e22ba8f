"""Where the campaign stands."""

from __future__ import annotations

from bot.outreach import OutreachBot
from cogs.tally.board_keeping import BoardKeeping
from cogs.tally.cog import TallyCog
from cogs.tally.posts import Posts


async def setup(bot: OutreachBot) -> None:
    """Add the cog with what it needs."""
    services = bot.services
    boards = BoardKeeping(
        Posts(bot), services.boards, services.tallies, services.servers, bot.messages
    )
    cog = TallyCog(services.tallies, services.pictures, bot.messages, boards=boards)
    await bot.add_cog(cog)
