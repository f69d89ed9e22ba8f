"""The menus of the support page, but for countries: nothing is typed, nothing is guessed."""

from __future__ import annotations

from typing import Any, Final

from discord import ui

from bot.domain.languages import text_in
from bot.domain.phrases import Phrase
from bot.domain.refusals import OutdatedControl
from bot.domain.resources import Choice, Directory, Page
from bot.interactions.cards import custom_id
from bot.messages import Voice
from cogs.resources import words
from cogs.resources.entries import SupportPage

FEATURE: Final = "resources"

NONE: Final = "-"
"""How a control writes a choice that was not made."""


def args_of(page: Page) -> tuple[str, str, int]:
    """Return a page as the arguments of a control."""
    return page.choice.country or NONE, page.choice.audience or NONE, page.start


def choice_from(country: str, audience: str, directory: Directory) -> Choice:
    """Return the choice that a control names; a country that is gone counts as none.

    Raises:
        OutdatedControl: when it names no audience that there is.
    """
    if audience != NONE and directory.audience(audience) is None:
        raise OutdatedControl
    wanted = None if audience == NONE else audience
    return Choice(country if country in directory.emergency else None, wanted)


def audience_menu(shown: SupportPage, say: Voice) -> ui.Select[Any]:
    """Return the menu of what it is about; it keeps which menu of countries was turned to."""
    menu = _menu("audience", words.AUDIENCE_MENU, shown.page, say, shown.menu)
    chosen = shown.page.choice.audience
    menu.add_option(label=say(words.ANYONE), value=NONE)
    for one in shown.directory.audiences:
        label = text_in(one.label, say.locale)
        menu.add_option(label=label, value=one.id, default=one.id == chosen)
    return menu


def entry_menu(page: Page, say: Voice) -> ui.Select[Any]:
    """Return the menu of the entries on a page, to say which one did not work."""
    menu = _menu("report", words.WRONG_MENU, page, say)
    for one in page.resources:
        menu.add_option(label=one.name, value=one.id)
    return menu


def _menu(action: str, placeholder: Phrase, page: Page, say: Voice, *more: str) -> ui.Select[Any]:
    made = custom_id(FEATURE, action, *args_of(page), *more)
    return ui.Select(custom_id=made, placeholder=say(placeholder))
