"""The parts that cards share: inert Components V2 layouts, built from words and nothing else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, TypeVar

import discord
from discord import ui

from bot.domain.phrases import LABEL, phrase
from bot.domain.text import shorten
from bot.messages import Voice

ACCENT: Final = discord.Colour(0x3A6EA5)
"""The edge of a card; decoration only, never the sign of anything."""

CARD_TEXT: Final = 4_000
"""How many characters all texts of one card may have together (Discord)."""

CUSTOM_ID: Final = 100
"""How many characters a custom_id may have (Discord)."""

PREFIX: Final = "amh"
"""What every custom_id of this bot begins with."""

BACK_BUTTON: Final = phrase("campaign.back_button", limit=LABEL)

FROM_CAMPAIGN: Final = "+campaign"
"""The last argument of a custom_id whose answer leads back to the campaign's card."""

_BESIDE_IT: Final = ("campaign", "resources")
"""Features that carry it no further: the card itself, and help, which is a message of its own."""

MOST_COMPONENTS: Final = 40
"""How many components a message may have in all (Discord)."""
MOST_OPTIONS: Final = 25
"""How many options a menu may have, and choices Discord shows below an option (Discord)."""
PICTURE_TEXT: Final = 1_024
"""How many characters the description of a picture may have (Discord)."""

Part = ui.Item[Any]
T = TypeVar("T")

_PRESSED: Final = (
    ui.Button,
    ui.Select,
    ui.UserSelect,
    ui.RoleSelect,
    ui.MentionableSelect,
    ui.ChannelSelect,
)


class Card(ui.LayoutView):
    """A layout that holds no state: its buttons are answered by their custom_id alone.

    It is finished from the start, so discord.py keeps nothing of it in memory.
    """

    def __init__(self, *parts: Part) -> None:
        super().__init__(timeout=None)
        for part in parts:
            self.add_item(part)
        self.stop()


class Modal(ui.Modal):
    """A form that holds no state: what is submitted is answered by its custom_id alone.

    It is finished from the start, so discord.py keeps nothing of it in memory.
    """

    def __init__(self, title: str, custom_id: str, *fields: ui.Label[Any]) -> None:
        super().__init__(title=title, custom_id=custom_id, timeout=None)
        for field in fields:
            self.add_item(field)
        self.stop()


View = TypeVar("View", bound=ui.LayoutView)


def disabled(card: View) -> View:
    """Return a card on which nothing can be pressed: one to look at before others get it.

    It is the very card that was given, changed, so give one that nobody else holds.
    """
    for part in card.walk_children():
        if isinstance(part, _PRESSED):
            part.disabled = True
    return card


def panel(*parts: Part | None) -> ui.Container[Any]:
    """Return a framed card body; parts that are None are left out."""
    return ui.Container(*(part for part in parts if part is not None), accent_colour=ACCENT)


def text(words: str, *, part: int | None = None) -> ui.TextDisplay[Any]:
    """Return a paragraph in Discord's markdown; `part` is an id by which a press finds it again."""
    return ui.TextDisplay(words, id=part)


def title(words: str) -> ui.TextDisplay[Any]:
    """Return a card's heading."""
    return ui.TextDisplay(f"## {words}")


def small(words: str) -> ui.TextDisplay[Any]:
    """Return a line of secondary text."""
    return ui.TextDisplay("\n".join(f"-# {line}" for line in words.splitlines() if line))


def quote(words: str, *, part: int | None = None) -> ui.TextDisplay[Any]:
    """Return a block quotation, line by line; `part` is an id by which a press finds it again."""
    return ui.TextDisplay("\n".join(f"> {line}" for line in words.strip().splitlines()), id=part)


def rule() -> ui.Separator[Any]:
    """Return a thin line between two parts."""
    return ui.Separator()


# The order of buttons is one on every card: the affirmative act, then the "no" as large beside it;
# then the ways on, and to change what is; then what posts for everyone. The way back comes last.
def row(buttons: Iterable[ui.Button[Any] | None]) -> ui.ActionRow[Any] | None:
    """Return a row of buttons (at most five), or None when there are none."""
    shown = [button for button in buttons if button is not None]
    return ui.ActionRow(*shown) if shown else None


