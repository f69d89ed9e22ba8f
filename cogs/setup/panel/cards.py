"""The panel as everyone sees it, and the page on which moderators post one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from discord import ButtonStyle, ChannelType, ui

from bot.config import Campaign
from bot.domain.panels import Panel
from bot.interactions.cards import (
    Card,
    Part,
    button,
    custom_id,
    disabled,
    message_link,
    panel,
    row,
    rule,
    small,
    text,
    title,
)
from bot.messages import Voice, with_isolates
from cogs.setup import words
from cogs.setup.controls import FEATURE
from cogs.setup.panel.shown import PanelContent, PlacedPanel
from cogs.setup.place import ALONE, Position, SetupPage
from cogs.setup.steps import Steps, head, ways

MOST_LINKS: Final = 10
"""Panels that are named; of more it is said how many they are."""

_CHANNELS: Final = [ChannelType.text, ChannelType.news]


@dataclass(frozen=True, slots=True)
class PanelPage:
    """What the page shows.

    Attributes:
        standing: the panels that stand in the server.
        shown: what a panel would show, in the language `public`.
        steps: those of the first setup in this campaign.
        asked: the channel that was chosen, before anything is posted there.
        placed: what the last press came to.
        spot: whether it is shown as a step of the first setup.
    """

    standing: tuple[Panel, ...]
    shown: PanelContent
    public: Voice
    steps: Steps
    asked: int | None = None
    placed: PlacedPanel | None = None
    spot: Position = ALONE


def panel_card(shown: PanelContent, say: Voice) -> Card:
    """Return the panel; its buttons answer each presser privately."""
    campaign: Campaign = shown.campaign
    about = with_isolates(campaign.about.best(shown.locale)[1])
    sign = button(say(words.PANEL_SIGN), "pledge", "sign", style=ButtonStyle.success)
    ways = row(
        [
            sign if shown.signs else None,
            button(say(words.PANEL_READ), "letter", "open") if shown.reads else None,
            button(say(words.PANEL_SUPPORT), "resources", "open") if shown.has_support else None,
        ]
    )
    return Card(
        panel(
            title(say(words.PANEL_TITLE, name=campaign.name)),
            text(say(words.PANEL_TEXT, about=about)),
            text(say(words.PANEL_NOT_OPEN, opens_on=shown.opens)) if shown.opens else None,
            text(say(words.PANEL_CLOSED, closed_on=shown.closed)) if shown.closed else None,
            ways,
            small(say(words.PANEL_PRIVATE)) if ways else None,
        )
    )


def panels_card(page: PanelPage, say: Voice) -> Card:
    """Return where panels stand, the menu of channels, and below it what a panel looks like."""
    preview = disabled(panel_card(page.shown, page.public))
    return Card(panel(*_parts(page, say)), *preview.children)


def _link(one: Panel) -> str:
    """Return the address of a panel."""
    return message_link(guild_id=one.guild_id, channel_id=one.channel_id, message_id=one.message_id)


def _parts(page: PanelPage, say: Voice) -> Iterator[Part | None]:
    yield head(SetupPage.PANEL, page.spot, page.steps, say)
    yield text(say(words.PANEL_LEAD))
    if page.placed:
        yield text(_outcome(page.placed, say))
    told = page.placed.panel.message_id if page.placed and page.placed.panel else 0
    others = tuple(one for one in page.standing if one.message_id != told)
    if others:
        yield text(say(words.PANEL_STANDING, places="\n".join(_places(others, say))))
    yield rule()
    menu: ui.ChannelSelect[Any] = ui.ChannelSelect(
        custom_id=custom_id(FEATURE, "panel", str(page.spot)),
        channel_types=_CHANNELS,
        placeholder=say(words.PANEL_MENU),
    )
    yield ui.ActionRow(menu)
    ask = page.asked
    yield text(say(words.PANEL_ASK, channel=f"<#{ask}>") if ask else say(words.PANEL_PREVIEW))
    args = (ask or 0, str(page.spot))
    post = button(say(words.PANEL_POST_BUTTON), FEATURE, "panel_post", *args) if ask else None
    yield row([post, *ways(SetupPage.PANEL, page.spot, page.steps, say)])


def _places(standing: tuple[Panel, ...], say: Voice) -> Iterator[str]:
    for one in standing[:MOST_LINKS]:
        yield f"- {_link(one)}"
    if len(standing) > MOST_LINKS:
        yield f"- {say(words.AND_MORE, count=len(standing) - MOST_LINKS)}"


def _outcome(placed: PlacedPanel, say: Voice) -> str:
    phrase = words.PANEL_OUTCOMES[placed.outcome]
    values = {"channel": f"<#{placed.channel_id}>"}
    if placed.panel:
        values["link"] = _link(placed.panel)
    return say(phrase, **{one: values[one] for one in phrase.asked})
