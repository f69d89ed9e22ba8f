"""Keeps the bot on Discord until it is asked to stop, and then ends in order and in time."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import sys
from collections.abc import Callable, Coroutine, Generator
from contextlib import contextmanager
from types import FrameType
from typing import Any, Final, TypeVar

import aiohttp
import discord

from bot import RELEASE
from bot.db import HEAD
from bot.exits import CannotStart, Exit
from bot.interactions.connection.refusals import (
    answered,
    final,
    passing,
    pauses,
    reason_of,
    retry_after,
)
from bot.log import Wait, told_when_slow, watch_loop
from bot.outreach import OutreachBot
from bot.settings import Settings
from bot.unreachable import NotDiscord, Reason

_log: Final = logging.getLogger(__name__)
T = TypeVar("T")

CLOSING: Final = 3.0
"""Seconds that answers under way and the connection may take to end."""
LETTING_GO: Final = 0.3
"""Further seconds until a connection that hangs is left behind."""
_NEW_OBJECTS: Final = 5_000
"""New objects after which the youngest are looked through; Python's own number is 700."""
PAUSES: Final = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0)
"""Seconds before each further attempt to connect, while something answers."""
_NETWORK_PAUSE: Final = 4.0
"""Seconds between two attempts, at most, while nothing answers: nobody is burdened by them, and
the bot is back soon after the network."""


def stop_when_asked() -> asyncio.Event:
    """Return what SIGTERM and Ctrl-C set; asked a second time, the process ends at once."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    watch_loop(loop)

    def asked(sign: signal.Signals) -> None:
        _log.info("stopping", extra={"signal": sign.name})
        stop.set()
        loop.remove_signal_handler(sign)

    for sign in (signal.SIGTERM, signal.SIGINT):
        try:
            loop.add_signal_handler(sign, asked, sign)
        except NotImplementedError:  # Windows
            signal.signal(sign, lambda *_: loop.call_soon_threadsafe(stop.set))  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
    return stop


def prepare_process() -> None:
    """Let no crash write this process's memory to the disk."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - there is none on Windows

    _, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, hard))


def on_a_fast_loop(work: Coroutine[Any, Any, T]) -> T:
    """Run to the end on uvloop, where there is one."""
    if sys.platform == "win32":
        return asyncio.run(work)
    import uvloop  # noqa: PLC0415 - there is none on Windows

    return uvloop.run(work)


@contextmanager
def sigterm_as_ctrl_c() -> Generator[None]:
    """Let SIGTERM end a command as Ctrl-C does: in order, so that nothing half done is left."""
    before = signal.signal(signal.SIGTERM, _as_ctrl_c)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _as_ctrl_c(sign: int, frame: FrameType | None) -> None:
    handler = signal.getsignal(signal.SIGINT)
    if callable(handler):  # asyncio's own, which cancels what runs
        handler(sign, frame)
    else:  # a shell lets what it starts in the background ignore Ctrl-C
        signal.default_int_handler(sign, frame)


def say_starting(settings: Settings, campaign_id: str) -> None:
    """Say what starts; once Discord has taken the token, so that a refusal is one sentence."""
    _log.info(
        "starting",
        extra={
            "release": RELEASE,
            "store": "PostgreSQL" if settings.sqlite_file is None else "SQLite",
            "campaign": campaign_id,
            "schema": HEAD,
        },
    )
    if settings.goes_with_the_container:
        _log.warning("the database lies in this container and goes with it: mount a volume for it")


async def unless_stopped(
    work: Coroutine[Any, Any, T],
    stop: asyncio.Event,
    *,
    close: Callable[[], Coroutine[Any, Any, None]] | None = None,
) -> T | None:
    """Return what some work comes to, or None once `stop` is set and the work has ended.

    `close` asks the work to end by itself; without it the work is cancelled. What has not ended
    `CLOSING` and `LETTING_GO` seconds later is left behind.
    """
    working = asyncio.create_task(work)
    await _wait(stop, working)
    if not stop.is_set():
        return working.result()
    closing = asyncio.create_task(close()) if close is not None else working
    if close is None:
        working.cancel()
    await asyncio.wait({closing}, timeout=CLOSING)
    for task in (closing, working):
        if not task.done():
            task.cancel()
    # what is raised while closing is no news; what hangs is let go with the process
    ending = asyncio.gather(closing, working, return_exceptions=True)
    await asyncio.wait({ending}, timeout=LETTING_GO)
    return None


async def _wait(
    stop: asyncio.Event, *work: asyncio.Task[Any], seconds: float | None = None
) -> None:
    """Wait until `stop` is set, some work has ended, or so many seconds are over."""
    asked = asyncio.create_task(stop.wait())
    await asyncio.wait({asked, *work}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    asked.cancel()


async def serve(make_bot: Callable[[], OutreachBot], token: str, stop: asyncio.Event) -> None:
    """Connect, and stay connected until `stop` is set; while Discord is away, try on and on.

    Raises:
        CannotStart: when Discord refuses the token, or this bot, for good; each has its own code.
    """
    collect_garbage_less_often()
    seconds, told = pauses(PAUSES), None
    served = False
    while not stop.is_set():
        bot = make_bot()
        try:
            await _live(bot, token, stop)
        except (aiohttp.ClientError, OSError, discord.DiscordException, NotDiscord) as error:
            served |= bot.served
            refusal = final(error)
            if refusal is not None and not _outlived(refusal, bot, served=served):
                raise refusal from None
            if refusal is None and not passing(error):
                raise
            if bot.served:  # this is the beginning of another outage
                seconds, told = pauses(PAUSES), None
            pause = _pause(error, next(seconds))
            told = _tell(error, pause, told)
            await _wait(stop, seconds=pause)


def _outlived(refusal: CannotStart, bot: OutreachBot, *, served: bool) -> bool:
    """Whether a bot that Discord has let in goes on: with more shards, or past what is unknown."""
    grown = refusal.code is Exit.SHARDING and bot.served
    return grown or (refusal.code is Exit.REFUSED and served)


def _pause(error: Exception, seconds: float) -> float:
    """Return how long to wait: soon again where nothing answers, else as long as was asked for."""
    return max(seconds, retry_after(error)) if answered(error) else min(seconds, _NETWORK_PAUSE)


def _tell(error: Exception, pause: float, told: Reason | None) -> Reason:
    """Say why Discord cannot be reached, once for each reason; return the reason."""
    reason = reason_of(error)
    if reason is not told:
        known = {"status": error.status} if isinstance(error, discord.HTTPException) else {}
        _log.warning(
            "Discord cannot be reached, trying on until it can: %s",
            reason,
            extra={"error": type(error).__name__, "seconds": pause, **known},
        )
    return reason


def collect_garbage_less_often() -> None:
    """Keep the collector of cycles from walking all that was imported, again and again.

    What is there before the first event stays as long as the process, and a press leaves little
    behind: the row of `make bench` that names this shows what it saves of a press.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, 10, 10)


async def _live(bot: OutreachBot, token: str, stop: asyncio.Event) -> None:
    """Live one life of the bot: until `stop`, or until its connection ends with an error."""
    await unless_stopped(_connected(bot, token), stop, close=bot.close)
    if not stop.is_set():
        raise RuntimeError("the connection ended by itself")


async def _connected(bot: OutreachBot, token: str) -> None:
    async with bot:
        with told_when_slow(Wait.LOGIN, over=lambda: bot.application_id is not None):
            await bot.login(token)
        with told_when_slow(Wait.GATEWAY, over=lambda: bot.served):
            await bot.connect()