def custom_id(feature: str, action: str, *args: str | int) -> str:
    """Return the id a control carries its state in; at most 100 characters (Discord)."""
    made = ":".join((PREFIX, feature, action, *map(str, args)))
    if len(made) > CUSTOM_ID:
        raise ValueError(f"custom_id of {feature}:{action} is longer than {CUSTOM_ID} characters")
    return made


def button(
    label: str,
    feature: str,
    action: str,
    *args: str | int,
    style: discord.ButtonStyle = discord.ButtonStyle.secondary,
    disabled: bool = False,
) -> ui.Button[Any]:
    """Return a button whose press is routed by its custom_id, also after a restart."""
    return ui.Button(
        label=label,
        style=style,
        custom_id=custom_id(feature, action, *args),
        disabled=disabled,
    )


def turning(
    labels: tuple[str, str],
    page: int,
    pages: int,
    feature: str,
    action: str,
    *before: str | int,
    after: Iterable[str] = (),
) -> list[ui.Button[Any]]:
    """Return the ways to the page before and to the one after; none where there is one page.

    Pages count from 0. `before` and `after` stand around the page in the custom_id; a word between
    keeps the two ids apart where both lead to one page.
    """
    last = pages - 1
    if not last:
        return []
    ways = zip(labels, ("earlier", "later"), (page - 1, page + 1), strict=True)
    return [
        button(
            label,
            feature,
            action,
            *before,
            max(0, min(last, to)),
            way,
            *after,
            disabled=not 0 <= to <= last,
        )
        for label, way, to in ways
    ]


def link(label: str, url: str) -> ui.Button[Any]:
    """Return a button that opens an address; the bot does not learn of the press."""
    return ui.Button(style=discord.ButtonStyle.link, label=label, url=url)


def in_menus(options: Sequence[T]) -> Iterator[tuple[int, list[T]]]:
    """Yield options as menus hold them, so many in each, with the place of the first of them."""
    for start in range(0, len(options), MOST_OPTIONS):
        yield start, list(options[start : start + MOST_OPTIONS])


def message_link(*, guild_id: int, channel_id: int, message_id: int) -> str:
    """Return the address of a message."""
    return f"https://discord.com/channels/{guild_id}/{channel_id}/{message_id}"


_MARKDOWN = re.compile(r"([\\*_~`|>#\[\]()<:\-])")
_LINKISH = re.compile(r"(?i)\b(https?|discord(?:app)?)(?=[:.])|(?<=\w)\.(?=\w)|@")


def plain(name: str, *, limit: int = 80) -> str:
    """Return a name as text that cannot format, link, mention, invite or turn the line around.

    Control, zero-width and direction characters go; what Discord reads as markdown, a link or a
    mention is broken up; a long name is cut with an ellipsis.
    """
    kept = "".join(
        char for char in unicodedata.normalize("NFC", name) if unicodedata.category(char)[0] != "C"
    )
    kept = " ".join(kept.split())
    kept = _LINKISH.sub(lambda found: found.group() + "\u2060", shorten(kept, limit))
    return _MARKDOWN.sub(r"\\\1", kept)


def read_plain(shown: str) -> str:
    """Return what `plain` made into this text; what it took away or cut is not there any more."""
    return re.sub(r"\\(.)", r"\1", shown.replace("\u2060", ""))


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
    if frames and back and card.total_children_count + 2 <= MOST_COMPONENTS:
        frames[0].add_item(back)
    return card


def _mark(part: ui.Button[Any] | ui.Select[Any]) -> None:
    prefix, _, rest = (part.custom_id or "").partition(":")
    marked = f"{prefix}:{rest}:{FROM_CAMPAIGN}"
    further = prefix == PREFIX and rest.partition(":")[0] not in _BESIDE_IT
    if further and len(marked) <= CUSTOM_ID:
        part.custom_id = marked
