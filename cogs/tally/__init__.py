"""Where the campaign stands."""

from __future__ import annotations

from bot.interactions.posts import Posts
from bot.outreach import OutreachBot
from cogs.tally.board_keeping import BoardKeeping
from cogs.tally.cog import TallyCog
from cogs.tally.export.files import Exporting
from cogs.tally.milestones import Announcing


async def setup(bot: OutreachBot) -> None:
    """Add the cog with what it needs."""
    services = bot.services
    posts, messages = Posts(bot), bot.messages
    boards = BoardKeeping(posts, services.boards, services.tallies, services.servers, messages)
    announcing = Announcing(posts, services.milestones, services.servers, messages)
    exporting = Exporting(services.exports, bot.member_lookup)
    cog = TallyCog(
        services.tallies,
        services.pictures,
        messages,
        boards=boards,
        announcing=announcing,
        exporting=exporting,
    )
    await bot.add_cog(cog)
