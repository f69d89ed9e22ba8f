"""What a start says and offers where a rehearsal is already running in the same folder."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import Final

import click

from bot.exits import CannotStart, Exit
from bot.rehearsal.address import Address, answers, end

_TRIES: Final = 40
_BETWEEN: Final = 0.25
"""Seconds between two looks whether the other one has let go of its store."""

Ask = Callable[[str], bool]


def _asked(question: str) -> bool:
    return click.confirm(question, default=False)


async def with_the_folder_free(
    act: Callable[[], Awaitable[None]], address: Address, *, ask: Ask | None = None
) -> None:
    """Do something that needs the folder alone, once another rehearsal there was ended.

    It is ended only if the person at this terminal says so.

    Raises:
        CannotStart: with `Exit.SECOND_COPY` where it goes on, with its address.
    """
    try:
        await act()
    except CannotStart as refusal:
        if refusal.code is not Exit.SECOND_COPY:
            raise
        url = address.kept
        if url is None or not await answers(url):
            raise
        told = f"A rehearsal is already running in this folder:\n\n    {url}\n"
        if ask is None and not sys.stdin.isatty():
            raise CannotStart(
                f"{told}\nOpen that address, or end it with Ctrl-C where it runs.", Exit.SECOND_COPY
            ) from None
        click.echo(told)
        wanted = await asyncio.to_thread(ask or _asked, "End it and begin here?")
        if not wanted or not await end(url):
            raise CannotStart("It goes on. Nothing was begun here.", Exit.SECOND_COPY) from None
        await _tried_again(act)


async def _tried_again(act: Callable[[], Awaitable[None]]) -> None:
    for left in reversed(range(_TRIES)):
        try:
            await act()
        except CannotStart as refusal:
            if refusal.code is not Exit.SECOND_COPY or left == 0:
                raise
            await asyncio.sleep(_BETWEEN)
        else:
            return
