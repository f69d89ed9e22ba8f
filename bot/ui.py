"""Every press and every answer: one gate, one router by custom_id, one way to be in time."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol, Self, TypeVar

import discord
from discord import ui

from bot.cards import Card
from bot.domain.refusals import FeatureOff, NotAllowed, NothingRecorded, OutdatedControl
from bot.domain.settings import ServerSettings
from bot.errors import TRACELESS, report, voice_for
from bot.messages import Messages, Voice
from bot.services.servers import ServerService

T = TypeVar("T")

PATIENCE: Final = 1.5
"""Seconds an answer may take before it is deferred; Discord gives up after three."""

PREFIX: Final = "amh"


class Host(Protocol):
    """What a press finds at the client: the words, the servers' settings, the router."""

    messages: Messages
    servers: ServerService
    controls: Controls


Interaction = discord.Interaction[Any]


@dataclass(frozen=True, slots=True)
class Press:
    """One press of a button or choice of a menu. Its arguments are untrusted: they name things."""

    answer: Answer
    args: tuple[str, ...]
    values: tuple[str, ...]

    def arg(self, index: int) -> str:
        """Return an argument of the custom_id.

        Raises:
            OutdatedControl: when the control does not carry it.
        """
        try:
            return self.args[index]
        except IndexError:
            raise OutdatedControl from None

    def number(self, index: int) -> int:
        """Return an argument as a whole number from 0 to 999,999.

        Raises:
            OutdatedControl: when it is anything else.
        """
        digits = self.arg(index)
        if not re.fullmatch(r"[0-9]{1,6}", digits):
            raise OutdatedControl
        return int(digits)


Handler = Callable[[Press], Awaitable[None]]


def custom_id(feature: str, action: str, *args: str | int) -> str:
    """Return the id a control carries its state in; at most 100 characters (Discord)."""
    made = ":".join((PREFIX, feature, action, *map(str, args)))
    if len(made) > 100:
        raise ValueError(f"custom_id of {feature}:{action} is longer than 100 characters")
    return made


def button(
    label: str,
    feature: str,
    action: str,
    *args: str | int,
    style: discord.ButtonStyle = discord.ButtonStyle.secondary,
    disabled: bool = False,
) -> ui.Button[Any]:
    """Return a button whose press is routed by its custom_id, also after a restart."""
    return ui.Button(
        label=label,
        style=style,
        custom_id=custom_id(feature, action, *args),
        disabled=disabled,
    )


class Controls:
    """The router from `feature:action` to its handler; it lives as long as the bot."""

    def __init__(self) -> None:
        self.closing = False
        self._handlers: dict[tuple[str, str], Handler] = {}

    def add(self, feature: str, handlers: Mapping[str, Handler]) -> None:
        """Register the handlers of one feature.

        Raises:
            ValueError: when an action is registered twice.
        """
        for action, handler in handlers.items():
            if (feature, action) in self._handlers:
                raise ValueError(f"{feature}:{action} has two handlers")
            self._handlers[feature, action] = handler

    def knows(self, feature: str, action: str) -> bool:
        """Return whether a control would be answered."""
        return (feature, action) in self._handlers

    def find(self, feature: str, action: str) -> Handler:
        """Return the handler of an action.

        Raises:
            OutdatedControl: when this release has no such control.
            NothingRecorded: while the bot stops.
        """
        if self.closing and feature not in TRACELESS:
            raise NothingRecorded
        try:
            return self._handlers[feature, action]
        except KeyError:
            raise OutdatedControl from None


