"""Sends the commands to Discord when they changed, and again after a refusal, beside serving."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import re
import secrets
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, cast

import aiohttp
import discord
from discord import app_commands

from bot.domain.refusals import NothingRecorded, OutcomeUnknown, StoreUnreadable
from bot.exits import CannotStart
from bot.interactions.connection.refusals import (
    final,
    from_discord,
    pauses,
    reason_of,
    retry_after,
    token_refused,
)
from bot.interactions.internals import payloads_of
from bot.log import Wait, told_when_slow
from bot.services import COMMAND_IDS
from bot.services.doctor.commands import COMMANDS_HELD, digest_of
from bot.unreachable import NotDiscord

_log: Final = logging.getLogger(__name__)

FIRST: Final = 3.0
"""Seconds that a start waits for the first attempt, so that new commands are there with the bot."""
PAUSES: Final = (60.0, 300.0, 900.0, 3_600.0, 6 * 3_600.0)
"""Seconds before each further attempt."""
_HASH: Final = "commands_hash"
_MOST_FAULTS: Final = 10
_WORD: Final = re.compile(r"[a-z0-9_]{1,40}")
_REASON: Final = re.compile(r"[A-Z0-9_]{1,60}")

AnyCommand = app_commands.Command[Any, ..., Any] | app_commands.Group | app_commands.ContextMenu
Read = Callable[[str], Awaitable[str | None]]
Write = Callable[[str, str], Awaitable[None]]


class Sync(StrEnum):
    """When the commands are sent to Discord."""

    WHEN_CHANGED = "when_changed"
    ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class RefusedField:
    """One thing that Discord refuses: which command, which of its fields, Discord's own code."""

    command: str
    field: str
    reason: str


class CommandSync:
    """Brings the commands to Discord; a refusal or a delay never keeps the bot from serving.

    `ids` is filled with the ids of the commands that Discord has, by name: those that the store
    remembers, and after an attempt that succeeded those that Discord gave. `current` says whether
    these are the commands of this release.
    """

    def __init__(
        self, tree: app_commands.CommandTree[Any], ids: dict[str, int], *, read: Read, write: Write
    ) -> None:
        self._tree = tree
        self._ids = ids
        self._read = read
        self._write = write
        self._pauses = pauses(PAUSES)
        self._attempt: asyncio.Task[None] | None = None
        self._next: asyncio.TimerHandle | None = None
        self.current = False

    async def begin(self, policy: Sync) -> None:
        """Make the first attempt; what takes longer than `FIRST` seconds goes on by itself.

        Raises:
            CannotStart: when Discord refuses the token in that time.
        """
        digest = await _digest(self._tree)
        # a store that cannot say what was sent must not keep the bot away: it is sent again
        with suppress(StoreUnreadable):
            self._ids.update(json.loads(await self._read(COMMAND_IDS) or "{}"))
            if policy is Sync.WHEN_CHANGED and await self._read(_HASH) == digest:
                self.current = True
                return
        attempt = self._start(digest)
        await asyncio.wait({attempt}, timeout=FIRST)  # on time-out it is left alone
        if attempt.done():
            attempt.result()
        else:
            attempt.add_done_callback(_ended)

    def close(self) -> None:
        """Make no further attempt; only for a client that will send nothing any more."""
        if self._next is not None:
            self._next.cancel()
        if self._attempt is not None:
            self._attempt.cancel()

    def _start(self, digest: str) -> asyncio.Task[None]:
        self._attempt = asyncio.create_task(self._try(digest))
        return self._attempt

    def _start_again(self, digest: str) -> None:
        self._start(digest).add_done_callback(_ended)

    async def _try(self, digest: str) -> None:
        try:
            await self._send(digest)
        except CannotStart:
            raise
        except Exception:  # noqa: BLE001 - a loop that ends would leave new commands unsent
            _log.exception("the commands could not be sent, it is tried again")
            self._try_later(digest)

    def _try_later(self, digest: str, *, seconds: float = 0.0) -> None:
        pause = max(next(self._pauses), seconds)
        self._next = asyncio.get_running_loop().call_later(pause, self._start_again, digest)

    async def _send(self, digest: str) -> None:
        try:
            with told_when_slow(Wait.SYNCING):
                synced = await sent(self._tree)
        except (discord.HTTPException, aiohttp.ClientError, OSError, NotDiscord) as error:
            await self._refused(error)
            self._try_later(digest, seconds=retry_after(error))
            return
        self.current = True
        self._ids.clear()
        self._ids.update({command.name: command.id for command in synced})
        try:
            await self._write(COMMAND_IDS, json.dumps(self._ids))
            await self._write(COMMANDS_HELD, digest_of(synced))
            await self._write(_HASH, digest)
        except (NothingRecorded, OutcomeUnknown):
            _log.warning("the commands are sent once more next time: the store did not note it")
        _log.info("commands synced: %d", len(synced))

    async def _refused(self, error: Exception) -> None:
        """Say what Discord refused; its own sentences are left out, for they quote what it got.

        Raises:
            CannotStart: when it refuses the token; what is sent with it again is refused too.
        """
        if token_refused(error) and (refusal := final(error)) is not None:
            raise refusal from None
        known = {
            name: value
            for name in ("status", "code")
            if isinstance(value := getattr(error, name, None), int)
        }
        _log.warning(
            "Discord did not take the commands, the bot serves with those it has and tries again: "
            "%s",
            reason_of(error),
            extra={"error": type(error).__name__, **known},
        )
        for fault in await faults_of(error, self._tree.get_commands()):
            _log.warning(
                "Discord refuses a command",
                extra={"command": fault.command, "field": fault.field, "reason": fault.reason},
            )


