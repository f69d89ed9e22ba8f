"""A bot in a process of its own, at home in a folder of its own: to be stopped, killed, read."""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.loopback.forking import Fork, available, environment
from tests.loopback.server import Discord

_TO_END = 30.0


def command(discord: Discord, *arguments: str, telling: float | None = None) -> list[str]:
    """Return the command line of the real bot, pointed at a loopback Discord.

    With `telling` it tells moderators of a raid after so many seconds, and not ten minutes.
    """
    options = ["--api", discord.api_url, "--gateway", discord.gateway_url]
    options += [] if telling is None else ["--telling", str(telling)]
    return [sys.executable, "-m", "tests.loopback.launch", *options, "--", *arguments]


class BotProcess:
    """One process. What it writes to both its streams is kept in `log` beside its database.

    It is a fork where `forking()` can make one, unless it shall start `anew()`. Leaving the block
    kills it if it still runs; a test that wants it gone politely calls `stop()`.
    """

    def __init__(
        self,
        arguments: Sequence[str],
        folder: Path,
        environment: Mapping[str, str],
        *,
        log: str = "log",
    ) -> None:
        self._arguments = arguments
        self._folder = folder
        self._environment = environment
        self._log = folder / log
        self._forked = available()
        self._process: asyncio.subprocess.Process | Fork | None = None

    def anew(self) -> BotProcess:
        """Let it start from nothing, as an operator starts it."""
        self._forked = False
        return self

    async def __aenter__(self) -> BotProcess:
        settings = {**environment(), **self._environment}
        if self._forked:
            fork = Fork.start(self._arguments, self._folder, settings, self._log)
            self._process = await fork
            return self
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *self._arguments,
                cwd=self._folder,
                env=settings,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._running.returncode is None:
            self._running.kill()
            await self._running.wait()

    @property
    def _running(self) -> asyncio.subprocess.Process | Fork:
        assert self._process is not None, "the process was not started"
        return self._process

    @property
    def log(self) -> str:
        """All it wrote so far."""
        return self._log.read_text("utf-8")

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._running.pid

    @property
    def running(self) -> bool:
        """Whether it has not ended."""
        return self._running.returncode is None

    def kill(self) -> None:
        """End it at this very moment, as a power cut does."""
        self._running.kill()

    async def stop(self, sign: signal.Signals = signal.SIGTERM) -> tuple[int, float]:
        """Ask it to end; return its exit code and the seconds it took."""
        began = time.monotonic()
        self._running.send_signal(sign)
        return await self.ended(), time.monotonic() - began

    async def ended(self, *, timeout: float = _TO_END) -> int:
        """Wait until it has ended and return its exit code.

        Raises:
            AssertionError: when it goes on running.
        """
        try:
            return await asyncio.wait_for(self._running.wait(), timeout)
        except TimeoutError:
            raise AssertionError(f"still running after {timeout} s:\n{self.log}") from None

    async def online(self, discord: Discord, *, sessions: int = 1, timeout: float = 60) -> None:
        """Wait until it is connected to its Discord.

        Raises:
            AssertionError: when it ends or does not connect; it carries the log.
        """
        connected = asyncio.create_task(
            discord.gateway.connected(sessions=sessions, timeout=timeout)
        )
        ended = asyncio.create_task(self._running.wait())
        await asyncio.wait({connected, ended}, return_when=asyncio.FIRST_COMPLETED)
        came = connected.done() and connected.exception() is None
        for task in (connected, ended):
            task.cancel()
        await asyncio.gather(connected, ended, return_exceptions=True)
        assert came, f"the bot did not come online:\n{self.log}"
