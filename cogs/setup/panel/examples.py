"""The panel as everyone sees it, and the page on which moderators place one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from bot.domain.panels import Panel
from bot.examples import Example, Samples
from bot.interactions.cards import Card
from bot.messages import Voice
from cogs.setup.panel.cards import PanelPage, panel_card, panels_card
from cogs.setup.panel.shown import PanelContent, PanelOutcome, PlacedPanel
from cogs.setup.place import Position, steps_in


def _shown(of: Samples, *, offers: bool = True) -> PanelContent:
    return PanelContent(
        of.campaign,
        of.locale,
        signs=offers,
        reads=offers and of.has("letter"),
        has_support=of.has("resources"),
    )


def _panel_support(say: Voice, of: Samples) -> Card:
    return panel_card(_shown(of, offers=False), say)


def _panel_to_come(say: Voice, of: Samples) -> Card:
    return panel_card(replace(_shown(of), signs=False, opens=of.opens), say)


def _panel_closed(say: Voice, of: Samples) -> Card:
    return panel_card(replace(_shown(of), signs=False, closed=of.closed), say)


def _panels(
    *,
    standing: int = 0,
    asked: bool = False,
    outcome: PanelOutcome | None = None,
    guided: bool = False,
) -> Callable[[Voice, Samples], Card]:
    def draw(say: Voice, of: Samples) -> Card:
        there = tuple(Panel(of.member, one, one + 1, "") for one in of.members[:standing])
        placed = None
        if outcome:
            stands = outcome in (PanelOutcome.MADE, PanelOutcome.THERE)
            placed = PlacedPanel(outcome, of.member, there[0] if stands else None)
        channel = of.member if asked else None
        spot = Position(guided=guided)
        steps = steps_in(of.configuration.languages)
        page = PanelPage(there, _shown(of), say, steps, asked=channel, placed=placed, spot=spot)
        return panels_card(page, say)

    return draw


PANEL_EXAMPLES: Final = (
    Example("panel", panel_card, lambda say, of: panel_card(_shown(of), say)),
    Example("panel_support", panel_card, _panel_support, needs="resources"),
    Example("panel_before_it_opens", panel_card, _panel_to_come),
    Example("panel_closed", panel_card, _panel_closed),
    Example("panels_none", panels_card, _panels()),
    Example("panels_step", panels_card, _panels(asked=True, guided=True)),
    Example("panels_asked", panels_card, _panels(standing=2, asked=True)),
    *[
        Example(f"panels_{one}", panels_card, _panels(standing=1, outcome=one))
        for one in PanelOutcome
    ],
)