def _ended(attempt: asyncio.Task[None]) -> None:
    """Say that the token was refused in an attempt that nobody waits for; the connection ends."""
    if not attempt.cancelled() and attempt.exception() is not None:
        _log.error("Discord refuses DISCORD_TOKEN and did not take the commands: reset it, restart")


async def sent(tree: app_commands.CommandTree[Any]) -> list[app_commands.AppCommand]:
    """Send the commands, and return them as Discord holds them now.

    Raises:
        NotDiscord: when the answer is not Discord's, or names others than those that were sent.
        HTTPException, ClientError, OSError: when Discord refuses them, or cannot be reached.
    """
    with from_discord():
        held = await tree.sync()
    if {one.name for one in held} != {one.name for one in tree.get_commands()}:
        raise NotDiscord  # an empty page can be read, and is no answer either
    return held


async def faults_of(error: Exception, commands: list[AnyCommand]) -> list[RefusedField]:
    """Return what Discord says is wrong with which command; nothing when it says nothing of that.

    Reads the answer itself (https://discord.com/developers/docs/reference#error-messages): errors
    by the place of a command in the list that was sent, then by field.
    """
    return [_fault(path, reason, commands) for path, reason in await fields_of(error)]


async def fields_of(error: Exception) -> list[tuple[tuple[str, ...], str]]:
    """Return which fields of a request Discord refuses, by their paths, each with its own code."""
    response = error.response if isinstance(error, discord.HTTPException) else None
    if not isinstance(response, aiohttp.ClientResponse):
        return []
    try:
        answer: object = json.loads(await response.text())
    except (ValueError, aiohttp.ClientError):  # no JSON: a proxy's page
        return []
    return list(_leaves(_mapping(answer).get("errors")))[:_MOST_FAULTS]


def _mapping(value: object) -> dict[str, object]:
    return cast("dict[str, object]", value) if isinstance(value, dict) else {}


def _leaves(errors: object, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the path and the code of every error in Discord's tree of them."""
    for key, value in _mapping(errors).items():
        if isinstance(value, list):  # the errors of the field, not a field in it
            for one in cast("list[object]", value):
                code = _mapping(one).get("code")
                known = isinstance(code, str) and _REASON.fullmatch(code)
                yield path, str(code) if known else "unknown"
        elif _WORD.fullmatch(key):
            yield from _leaves(value, (*path, key))


def _fault(path: tuple[str, ...], reason: str, commands: list[AnyCommand]) -> RefusedField:
    """Name a place in the list: `("3", "options", "0", "name")` is a field of an option."""
    if not path or not path[0].isdigit() or int(path[0]) >= len(commands):
        return RefusedField("all", " ".join(path), reason)
    command, rest = commands[int(path[0])], list(path[1:])
    field: list[str] = []
    while len(rest) >= 2 and rest[0] == "options" and rest[1].isdigit():
        number = int(rest[1])
        if isinstance(command, app_commands.Group) and number < len(command.commands):
            command = command.commands[number]
        elif isinstance(command, app_commands.Command) and number < len(command.parameters):
            field = ["option", command.parameters[number].display_name]
        else:
            break
        rest = rest[2:]
    return RefusedField(command.qualified_name, " ".join([*field, *rest]), reason)


async def _digest(tree: app_commands.CommandTree[Any]) -> str:
    """Return a digest of all that Discord would be sent, bound to this application.

    Where that cannot be told, it equals no other, so that it is sent at every start.
    """
    payloads = await payloads_of(tree)
    if payloads is None:
        return secrets.token_hex()
    body = json.dumps([tree.client.application_id, payloads], sort_keys=True, default=str)
    return hashlib.sha256(body.encode()).hexdigest()
