"""`/letter`: quote it, read it, check it, see who signed it; and the menu on a message."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.languages import text_in
from bot.domain.text import search_form
from bot.domain.verify import LONGEST, SHORTEST
from bot.interactions.response import Answer
from bot.services import LetterService, Pictures
from cogs.letter.cards import PICTURE, TEXT
from cogs.letter.posting import LetterPosting
from cogs.letter.views import LetterViews

Choice = app_commands.Choice[str]
_MOST_CHOICES = 25


@app_commands.guild_only()
class LetterCog(commands.GroupCog, group_name="letter"):
    """The commands; each does what the button of the same name does."""

    def __init__(
        self,
        views: LetterViews,
        posting: LetterPosting,
        letter: LetterService,
        pictures: Pictures,
    ) -> None:
        super().__init__()
        self._views = views
        self._posting = posting
        self._letter = letter
        self._pictures = pictures

    async def cog_unload(self) -> None:
        """End the process that draws."""
        await self._pictures.close()

    @app_commands.command(name="quote")
    @app_commands.rename(form="as")
    @app_commands.choices(form=[Choice(name=TEXT, value=TEXT), Choice(name=PICTURE, value=PICTURE)])
    async def quote(
        self,
        interaction: discord.Interaction[Any],
        theme: str | None = None,
        form: Choice | None = None,
    ) -> None:
        """Show one passage, each in its turn."""
        answer = Answer(interaction)
        chosen = self._theme(theme, answer.locale) if theme else None
        await self._views.quote(answer, theme=chosen, form=form.value if form else TEXT)

    @quote.autocomplete("theme")
    async def themes(self, interaction: discord.Interaction[Any], current: str) -> list[Choice]:
        """Offer the themes in the member's language."""
        locale = Answer(interaction).locale
        wanted = search_form(current)
        return [
            Choice(name=label, value=theme)
            for theme, labels in self._letter.letter.themes.items()
            if wanted in search_form(label := text_in(labels, locale)) or wanted in theme
        ][:_MOST_CHOICES]

    @app_commands.command(name="read")
    async def read(self, interaction: discord.Interaction[Any]) -> None:
        """Show the letter from its beginning."""
        await self._views.read(Answer(interaction), None)

    @app_commands.command(name="verify")
    async def verify(
        self,
        interaction: discord.Interaction[Any],
        text: app_commands.Range[str, SHORTEST, LONGEST],
    ) -> None:
        """Say whether a sentence is in the letter."""
        await self._views.verify(Answer(interaction), text)

    @app_commands.command(name="signatories")
    async def signatories(self, interaction: discord.Interaction[Any]) -> None:
        """Show who signed the letter in its time."""
        await self._views.signatories(Answer(interaction), page=0)

    def _theme(self, typed: str, locale: str) -> str:
        """Return the theme that was chosen or typed out; what is neither stays as it is."""
        wanted = search_form(typed)
        for theme, labels in self._letter.letter.themes.items():
            known = text_in(labels, locale), text_in(labels)
            if wanted in (theme, *map(search_form, known)):
                return theme
        return typed


def quote_menu(posting: LetterPosting) -> app_commands.ContextMenu:
    """Return the menu *Quote the letter* on a message."""

    @app_commands.guild_only()
    async def choose(interaction: discord.Interaction[Any], message: discord.Message) -> None:
        await posting.choose(Answer(interaction), message_id=message.id)

    return app_commands.ContextMenu(name="Quote the letter", callback=choose)
