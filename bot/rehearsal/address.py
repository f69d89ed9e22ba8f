"""The address of the rehearsal in a folder: it stays, and a second start says and ends it."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Final, TypeVar
from urllib.parse import urlsplit

import aiohttp
import click

from bot.exits import CannotStart, Exit

NAME: Final = "address"
_PATIENCE: Final = 3.0
"""Seconds that another rehearsal may take to answer."""

_STARTING: Final = 15.0
"""Seconds that another rehearsal may take from having the folder to having an address."""

_TRIES: Final = 40
_BETWEEN: Final = 0.25
"""Seconds between two looks whether the other one has let go of its store."""

Ask = Callable[[str], bool]
T = TypeVar("T")


class Address:
    """Kept in a file that only its owner reads: whoever has the address plays everyone."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / NAME

    @property
    def kept(self) -> str | None:
        """The address of the last rehearsal here, or None where there was none."""
        with suppress(OSError, UnicodeDecodeError):
            found = self._file.read_text(encoding="utf-8").strip()
            if self._secret_of(found):
                return found
        return None

    @property
    def secret(self) -> str | None:
        """The part of the kept address that nobody else knows; it stays, for open pages."""
        return self._secret_of(self.kept or "")

    def keep(self, url: str) -> None:
        """Remember an address; where that is not possible, the next rehearsal has another one."""
        with suppress(OSError):
            self._file.unlink(missing_ok=True)
            descriptor = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(f"{url}\n")

    def forget(self) -> None:
        """Let the next rehearsal have an address that nobody knows yet."""
        with suppress(OSError):
            self._file.unlink(missing_ok=True)

    @staticmethod
    def _secret_of(url: str) -> str | None:
        parts = urlsplit(url)
        secret = parts.path.strip("/")
        plain = secret.replace("-", "").replace("_", "").isalnum()
        return secret if parts.scheme == "http" and plain and len(secret) >= 20 else None


async def answers(url: str) -> bool:
    """Return whether a rehearsal is there."""
    return await _asked("GET", f"{url}state")


async def end(url: str) -> bool:
    """Ask a rehearsal to end; return whether it will."""
    return await _asked("POST", f"{url}end")


async def _asked(method: str, url: str) -> bool:
    patience = aiohttp.ClientTimeout(total=_PATIENCE)
    try:
        async with (
            aiohttp.ClientSession(timeout=patience) as client,
            client.request(method, url) as answer,
        ):
            return answer.ok
    except (TimeoutError, aiohttp.ClientError):
        return False


def _confirmed(question: str) -> bool:
    """Ask at the terminal; Ctrl-C and Ctrl-D say no."""
    # asyncio's own handler would let the question wait on for its answer.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return click.confirm(question, default=False)
    except click.Abort:
        click.echo()
        return False
    finally:
        signal.signal(signal.SIGINT, before)


async def with_the_folder_free(
    act: Callable[[], Awaitable[T]],
    address: Address,
    *,
    ask: Ask | None = None,
    patience: float = _STARTING,
) -> T:
    """Do something that needs the folder alone, once another rehearsal there was ended.

    It is ended only if the person at this terminal says so. One that is just starting has no
    address yet: it is waited for, `patience` seconds at most.

    Raises:
        CannotStart: with `Exit.SECOND_COPY` where it goes on, with its address.
    """
    until, told = monotonic() + patience, False
    while True:
        try:
            return await act()
        except CannotStart as refusal:
            if refusal.code is not Exit.SECOND_COPY:
                raise
            url = await _where_it_answers(address)
            if url is None and monotonic() >= until:
                raise
        if url is not None:
            await _end_if_wished(url, ask)
            return await _tried_again(act)
        if not told:
            click.echo("Another rehearsal is starting in this folder: waiting for its address.")
            told = True
        await asyncio.sleep(_BETWEEN)


async def _where_it_answers(address: Address) -> str | None:
    url = address.kept
    return url if url is not None and await answers(url) else None


async def _end_if_wished(url: str, ask: Ask | None) -> None:
    told = f"A rehearsal is already running in this folder:\n\n    {url}\n"
    if ask is None and not sys.stdin.isatty():
        raise CannotStart(
            f"{told}\nOpen that address, or end it with Ctrl-C where it runs.", Exit.SECOND_COPY
        )
    click.echo(told)
    if not (ask or _confirmed)("End it and begin here?") or not await end(url):
        raise CannotStart("It goes on. Nothing was begun here.", Exit.SECOND_COPY)


async def _tried_again(act: Callable[[], Awaitable[T]]) -> T:
    left = _TRIES
    while True:
        try:
            return await act()
        except CannotStart as refusal:
            left -= 1
            if refusal.code is not Exit.SECOND_COPY or left == 0:
                raise
            await asyncio.sleep(_BETWEEN)
