"""How requests to Discord are made here: never cut off half-way, and no limit waited for long."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Final, TypeVar

import aiohttp

from bot.interactions.connection.refusals import reason_of
from bot.unreachable import NotDiscord

T = TypeVar("T")

LONGEST_WAIT: Final = 60.0
"""Seconds that a limit is waited for; one that is longer ends the tryout."""
NO_ANSWER: Final = (aiohttp.ClientError, OSError, NotDiscord)
"""How a request ends to which Discord gave no answer, or something else did."""


def asks_for_a_pause(seconds: float) -> str:
    """Say that it takes too long now."""
    return f"Discord asks for a pause of {seconds:,.0f} seconds: try again later."


def gave_no_answer(error: BaseException) -> str:
    """Say why nothing can be asked of Discord now."""
    return f"Discord cannot be reached: {reason_of(error)}."


async def uncancelled(work: Awaitable[T]) -> T:
    """Return what a request comes to, also where the wait for it is cancelled meanwhile."""
    working = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(working)
    except asyncio.CancelledError:
        await asyncio.wait({working})
        if not working.cancelled():
            working.exception()
        raise
