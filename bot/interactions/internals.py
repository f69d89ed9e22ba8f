"""What the bot needs of discord.py and no paper of it promises: here, and in no other module."""

# Each place says why. A test fails by name when the library moves one of them, and at run time the
# bot then goes on the plain way.

from __future__ import annotations

import importlib
import inspect
import logging
import types
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, Final

import discord
from discord import app_commands

_log = logging.getLogger(__name__)

_INTERACTION: Final = "INTERACTION_CREATE"
_OF_MESSAGES = "MESSAGE_"
"""How events of messages are named. Those that the bot is told of are written to it directly, by
someone who may ask for help: not even a malformed one is told in the log."""


RESET: Final = 54
"""The number by which discord.py knows that a connection was reset, and resumes at once.

Any other error makes it give up the session, begin another, of which a day has few, and wait twice
as long before each attempt. Should it come to read this number otherwise, it does just that.
"""

LONGEST_PAUSE: Final = 4.0
"""Seconds that a lost shard waits at most before it tries again."""


API: Final = "https://discord.com/api/v10"
"""Where Discord's own documentation says that its HTTP API is."""


def _of_module(module: str, name: str) -> Any:
    """Return what a module of discord.py has under a name, or None where either is gone."""
    try:
        return vars(importlib.import_module(module)).get(name)
    except ModuleNotFoundError:
        return None


def api_address() -> str:
    """Return where discord.py asks Discord's HTTP API.

    The doctor asks there too, without a client: what it says is about the place that the bot meets.
    """
    address: object = getattr(_of_module("discord.http", "Route"), "BASE", None)
    return address if isinstance(address, str) else API


async def payloads_of(tree: app_commands.CommandTree[Any]) -> list[Any] | None:
    """Return the commands as Discord would be sent them, by name; None where nobody can say it.

    discord.py tells what it sends only by sending it, and a day has 200 new commands.
    """
    payloads: list[Any] = []
    for command in sorted(tree.get_commands(), key=lambda one: one.name):
        plain: Any = getattr(command, "to_dict", None)
        translated: Any = getattr(command, "get_translated_payload", None)
        if plain is None or translated is None:
            return None
        if tree.translator is None:
            payloads.append(plain(tree))
        else:
            payloads.append(await translated(tree, tree.translator))
    return payloads


def keep_pauses_short() -> bool:
    """Let a lost shard try again soon, however long the network or Discord was away.

    discord.py doubles the pause with each attempt, up to 17 minutes, and waits in the one place
    where all shards come back, one after another. It has no setting for that, and its own way out,
    `connect(reconnect=False)`, closes every shard when one cannot resume. What floods Discord is
    sessions, not attempts: they are paced by `SessionStarts`. Return False, and change nothing,
    where the pauses are not where they were.
    """
    pauses: Any = _of_module("discord.shard", "ExponentialBackoff")
    if not inspect.isclass(pauses) or not callable(getattr(pauses, "delay", None)):
        _log.warning("a lost connection may come back late: discord.py keeps its pauses elsewhere")
        return False
    if not issubclass(pauses, _ShortPauses):
        short = types.new_class(_ShortPauses.__name__, (_ShortPauses, pauses))
        vars(importlib.import_module("discord.shard"))["ExponentialBackoff"] = short
    return True


class _ShortPauses:
    """Stands before discord.py's own class of pauses."""

    def delay(self) -> float:
        longer: Any = super()
        return min(longer.delay(), LONGEST_PAUSE)


class _AttemptFailed(Exception):
    """A shard could not be connected, and discord.py has waited."""


class RetryingLaunch(discord.AutoShardedClient):
    """Connects a shard for the first time as often as it takes.

    discord.py calls itself from within after each attempt that fails, so that Python ends the bot
    once Discord's gateway has been away for some hours. Here the call from within ends, and the
    next attempt is made from outside. Should it come to try on otherwise, nothing is called twice.
    """

    _launching = False

    async def launch_shard(self, *which: Any, **how: Any) -> None:
        """Return once a shard is connected."""
        if self._launching:
            raise _AttemptFailed
        self._launching = True
        try:
            while True:
                try:
                    return await super().launch_shard(*which, **how)
                except _AttemptFailed as failed:
                    self.attempt_failed(failed.__context__)
        finally:
            self._launching = False

    def attempt_failed(self, error: BaseException | None) -> None:
        """Learn why a shard could not be connected, where that is known; another is made."""


Parse = Callable[[Any], None]
"""What makes objects of an event, and lets them be answered."""
Admit = Callable[[Parse, Any], None]
"""What has an interaction parsed, or not."""


def guard_parsers(client: discord.Client, admit: Admit = lambda parse, event: parse(event)) -> bool:
    """Keep one malformed gateway event from ending the connection, and with it the bot.

    discord.py lets an exception in the parser of an event end `Client.start()`, and offers no
    handler for it. Nor does it ask anybody before it makes objects of an interaction and begins to
    answer it: `admit` is given it as it was sent, and has it parsed or not. Return False, and
    change nothing, where the parsers are not where they were.
    """
    state = getattr(client, "_connection", None)
    parsers: dict[str, Parse] | None = getattr(state, "parsers", None)
    if parsers is None:
        _log.warning("events are read unguarded: this discord.py keeps its parsers elsewhere")
        return False
    for event, parse in list(parsers.items()):
        admitted = partial(admit, parse) if event == _INTERACTION else parse
        parsers[event] = _guarded(event, admitted)
    return True


def _guarded(event: str, parse: Parse) -> Parse:
    def guarded(data: Any) -> None:
        try:
            if event == _INTERACTION:
                _strip_referenced_message(data)
            parse(data)
        except Exception as error:  # noqa: BLE001 - the loop that reads the gateway must go on
            if event.startswith(_OF_MESSAGES):
                return
            _log.warning(
                "a malformed event was dropped",
                extra={"gateway_event": event, "error": type(error).__name__},
            )

    return guarded


def _strip_referenced_message(interaction: dict[str, Any]) -> None:
    """Leave out the message that the pressed one replies to: of it nothing is asked.

    It may be what discord.py cannot parse (a poll without an end), and then nothing would answer.
    """
    pressed: dict[str, Any] = interaction.get("message") or {}
    pressed.pop("referenced_message", None)


@asynccontextmanager
async def direct_messages(
    client: discord.Client, user: discord.User | discord.Member
) -> AsyncGenerator[discord.abc.Messageable]:
    """Give someone's direct messages to write to, and let nothing of the conversation stay.

    The public way (`user.create_dm`) keeps the conversation in the library's cache, by its id, and
    the rate limits keep its id too; neither can be asked to forget.
    """
    try:
        opened = await client.http.start_private_message(user.id)
    except AttributeError:
        yield await user.create_dm()
        return
    async with direct_message_channel(client, int(opened["id"])) as conversation:
        yield conversation


@asynccontextmanager
async def direct_message_channel(
    client: discord.Client, channel_id: int
) -> AsyncGenerator[discord.abc.Messageable]:
    """Give a conversation to write to by its id, and let nothing of it stay."""
    try:
        yield client.get_partial_messageable(channel_id, type=discord.ChannelType.private)
    finally:
        _forget_rate_limits(client, channel_id)


def _forget_rate_limits(client: discord.Client, channel_id: int) -> None:
    buckets: dict[str, Any] = getattr(client.http, "_buckets", {})
    for key in [key for key in buckets if str(channel_id) in key]:
        del buckets[key]
