"""What an organiser is told of a board: where it stands, and which are not kept current."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bot.interactions.cards import Card, Part, link, message_link, panel, row, small, text, title
from bot.interactions.posts import PostOutcome
from bot.messages import Voice
from cogs.tally import words
from cogs.tally.board_keeping import BoardOutcome, PlacedBoard

_OUTCOMES: Final = {
    BoardOutcome.MADE: words.BOARD_MADE,
    BoardOutcome.THERE: words.BOARD_THERE,
    BoardOutcome.LATER: words.BOARD_LATER,
}
_TOLD: Final = (PostOutcome.DONE, PostOutcome.PINS_FULL)
"""What is told of pinning a board that was there before as well."""
_MOST: Final = 10
"""Boards that are named as not kept current."""


def board_card(placed: PlacedBoard, say: Voice) -> Card:
    """Return what `/tally board` came to, with the way to the board."""
    return Card(panel(*_parts(placed, say)))


def _parts(placed: PlacedBoard, say: Voice) -> Iterator[Part | None]:
    board = placed.board
    yield title(say(words.BOARD_TITLE))
    yield text(say(_OUTCOMES[placed.outcome]))
    if placed.pin in _TOLD or placed.outcome is BoardOutcome.MADE:
        yield text(say(words.PINS.get(placed.pin, words.BOARD_PIN_LATER)))
    if board.message_id is not None:
        address = message_link(
            guild_id=board.guild_id, channel_id=board.channel_id, message_id=board.message_id
        )
        yield row([link(say(words.BOARD_LINK), address)])
        yield small(say(words.BOARD_END))
    lost = [
        say(words.PARKED[one.parked], channel=f"<#{one.channel_id}>")
        for one in placed.parked[:_MOST]
        if one.parked is not None
    ]
    if lost:
        yield text("\n".join(f"- {line}" for line in lost))
