"""Where the campaign stands."""

from __future__ import annotations

from bot.interactions.posts import Posts
from bot.outreach import OutreachBot
from cogs.tally.board_keeping import BoardKeeping
from cogs.tally.cog import TallyCog
from cogs.tally.milestones import Announcing


async def setup(bot: OutreachBot) -> None:
    """Add the cog with what it needs."""
    services = bot.services
    posts, messages = Posts(bot), bot.messages
    boards = BoardKeeping(posts, services.boards, services.tallies, services.servers, messages)
    announcing = Announcing(posts, services.milestones, services.servers, messages)
    cog = TallyCog(
        services.tallies, services.pictures, messages, boards=boards, announcing=announcing
    )
    await bot.add_cog(cog)
