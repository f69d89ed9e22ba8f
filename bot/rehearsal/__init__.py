"""The bot on a local stage, in a browser or as a scripted visit, without a Discord account."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
import tempfile
import webbrowser
from collections.abc import Callable, Iterable
from contextlib import AsyncExitStack, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from bot.domain.clock import day_of, system_clock
from bot.exits import CannotStart, Exit, typed
from bot.log import watch_loop
from bot.terminal.browser import browser_is_likely

if TYPE_CHECKING:
    from bot.rehearsal.stage import Stage

PORT: Final = 8_430
"""Where the lobby is unless another port is wished, or this one is taken."""

TICK: Final = 1.0
"""Seconds between two looks at the clock."""

Say = Callable[[str], None]

_NEEDED: Final = ("simcord", "markdown_it", "linkify_it", "regex", "PIL")


def run_rehearsal(
    *,
    config_root: Path,
    data_dir: Path,
    port: int = PORT,
    open_browser: bool = True,
    fresh: bool = False,
    script: bool = False,
) -> int:
    """Rehearse in the browser until Ctrl-C, or play the script; return the exit code.

    Runs on asyncio's own loop: the simulator replaces methods of the loop, which uvloop forbids.

    Raises:
        CannotStart: when the simulator, the configuration or the store is not fit to start.
    """
    require_simulator()
    _leave_the_terminal_to_the_story()
    played = (
        play_script(config_root=config_root)
        if script
        else rehearse(
            config_root=config_root,
            data_dir=data_dir,
            port=port,
            open_browser=open_browser,
            fresh=fresh,
        )
    )
    with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
        return runner.run(played)


def require_simulator(needed: Iterable[str] = _NEEDED) -> None:
    """Check that the optional packages are there.

    Raises:
        CannotStart: with `Exit.REHEARSAL`, saying how to install them.
    """
    missing = [name for name in needed if find_spec(name) is None]
    if missing:
        raise CannotStart(
            "the rehearsal needs the simulator, which is not installed: `make run` installs it "
            f"(missing: {', '.join(missing)})",
            Exit.REHEARSAL,
        )


async def rehearse(
    *,
    config_root: Path,
    data_dir: Path,
    port: int = PORT,
    open_browser: bool = True,
    fresh: bool = False,
    say: Say = click.echo,
) -> int:
    """Serve the lobby until SIGINT or SIGTERM; return 0.

    Raises:
        CannotStart: when the configuration or the store is not fit to start.
    """
    say("Rehearsal: the real bot on a local stage. Nothing here reaches Discord.\n")
    from bot.rehearsal.address import Address, with_the_folder_free  # noqa: PLC0415
    from bot.rehearsal.local_bot import LocalBot  # noqa: PLC0415 - the simulator is optional
    from bot.rehearsal.pages.lobby import Lobby  # noqa: PLC0415
    from bot.rehearsal.stage import Stage  # noqa: PLC0415

    local_bot = LocalBot(config_root=config_root, data_dir=data_dir / "rehearsal")
    local_bot.adopt(data_dir)
    address = Address(local_bot.folder)
    stop = asyncio.Event()
    async with AsyncExitStack() as opened:

        async def start() -> Stage:
            await (local_bot.clear if fresh else local_bot.check_free)()
            _set_when_asked(stop)  # only now: until here the process may end at once
            say("Reading the campaign, opening its store, setting the stage …")
            return await opened.enter_async_context(Stage(local_bot))

        stage = await with_the_folder_free(start, address)
        if fresh:
            address.forget()
        command = typed("rehearse")
        lobby = Lobby(stage, port=port, command=command, secret=address.secret, stop=stop)
        await opened.enter_async_context(lobby)
        address.keep(lobby.url)
        if not stop.is_set():
            say(_invitation(stage, lobby.url))
            await _show(lobby.url, in_browser=open_browser)
        await _follow_the_clock(stage, stop)
    say("\nThe rehearsal has ended.")
    return Exit.OK


async def play_script(*, config_root: Path, say: Say = click.echo) -> int:
    """Play the scripted visit on a temporary store; return 0 only if all came out as told.

    Raises:
        CannotStart: when the configuration is not fit to start.
    """
    from bot.rehearsal.local_bot import LocalBot  # noqa: PLC0415 - the simulator is optional
    from bot.rehearsal.script import visit  # noqa: PLC0415
    from bot.rehearsal.stage import Stage  # noqa: PLC0415

    say("A scripted visit: the real bot on a local stage. Nothing here reaches Discord.")
    with tempfile.TemporaryDirectory(prefix="rehearsal-") as folder:
        local_bot = LocalBot(config_root=config_root, data_dir=Path(folder))
        async with Stage(local_bot) as stage:
            return Exit.OK if await visit(stage, say) else Exit.REHEARSAL


def _leave_the_terminal_to_the_story() -> None:
    """Log only what is wrong, unless LOG_LEVEL=debug asks for more."""
    logging.getLogger("discord").setLevel(logging.ERROR)
    for name in ("bot", "cogs"):
        ours = logging.getLogger(name)
        if ours.getEffectiveLevel() == logging.INFO:
            ours.setLevel(logging.WARNING)


def _invitation(stage: Stage, url: str) -> str:
    opens = stage.must_run().configuration.campaign.dates.opens
    later = opens and opens > day_of(system_clock())
    begins = f"Signing opens on {opens}: the rehearsal begins on that day.\n\n" if later else ""
    return (
        f"The bot is running, with its store in {stage.local_bot.store}.\n\n{begins}"
        f"Open this address in a browser:\n\n    {url}\n\n"
        "To run on Discord: write DISCORD_TOKEN=… into .env and start it the same way again;\n"
        "the README shows where the token comes from.\n\n"
        "Ctrl-C ends the rehearsal; pledges and settings stay for the next one, what was said\n"
        f"does not. To begin anew: {typed('rehearse --fresh')}"
    )


async def _show(url: str, *, in_browser: bool) -> None:
    """Open the page where the person at this terminal would see it."""
    seen = browser_is_likely(os.environ, sys.platform, interactive=sys.stdout.isatty())
    if in_browser and seen:
        await asyncio.to_thread(webbrowser.open, url)


def _set_when_asked(stop: asyncio.Event) -> None:
    """Let Ctrl-C and SIGTERM set an event, so that both end in order."""
    loop = asyncio.get_running_loop()
    watch_loop(loop)
    for one in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # Windows: Ctrl-C cancels the main task instead
            loop.add_signal_handler(one, stop.set)


async def _follow_the_clock(stage: Stage, stop: asyncio.Event) -> None:
    while not stop.is_set():
        await stage.tick()
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), TICK)
