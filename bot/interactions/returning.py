"""The way back to the campaign's card, carried from press to press by whoever came from it."""

from __future__ import annotations

from typing import Any, Final

from discord import ui

from bot.domain.phrases import LABEL, phrase
from bot.interactions.cards import CUSTOM_ID, PREFIX, Card, button, row
from bot.messages import Voice

BACK_BUTTON = phrase("campaign.back_button", limit=LABEL)

FROM_CAMPAIGN: Final = "+campaign"
"""The last argument of a custom_id whose answer leads back to the campaign's card."""

_BESIDE_IT: Final = ("campaign", "resources")
"""Features that carry it no further: the card itself, and help, which is a message of its own."""

_MOST_COMPONENTS: Final = 40


def came_from_campaign(args: tuple[str, ...]) -> tuple[tuple[str, ...], bool]:
    """Return the arguments of a custom_id without the mark, and whether it was there."""
    marked = args[-1:] == (FROM_CAMPAIGN,)
    return (args[:-1] if marked else args), marked


def with_way_back(card: Card, say: Voice) -> Card:
    """Return a private card whose controls carry the mark on, with *Back to the campaign* below.

    A card that Discord would take no further row on is left without the button.
    """
    for part in card.walk_children():
        if isinstance(part, ui.Button | ui.Select):
            _mark(part)
    frames = [one for one in card.children if isinstance(one, ui.Container)]
    back = row([button(say(BACK_BUTTON), "campaign", "open")])
    if frames and back and card.total_children_count + 2 <= _MOST_COMPONENTS:
        frames[0].add_item(back)
    return card


def _mark(part: ui.Button[Any] | ui.Select[Any]) -> None:
    prefix, _, rest = (part.custom_id or "").partition(":")
    marked = f"{prefix}:{rest}:{FROM_CAMPAIGN}"
    further = prefix == PREFIX and rest.partition(":")[0] not in _BESIDE_IT
    if further and len(marked) <= CUSTOM_ID:
        part.custom_id = marked
