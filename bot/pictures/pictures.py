"""Asks the drawing process for pictures, one at a time; what cannot be drawn in time is None."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections import OrderedDict
from pathlib import Path
from typing import Final

from bot.pictures.chart import Chart
from bot.pictures.quotation import Quotation
from bot.pictures.turns import Turns
from bot.pictures.typesetting import sign_without_font

_log = logging.getLogger(__name__)

LIMIT: Final = 6.0
"""Seconds one picture may take, the child's start included."""

WAITING: Final = 16
"""Pictures that may have a turn or wait for one; one more is declined at once."""

_KEPT: Final = 32
_HERE: Final = Path(__file__).resolve().parents[2]
_ENVIRONMENT: Final = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "HOME", "SYSTEMROOT")
_LENGTH: Final = 4
_LARGEST: Final = 4 * 1024 * 1024


class Pictures:
    """Draws through one child process; the last pictures are kept, whoever asked for them.

    The renderer holds Python's lock while it draws, so it does not live here. The child is started
    by the first picture, ends when its input closes (so it also dies with a killed parent), is
    stopped when a picture takes too long, and is started anew by the next one.
    """

    def __init__(self, *, command: tuple[str, ...] | None = None, limit: float = LIMIT) -> None:
        self._command = command or (sys.executable, "-m", "bot.pictures.child")
        self._limit = limit
        self._turns = Turns(most=WAITING)
        self._child: Process | None = None
        self._kept: OrderedDict[Quotation | Chart, bytes] = OrderedDict()

    async def draw(self, wanted: Quotation | Chart, *, person: int | None = None) -> bytes | None:
        """Return a picture as a PNG, or None if it cannot be drawn.

        Whoever asks for more than one at once waits behind everyone else; `person` is who asks, and
        is forgotten with the picture.
        """
        kept = self._kept.get(wanted)
        if kept is not None:
            return kept
        async with self._turns.turn(person) as given:
            if not given:
                return None
            drawn = self._kept.get(wanted) or await self._drawn(wanted.to_bytes())
        if drawn:
            self._kept[wanted] = drawn
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return drawn

    @staticmethod
    def has_fonts_for(quotation: Quotation) -> bool:
        """Whether there is a font for each sign of a card: without one there is no picture."""
        return not any(map(sign_without_font, (quotation.text, *quotation.credit)))

    async def close(self) -> None:
        """End the child; a later picture starts a new one."""
        child, self._child = self._child, None
        if child is not None:
            await _end(child)

    async def _drawn(self, request: bytes) -> bytes | None:
        try:
            async with asyncio.timeout(self._limit):
                return await self._asked(request)
        except (OSError, EOFError, TimeoutError) as failure:
            _log.warning("a picture could not be drawn: %s", type(failure).__name__)
        except asyncio.CancelledError:
            # Half an answer may be under way: the next request must not take it for its own.
            await asyncio.shield(self.close())
            raise
        await self.close()
        return None

    async def _asked(self, request: bytes) -> bytes | None:
        if self._child is None or self._child.returncode is not None:
            self._child = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=PIPE,
                stdout=PIPE,
                stderr=DEVNULL,
                cwd=_HERE,
                # Neither the token nor the secret is any of its business.
                env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
                # A session of its own: Ctrl-C in a terminal ends the bot, and the bot its child.
                start_new_session=True,
            )
        child = self._child
        assert child.stdin is not None  # noqa: S101 - asked for above
        assert child.stdout is not None  # noqa: S101 - asked for above
        child.stdin.write(len(request).to_bytes(_LENGTH, "big") + request)
        await child.stdin.drain()
        length = int.from_bytes(await child.stdout.readexactly(_LENGTH), "big")
        if length > _LARGEST:
            raise EOFError("not an answer of ours")
        return await child.stdout.readexactly(length) or None


async def _end(child: Process) -> None:
    """Close a child's input and wait; one that does not go by itself is killed."""
    if child.stdin is not None:
        child.stdin.close()
    try:
        async with asyncio.timeout(0.5):
            await child.wait()
    except TimeoutError:
        child.kill()
        await child.wait()
