"""The page of the setup card on which one chooses a card to look at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from discord import SelectOption, ui

from bot.interactions.cards import (
    Card,
    button,
    custom_id,
    in_menus,
    panel,
    row,
    rule,
    text,
    title,
)
from bot.messages import Voice
from cogs.setup import words
from cogs.setup.controls import FEATURE
from cogs.setup.preview import Look, PreviewOption

Row = ui.ActionRow[Any]


def preview_card(
    look: Look,
    features: Sequence[PreviewOption],
    cards: Sequence[PreviewOption],
    locales: Sequence[str],
    say: Voice,
) -> Card:
    """Return the menus of features, cards and languages, and the button that shows the card."""
    several = locales if len(locales) > 1 else ()  # of one there is nothing to choose
    languages = [PreviewOption(code, say.language(code), None) for code in several]
    at = (look.feature, look.name, look.locale)
    show = button(say(words.PREVIEW_SHOW_BUTTON), FEATURE, "preview_show", *at)
    return Card(
        panel(
            title(say(words.GROUP_TITLE, group=say(words.GROUP_PREVIEW))),
            text(say(words.PREVIEW_LEAD)),
            *_menus("feature", features, look.feature, look, say(words.PREVIEW_FEATURES_MENU)),
            *_menus("card", cards, look.name, look, say(words.PREVIEW_CARDS_MENU)),
            *_menus("language", languages, look.locale, look, say(words.PREVIEW_LANGUAGES_MENU)),
            rule(),
            row([show, button(say(words.BACK_BUTTON), FEATURE, "home")]),
        )
    )


def _menus(
    what: str, all_: Sequence[PreviewOption], chosen: str, look: Look, ask: str
) -> Iterator[Row]:
    """Yield menus of what can be chosen; in as many as it takes."""
    for start, some in in_menus(all_):
        options = [
            SelectOption(
                label=one.label, value=one.value, description=one.about, default=one.value == chosen
            )
            for one in some
        ]
        at = (look.feature, look.name, look.locale, start)
        pressed = custom_id(FEATURE, f"preview_{what}", *at)
        yield ui.ActionRow(ui.Select(custom_id=pressed, options=options, placeholder=ask))
