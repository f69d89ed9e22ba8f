"""The card of the walls one stands on, with the way off each and off all."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from discord import ui

from bot.domain.paging import pages_of
from bot.domain.phrases import LABEL
from bot.domain.text import shorten
from bot.interactions.cards import Card, Part, button, panel, row, rule, small, text, title, turning
from bot.messages import Voice
from bot.services.privacy import Listings
from cogs.privacy import words

UNKNOWN: Final = "unknown"
"""What stands in a custom_id for all servers of which the bot has no record."""

PAGE: Final = 20
"""Servers on one page; a card holds no more buttons with all that belongs to them."""

_A_ROW: Final = 5


@dataclass(frozen=True, slots=True)
class Walls:
    """The walls one stands on, as they are shown.

    Attributes:
        names: the names of the servers that the bot is in now.
        page: which page, from 0; past the end, the last one.
        came_off: whether one came off a wall a moment ago.
    """

    listed: Listings
    names: Mapping[int, str]
    page: int = 0
    came_off: bool = False


def listed_card(walls: Walls, say: Voice) -> Card:
    """Return on which walls one stands, each with a way off it, and the way off all."""
    listed = walls.listed
    count = say(words.LISTED_COUNT, count=listed.total) if listed.total else say(words.LISTED_NONE)
    pages = pages_of(len(listed.guild_ids), PAGE)
    page = min(walls.page, pages - 1)
    off_all = button(say(words.OFF_ALL_BUTTON), "privacy", "off_all")
    return Card(
        panel(
            title(say(words.LISTED_TITLE)),
            text(say(words.LISTED_OFF)) if walls.came_off else None,
            text(count),
            rule() if listed.total else None,
            *_rows(_ways_off(walls, say, page=page)),
            *(_turning(page, pages, say) if pages > 1 else ()),
            row([off_all]) if listed.total > 1 else None,
        )
    )


def _ways_off(walls: Walls, say: Voice, *, page: int) -> Iterator[ui.Button[Any]]:
    """Yield a button for each server of a page, and on each page one for the unknown."""
    unnamed = [one for one in walls.listed.guild_ids if one not in walls.names]
    for guild_id in walls.listed.guild_ids[page * PAGE : (page + 1) * PAGE]:
        name = _one_line(walls.names.get(guild_id, ""))
        if not name:
            number = f" ({unnamed.index(guild_id) + 1})" if len(unnamed) > 1 else ""
            name = f"{say(words.SERVER_LEFT)}{number}"
        yield _way_off(name, guild_id, page, say)
    if walls.listed.unknown:
        yield _way_off(say(words.SERVER_UNKNOWN), UNKNOWN, page, say)


def _way_off(name: str, server: int | str, page: int, say: Voice) -> ui.Button[Any]:
    room = LABEL - len(say(words.OFF_BUTTON, server=""))
    label = say(words.OFF_BUTTON, server=shorten(name, room))
    return button(label, "privacy", "off", server, page)


def _one_line(name: str) -> str:
    """Return a server's name as a label shows it: without what nobody sees or turns the line."""
    kept = "".join(char for char in name if unicodedata.category(char)[0] != "C")
    return " ".join(kept.split())


def _rows(buttons: Iterable[ui.Button[Any]]) -> list[Part | None]:
    every = list(buttons)
    return [row(every[at : at + _A_ROW]) for at in range(0, len(every), _A_ROW)]


def _turning(page: int, pages: int, say: Voice) -> list[Part | None]:
    """Return which page this is, and the ways to the others."""
    labels = say(words.PREVIOUS_BUTTON), say(words.NEXT_BUTTON)
    return [
        rule(),
        small(say(words.LISTED_PAGE, page=page + 1, pages=pages)),
        row(turning(labels, page, pages, "privacy", "listed")),
    ]
