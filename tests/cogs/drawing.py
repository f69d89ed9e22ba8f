"""What Discord would refuse about a card, and what we would."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import discord

from bot.interactions.cards import Card
from tests.components import broken_rules, walk

_ACT_STYLES = (discord.ButtonStyle.success.value, discord.ButtonStyle.danger.value)
_ACTS = ("leave", "share_yes", "reply_yes", "dm_yes", "reply")
_NOES = ("later", "keep", "share_no")
_POSTS = ("post", "verdict", "share")

_COMPONENTS_V2 = 1 << 15
_CODE = re.compile(r"(?s)```.*?```|`[^`]*`")
"""What stands as it is written: a placeholder there is told of, and not forgotten."""
_LIMITS = {"custom_id": 100, "label": 80}
_MOST_OPTIONS = 25
_OPTION_LABEL = 100
_PICTURE_DESCRIPTION = 1_024


def faults(card: Card) -> list[str]:
    """Return what is wrong with a card, a sentence each."""
    components = card.to_components()
    body: dict[str, Any] = {"flags": _COMPONENTS_V2, "components": components}
    found = broken_rules("/channels/{channel_id}/messages", body)
    parts = list(walk(components))
    return [*found, *_of_words(parts), *_of_order(parts), *_of_lengths(parts)]


def _of_words(parts: list[dict[str, Any]]) -> Iterator[str]:
    texts = [part["content"] for part in parts if part["type"] == 10]
    if any(not text.strip() for text in texts):
        yield "an empty text"
    if any("{" in _CODE.sub("", text) for text in texts):
        yield "an unfilled placeholder"
    if any(part["type"] == 2 and not part.get("label") for part in parts):
        yield "a button without words"
    greens = [part for part in parts if part.get("style") == discord.ButtonStyle.success.value]
    if len(greens) > 1:
        yield "more than one affirmative button"


def _of_order(parts: list[dict[str, Any]]) -> Iterator[str]:
    """The order of buttons is one on every card; it is told at `row`, in the parts of cards."""
    for one in parts:
        if one["type"] == 1:
            places = [_place(each) for each in one["components"] if each["type"] == 2]
            if places != sorted(places):
                yield f"buttons in another order: {[each['label'] for each in one['components']]}"


def _place(button: dict[str, Any]) -> int:
    """Return where a button of this kind stands in a row: act, no, way on, post, way back."""
    _, feature, action, *_ = [*str(button.get("custom_id") or "").split(":"), "", "", ""]
    if button["style"] in _ACT_STYLES or action in _ACTS:
        return 0
    if action in _NOES:
        return 1
    if action in _POSTS:
        return 3
    return 4 if (feature, action) == ("campaign", "open") else 2


def french_faults(card: Card) -> list[str]:
    """Return the options of a French card in which a colon lacks the narrow space before it."""
    told: list[str] = []
    for part in walk(card.to_components()):
        options: list[dict[str, Any]] = part.get("options") or []
        told += [f"{one['label']}\n{one.get('description') or ''}" for one in options]
    return [one for one in told if re.search(r"[^\s\d]: ", one)]


def _of_lengths(parts: list[dict[str, Any]]) -> Iterator[str]:
    for part in parts:
        for key, most in _LIMITS.items():
            if len(part.get(key) or "") > most:
                yield f"a {key} of more than {most} characters"
        options: list[dict[str, Any]] = part.get("options") or []
        if len(options) > _MOST_OPTIONS:
            yield f"a menu of {len(options)} options"
        if any(len(one["label"]) > _OPTION_LABEL for one in options):
            yield "an option with too long a label"
        pictures: list[dict[str, Any]] = part.get("items") or []
        if any(len(one["description"]) > _PICTURE_DESCRIPTION for one in pictures):
            yield "a picture with too long a description"
