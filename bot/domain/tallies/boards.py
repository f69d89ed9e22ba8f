"""A board: a posted tally that keeps itself current, or is parked and says why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Final


class Parked(IntEnum):
    """Why a board is not kept current any more; the values are stored, and never change."""

    CHANNEL_GONE = 1
    NO_RIGHT = 2
    REFUSED = 3
    THREAD_CLOSED = 4
    BLOCKED = 5


LOST: Final = frozenset({Parked.CHANNEL_GONE, Parked.NO_RIGHT})
"""The bot cannot get at the message, until a right or its place in the server is given back."""

PASSING: Final = LOST | {Parked.THREAD_CLOSED}
"""What may be over without anybody asking for the board again: so the bot tries by itself."""


@dataclass(frozen=True, slots=True)
class Board:
    """One board; there is one in a channel at most.

    Attributes:
        parent_id: the channel that its thread belongs to, where it stands in one.
        locale: the server's language when the board was made.
        nonce: tells Discord one message from another while it is being posted.
        message_id: the message; None while it is being posted.
        shows: which card it shows, as a digest; None while it shows none.
        parked: why it is not kept current, or None while it is.
    """

    guild_id: int
    channel_id: int
    nonce: int
    parent_id: int | None = None
    locale: str | None = None
    message_id: int | None = None
    shows: str | None = None
    parked: Parked | None = None
