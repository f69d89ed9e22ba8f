"""Posting: why Discord refused it, and what a private card says once it is done."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from enum import StrEnum
from typing import Any, Final

import discord
from discord import ui

from bot.domain.phrases import LABEL, phrase
from bot.interactions.cards import CARD_TEXT, Card
from bot.interactions.posts import REFUSALS, fate_of
from bot.messages import Voice

POSTED = phrase("posting.posted")
ASK = phrase("posting.ask")
AGAIN_BUTTON = phrase("posting.again_button", limit=LABEL)
NOT_NOW_BUTTON = phrase("posting.not_now_button", limit=LABEL)


ChangedView = Callable[[discord.Message, str, Voice], ui.LayoutView]
"""Makes of a message, the pressed custom_id and a voice what its card shows next."""


class Step(StrEnum):
    """What a button stands for on a card that was posted; the last part of its custom_id."""

    ASK = "+ask"
    SURE = "+sure"
    NOT_NOW = "+not-now"


_NOTICE: Final = 900
_QUESTION: Final = 901
"""The ids of the parts that are put on a card; Discord numbers its own parts from 1."""


@contextmanager
def posting() -> Generator[None]:
    """Let what a server or its members did mean what it does; anything else stays an error.

    Raises:
        ChannelGone, MessageGone, ThreadClosed, BlockedByServer: when Discord refuses for that.
    """
    try:
        yield
    except discord.HTTPException as error:
        refused = REFUSALS.get(fate_of(error))
        if refused is None:
            raise
        raise refused from error


def with_step(args: tuple[str, ...]) -> tuple[tuple[str, ...], Step | None]:
    """Return the arguments of a custom_id without the step, and the step."""
    if args and args[-1] in list(Step):
        return args[:-1], Step(args[-1])
    return args, None


def posted_view(message: discord.Message, pressed: str, say: Voice) -> ui.LayoutView:
    """Return a card that was posted: it says so, and its button will ask."""
    return _view(message, pressed, [ui.TextDisplay(say(POSTED), id=_NOTICE)])


def asking_view(message: discord.Message, pressed: str, say: Voice) -> ui.LayoutView:
    """Return a posted card that asks whether to post it once more."""
    base = _without_step(pressed)
    answers: ui.ActionRow[Any] = ui.ActionRow(
        _button(say(AGAIN_BUTTON), f"{base}:{Step.SURE}"),
        _button(say(NOT_NOW_BUTTON), f"{base}:{Step.NOT_NOW}"),
        id=_QUESTION,
    )
    return _view(message, pressed, [ui.TextDisplay(say(ASK), id=_NOTICE), answers])


def posted_notice(say: Voice) -> ui.LayoutView:
    """Return the words for when the card that was posted is gone."""
    return _new_card([ui.TextDisplay(say(POSTED))])


def _view(message: discord.Message, pressed: str, parts: list[ui.Item[Any]]) -> ui.LayoutView:
    """Return the card of a message with other parts at its end, finished from the start.

    Where there is no room for them on it, they stand alone.
    """
    view = ui.LayoutView.from_message(message, timeout=None)
    view.stop()
    base = _without_step(pressed)
    for part in list(view.walk_children()):
        if isinstance(part, ui.Container):
            _take_away(part)
        elif isinstance(part, ui.Button) and _without_step(part.custom_id or "") == base:
            part.custom_id = f"{base}:{Step.ASK}"
        elif isinstance(part, ui.MediaGallery):
            _keep_files(part, message.attachments)
    frame = next((one for one in view.children if isinstance(one, ui.Container)), None)
    for part in parts:
        (frame or view).add_item(part)
    return view if view.content_length() <= CARD_TEXT else _new_card(parts)


def _take_away(frame: ui.Container[Any]) -> None:
    """Remove what was put on a card at an earlier press."""
    for part in list(frame.children):
        if part.id in (_NOTICE, _QUESTION):
            frame.remove_item(part)


def _new_card(parts: list[ui.Item[Any]]) -> ui.LayoutView:
    return Card(ui.Container(*parts))


def _keep_files(gallery: ui.MediaGallery[Any], files: list[discord.Attachment]) -> None:
    """Let pictures that came as files stay files; Discord names them by an address that ends."""
    for item in gallery.items:
        for file in files:
            if file.url == item.media.url or file.id == item.media.attachment_id:
                item.media = f"attachment://{file.filename}"


def _without_step(custom_id: str) -> str:
    head, _, last = custom_id.rpartition(":")
    return head if last in list(Step) else custom_id


def _button(label: str, custom_id: str) -> ui.Button[Any]:
    return ui.Button(label=label, custom_id=custom_id)
