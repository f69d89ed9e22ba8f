"""The open letter: quote it, read it, check it, see who signed it in its time."""

from __future__ import annotations

from bot.outreach import OutreachBot
from cogs.letter.cog import LetterCog, quote_menu
from cogs.letter.posting import LetterPosting
from cogs.letter.views import LetterViews


async def setup(bot: OutreachBot) -> None:
    """Add the cog with what it needs."""
    services = bot.services
    views = LetterViews(services.letter, services.pictures)
    posting = LetterPosting(services.letter, services.rest, services.pictures)
    await bot.add_cog(LetterCog(views, posting, services.letter, services.pictures))
    bot.tree.add_command(quote_menu(posting))
    bot.controls.add("letter", {**views.handlers(), **posting.handlers()})
