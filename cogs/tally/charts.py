"""The cards of a chart: the picture, and what it shows in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from discord import MediaGalleryItem, ui

from bot.domain.tallies.history import History
from bot.domain.text import shorten
from bot.interactions.cards import (
    PICTURE_TEXT,
    Card,
    Part,
    button,
    panel,
    row,
    rule,
    small,
    text,
    title,
)
from bot.messages import Voice
from cogs.tally import words
from cogs.tally.chart import story_of

FILE_NAME: Final = "chart.png"
CAMPAIGN: Final = "campaign"
SERVER: Final = "server"
"""Whose number a chart shows, as the option and the buttons say it."""
USUAL: Final = 30
"""Days that a chart shows when nobody says how many."""

_FEATURE: Final = "tally"
_SPANS: Final = (7, USUAL, 90, 365)


def chart_card(history: History, say: Voice, *, pictured: bool, may_post: bool) -> Card:
    """Return a chart for one member: other spans, the other scope, and *Post here* for who may."""
    days, scope = len(history.days), scope_of(history)
    other = CAMPAIGN if history.server else SERVER
    label = words.CHART_CAMPAIGN_BUTTON if history.server else words.CHART_SERVER_BUTTON
    spans = [
        button(
            say(words.CHART_DAYS_BUTTON, days=span),
            _FEATURE,
            "chart",
            span,
            scope,
            disabled=span == days,
        )
        for span in _SPANS
    ]
    may_post = may_post and bool(history.shown)
    ways = [
        button(say(label), _FEATURE, "chart", days, other),
        button(say(words.POST_BUTTON), _FEATURE, "post_chart", days, scope) if may_post else None,
    ]
    return Card(panel(*_body(history, say, pictured=pictured), rule(), row(spans), row(ways)))


def posted_chart_card(history: History, say: Voice, *, pictured: bool, shared_by: int) -> Card:
    """Return a chart for everyone in a channel, with the name of who shared it."""
    shared = say(words.SHARED_BY, member=f"<@{shared_by}>")
    return Card(panel(*_body(history, say, pictured=pictured), rule(), small(shared)))


def scope_of(history: History) -> str:
    """Return whose number a history is, as buttons say it."""
    return SERVER if history.server else CAMPAIGN


def _body(history: History, say: Voice, *, pictured: bool) -> Iterator[Part]:
    story = story_of(history, say)
    yield title(say(words.CHART_HEADING_SERVER if history.server else words.CHART_HEADING))
    if history.recounting:
        yield text(say(words.RECOUNTING))
    if pictured:
        item = MediaGalleryItem(
            f"attachment://{FILE_NAME}", description=shorten(story, PICTURE_TEXT)
        )
        yield ui.MediaGallery(item)
    elif history.shown:
        yield small(say(words.NOT_DRAWN))
    yield text(story)
    if history.as_of is not None and history.shown:
        yield small(say(words.AS_OF, moment=history.as_of))
