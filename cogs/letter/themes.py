"""The themes of the letter, as members type them and as Discord offers them."""

from __future__ import annotations

from discord import app_commands

from bot.domain.languages import text_in
from bot.domain.letter import Letter
from bot.domain.text import search_form
from bot.interactions.cards import MOST_OPTIONS

Choice = app_commands.Choice[str]


def theme_choices(typed: str, letter: Letter, locale: str) -> list[Choice]:
    """Return the themes that fit what was typed so far, in the member's language."""
    wanted = search_form(typed)
    return [
        Choice(name=label, value=theme)
        for theme, labels in letter.themes.items()
        if wanted in search_form(label := text_in(labels, locale)) or wanted in theme
    ][:MOST_OPTIONS]


def theme_meant(typed: str, letter: Letter, locale: str) -> str:
    """Return the theme that was chosen or typed out; what is neither stays as it is."""
    wanted = search_form(typed)
    for theme, labels in letter.themes.items():
        known = text_in(labels, locale), text_in(labels)
        if wanted in (theme, *map(search_form, known)):
            return theme
    return typed
