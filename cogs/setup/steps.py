"""The head and the foot of a page of the setup card, by itself or as a step of the first setup."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from discord import ui

from bot.domain.phrases import Phrase
from bot.domain.settings import SettingsGroup
from bot.interactions.cards import Part, button, title
from bot.messages import Voice
from cogs.setup import words
from cogs.setup.controls import FEATURE
from cogs.setup.place import STEPS, Position, SetupPage

Steps = Sequence[SettingsGroup | SetupPage]

PAGES: dict[SetupPage, tuple[Phrase, Phrase]] = {
    SetupPage.PREVIEW: (words.GROUP_PREVIEW, words.GROUP_PREVIEW_ABOUT),
    SetupPage.PANEL: (words.GROUP_PANEL, words.GROUP_PANEL_ABOUT),
    SetupPage.CHECK: (words.GROUP_CHECK, words.GROUP_CHECK_ABOUT),
    SetupPage.LOG: (words.GROUP_LOG, words.GROUP_LOG_ABOUT),
}


def head(one: SettingsGroup | SetupPage, spot: Position, steps: Steps, say: Voice) -> Part:
    """Return the heading of a group or a page, and which step of the first setup it is."""
    name = say(named_in_menu(one)[0])
    if not spot.guided:
        return title(say(words.GROUP_TITLE, group=name))
    step = steps.index(one) + 1
    return title(say(words.STEP_TITLE, step=step, steps=len(steps), group=name))


def ways(
    one: SettingsGroup | SetupPage, spot: Position, steps: Steps, say: Voice
) -> list[ui.Button[Any] | None]:
    """Return the way back to the first card; or, in the first setup, those to its other steps."""
    if not spot.guided:
        return [button(say(words.BACK_BUTTON), FEATURE, "home")]
    at = STEPS.index(one)  # a button names a step by its place among all of them
    goes_back, last = one != steps[0], one == steps[-1]
    back = button(say(words.BACK_BUTTON), FEATURE, "step", at - 1, "back") if goes_back else None
    label = words.FINISH_BUTTON if last else words.NEXT_STEP_BUTTON
    later = button(say(words.LATER_BUTTON), FEATURE, "home")
    return [back, button(say(label), FEATURE, "step", at + 1), None if last else later]


def named_in_menu(one: SettingsGroup | SetupPage) -> tuple[Phrase, Phrase]:
    """Return what a group or a page is called, and what it is for."""
    return PAGES[one] if isinstance(one, SetupPage) else words.GROUPS[one]
