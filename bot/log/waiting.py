"""A wait that takes long is told, so that a start is never silent."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Generator
from contextlib import contextmanager
from enum import StrEnum
from typing import Final

_log: Final = logging.getLogger(__name__)

SLOW: Final = 5.0
"""Seconds after which a wait is told."""


class Wait(StrEnum):
    """What the bot waits for before it serves."""

    DATABASE = "opening the database and bringing it to this release's schema"
    STORE = "reading the store"
    LOGIN = "logging in to Discord"
    SYNCING = "sending the commands to Discord; the bot serves meanwhile"
    GATEWAY = "waiting for Discord's gateway"


@contextmanager
def told_when_slow(wait: Wait, *, over: Callable[[], bool] = lambda: False) -> Generator[None]:
    """Say once that a block is still waiting after `SLOW` seconds, unless `over` says it is not."""

    def tell() -> None:
        if not over():
            _log.info("after %d seconds still %s", SLOW, wait)

    timer = asyncio.get_running_loop().call_later(SLOW, tell)
    try:
        yield
    finally:
        timer.cancel()
