"""Keeps the bot on Discord until it is asked to stop, and then ends in order and in time."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import sys
from collections.abc import Callable, Coroutine, Generator, Iterator
from contextlib import contextmanager
from itertools import chain, repeat
from types import FrameType
from typing import Any, Final, TypeVar

import aiohttp
import discord

from bot import RELEASE
from bot.db import HEAD
from bot.exits import CannotStart, Exit
from bot.log import Wait, told_when_slow, watch_loop
from bot.outreach import OutreachBot
from bot.settings import Settings

_log: Final = logging.getLogger(__name__)
T = TypeVar("T")

CLOSING: Final = 3.0
"""Seconds that answers under way and the connection may take to end."""
LETTING_GO: Final = 0.3
"""Further seconds until a connection that hangs is left behind."""
_NEW_OBJECTS: Final = 5_000
"""New objects after which the youngest are looked through; Python's own number is 700."""
_PAUSES: Final = (1.0, 2.0, 5.0, 10.0, 30.0)
_LONGEST_PAUSE: Final = 60.0

_TOKEN_RESET: Final = 4004  # https://discord.com/developers/docs/topics/opcodes-and-status-codes
_TOO_MANY_REQUESTS: Final = 429

_MAKE_A_NEW_ONE: Final = (
    "Discord refuses DISCORD_TOKEN: press Reset Token on the Bot page of your application "
    "(https://discord.com/developers/applications) and put the new one into .env."
)


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
    """Let no crash write this process's memory to the disk, and no file's name end a command."""
    stdout: Any = sys.stdout
    if hasattr(stdout, "reconfigure"):
        stdout.reconfigure(errors="backslashreplace")  # a name need not be text
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
        CannotStart: with `Exit.TOKEN` when Discord refuses the token.
    """
    collect_garbage_less_often()
    pauses, away = _pauses(), False
    while not stop.is_set():
        bot = make_bot()
        try:
            await _live(bot, token, stop)
        except (aiohttp.ClientError, OSError, discord.DiscordException) as error:
            if _about_the_token(error):
                raise CannotStart(_MAKE_A_NEW_ONE, Exit.TOKEN) from None
            if not _passing(error):
                raise
            if bot.served:  # this is the beginning of another outage
                pauses, away = _pauses(), False
            if not away:
                _log.warning(
                    "Discord cannot be reached, trying on until it can",
                    extra={"error": type(error).__name__},
                )
                away = True
            await _wait(stop, seconds=next(pauses))


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
        with told_when_slow(Wait.GATEWAY, over=bot.is_ready):
            await bot.connect()


def _pauses() -> Iterator[float]:
    return chain(_PAUSES, repeat(_LONGEST_PAUSE))


def _passing(error: Exception) -> bool:
    """Whether an error is the network's or Discord's own, so that waiting can mend it."""
    if isinstance(error, discord.HTTPException):
        return error.status >= 500 or error.status == _TOO_MANY_REQUESTS
    return isinstance(error, aiohttp.ClientError | OSError | discord.GatewayNotFound)


def _about_the_token(error: Exception) -> bool:
    """Whether Discord refuses the token, at the login or, when it was reset, at the gateway."""
    reset = isinstance(error, discord.ConnectionClosed) and error.code == _TOKEN_RESET
    return reset or isinstance(error, discord.LoginFailure)
