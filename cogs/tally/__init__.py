"""Where the campaign stands."""

from __future__ import annotations

from bot.interactions.posts import Posts
from bot.outreach import OutreachBot
from cogs.tally.board_keeping import BoardKeeping
from cogs.tally.cog import TallyCog
from cogs.tally.export.files import Exporter
from cogs.tally.milestones import Announcer


async def setup(bot: OutreachBot) -> None:
    """Add the cog with what it needs."""
    services = bot.services
    posts, messages = Posts(bot), bot.messages
    boards = BoardKeeping(posts, services.boards, services.tallies, services.servers, messages)
    announcer = Announcer(posts, services.milestones, services.servers, messages)
    exporter = Exporter(services.exports, bot.member_lookup)
    cog = TallyCog(
        services.tallies,
        services.pictures,
        messages,
        boards=boards,
        announcer=announcer,
        exporter=exporter,
    )
    await bot.add_cog(cog)
