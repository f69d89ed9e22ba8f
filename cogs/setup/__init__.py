"""How moderators set up their own server."""

from __future__ import annotations

from bot.interactions.posts import Posts
from bot.outreach import OutreachBot
from cogs.setup.check.checkup import Checkup
from cogs.setup.cog import SetupCog
from cogs.setup.own_words.cog import WordsCog, WordsPages
from cogs.setup.own_words.wording import Wording
from cogs.setup.panel.keeping import PanelKeeping
from cogs.setup.preview import Previews
from cogs.setup.preview_cog import PreviewCog, PreviewPages


async def setup(bot: OutreachBot) -> None:
    """Add the cog with what it needs."""
    services = bot.services
    previews = Previews(services.configuration, bot.messages, bot.outreach_tree, services.pictures)
    posts = Posts(bot)
    panels = PanelKeeping(posts, services.panels, services.servers, services.campaign, bot.messages)
    checkup = Checkup(bot, posts, panels)
    pages = WordsPages(services.servers, Wording(bot.messages, services.campaign.campaign))
    seen = PreviewPages(services.servers, previews)
    await bot.add_cog(SetupCog(services.servers, services.campaign, seen, panels, checkup, pages))
    await bot.add_cog(PreviewCog(seen))
    await bot.add_cog(WordsCog(services.servers, pages))
