"""Runs a tryout against the loopback, and says what stood there and what is left."""

from __future__ import annotations

from bot.config import Configuration
from bot.tryout.cards import Trial
from bot.tryout.command import tried
from bot.tryout.packing import Batch, packed
from tests.loopback.messages import Message
from tests.loopback.server import Discord

VIEW, SEND, ATTACH, HISTORY, THREADS = 1 << 10, 1 << 11, 1 << 15, 1 << 16, 1 << 38
RIGHTS = VIEW | SEND | ATTACH | HISTORY | THREADS
OPENS_THREADS = 1 << 34 | 1 << 36


def first(few: list[Trial]) -> Batch:
    """Return what is posted first, which is two cards."""
    batch, _ = packed(few)
    assert len(batch.trials) == 2
    return batch


async def run(
    loopback: Discord, shipped: Configuration, channel_id: int, *, yes: bool = True
) -> bool | None:
    return await tried(loopback.token, shipped, channel_id, ("de",), yes=yes)


def posted(loopback: Discord) -> list[Message]:
    return list(loopback.state.messages.values())


def gone(loopback: Discord) -> bool:
    return all(one.deleted for one in posted(loopback))
