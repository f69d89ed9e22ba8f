"""The themes of the letter, as members type them and as Discord offers them."""

from __future__ import annotations

import unicodedata

from discord import app_commands

from bot.domain.letter import Letter, wording

Choice = app_commands.Choice[str]

_MOST_CHOICES = 25
"""How many choices Discord shows at most."""


def theme_choices(typed: str, letter: Letter, locale: str) -> list[Choice]:
    """Return the themes that fit what was typed so far, in the member's language."""
    wanted = _plain(typed)
    return [
        Choice(name=label, value=theme)
        for theme, labels in letter.themes.items()
        if wanted in _plain(label := wording(labels, locale)) or wanted in theme
    ][:_MOST_CHOICES]


def theme_meant(typed: str, letter: Letter, locale: str) -> str:
    """Return the theme that was chosen or typed out; what is neither stays as it is."""
    wanted = _plain(typed)
    for theme, labels in letter.themes.items():
        if wanted in (theme, _plain(wording(labels, locale)), _plain(wording(labels))):
            return theme
    return typed


def _plain(words: str) -> str:
    """Return words without case and accents, as people type them into a search."""
    apart = unicodedata.normalize("NFKD", words.strip().casefold())
    return "".join(one for one in apart if not unicodedata.combining(one))