class Control(
    ui.DynamicItem[ui.Item[Any]],
    template=rf"{PREFIX}:(?P<feature>[^:]*):(?P<action>[^:]*)(?::(?P<args>.*))?",
):
    """Any control of any card, recognised by its custom_id; unknown ones are answered honestly."""

    def __init__(
        self, item: ui.Item[Any], feature: str, action: str, args: tuple[str, ...]
    ) -> None:
        super().__init__(item)
        self._feature = feature
        self._action = action
        self._args = args

    @classmethod
    async def from_custom_id(
        cls, interaction: Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Build the control from what Discord sent back."""
        del interaction
        args = match["args"]
        return cls(item, match["feature"], match["action"], tuple(args.split(":")) if args else ())

    async def callback(self, interaction: Interaction) -> None:
        """Pass the gate, find the handler, answer; whatever is raised ends in `report()`."""
        host: Host = interaction.client
        try:
            handler = host.controls.find(self._feature, self._action)
            await admit(interaction, self._feature, host.servers)
            values: tuple[str, ...] = tuple(getattr(self.item, "values", ()))
            await handler(Press(Answer(interaction), self._args, values))
        except Exception as error:  # noqa: BLE001 - the end of every press is report()
            await report(interaction, error, host.messages, feature=self._feature)


async def admit(interaction: Interaction, feature: str, servers: ServerService) -> None:
    """Let an interaction through to a feature.

    Raises:
        FeatureOff: when this server's moderators switched the feature off.
    """
    if interaction.guild_id is None or feature in ServerService.ALWAYS_ON:
        return
    settings = await servers.settings(guild_id=interaction.guild_id)
    if feature in settings.features_off:
        raise FeatureOff


class Answer:
    """The answer to one interaction: private unless posted, and always within three seconds."""

    def __init__(self, interaction: Interaction) -> None:
        self.interaction = interaction
        host: Host = interaction.client
        self._host = host
        self.say: Voice = voice_for(interaction, host.messages)

    @property
    def user_id(self) -> int:
        """The presser's Discord user id."""
        return self.interaction.user.id

    @property
    def guild_id(self) -> int:
        """The server's id.

        Raises:
            NotAllowed: in a DM, where nothing of a server can be done.
        """
        if self.interaction.guild_id is None:
            raise NotAllowed
        return self.interaction.guild_id

    @property
    def locale(self) -> str:
        """The member's language, as Discord names it."""
        return str(self.interaction.locale)

    @property
    def _on_private_card(self) -> bool:
        message = self.interaction.message
        return message is not None and message.flags.ephemeral

    async def wait(self, awaitable: Awaitable[T]) -> T:
        """Return what is awaited; past `PATIENCE` the interaction is deferred privately first.

        The work is never cancelled: a change that was begun ends, and its outcome is told.
        """
        task = asyncio.ensure_future(awaitable)
        await asyncio.wait({task}, timeout=PATIENCE)
        response = self.interaction.response
        if not task.done() and not response.is_done():
            try:
                await self._defer()
            except BaseException:
                # Answered elsewhere, or never to be answered: the work ends all the same.
                await asyncio.wait({task})
                _ = task.cancelled() or task.exception()
                raise
        return await task

    async def _defer(self) -> None:
        response = self.interaction.response
        if self._on_private_card:
            await response.defer()
        else:
            await response.defer(ephemeral=True, thinking=True)

    async def show(self, card: Card, *, file: discord.File | None = None) -> None:
        """Show a private card: in place of the private card that was pressed, or as a new one."""
        response = self.interaction.response
        files = [file] if file else []
        if response.is_done():
            await self.interaction.edit_original_response(view=card, attachments=files)
        elif self._on_private_card:
            await response.edit_message(view=card, attachments=files)
        elif file:
            await response.send_message(view=card, ephemeral=True, file=file)
        else:
            await response.send_message(view=card, ephemeral=True)

    async def settings(self) -> ServerSettings:
        """Return this server's settings; in a DM, the defaults."""
        if self.interaction.guild_id is None:
            return ServerSettings()
        return await self._host.servers.settings(guild_id=self.interaction.guild_id)

    async def public_voice(self) -> Voice:
        """Return the voice of what everyone here reads: the server's language."""
        chosen = (await self.settings()).locale
        own = self.interaction.guild_locale
        return self._host.messages.voice(chosen, str(own) if own else None)

    async def may_post(self) -> bool:
        """Return whether the presser may share a card in this channel, asked at each press."""
        if self.interaction.guild_id is None:
            return False
        permissions = self.interaction.permissions
        thread = isinstance(self.interaction.channel, discord.Thread)
        if not (permissions.send_messages_in_threads if thread else permissions.send_messages):
            return False
        settings = await self.settings()
        return settings.members_may_post or is_organiser(self.interaction, settings)

    async def post(self, card: Card) -> None:
        """Post a card in the channel for everyone.

        Raises:
            NotAllowed: when the presser may not share here.
        """
        if not await self.may_post():
            raise NotAllowed
        if self.interaction.response.is_done():
            await self.interaction.followup.send(view=card)
        else:
            await self.interaction.response.send_message(view=card)


def is_organiser(interaction: Interaction, settings: ServerSettings) -> bool:
    """Return whether the presser organises here: manages the server, or has an organiser role."""
    if interaction.permissions.manage_guild:
        return True
    user = interaction.user
    roles = user.roles if isinstance(user, discord.Member) else []
    return any(role.id in settings.organiser_roles for role in roles)
