"""Every press and every answer: one gate, one router by custom_id, one way to be in time."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol, Self

import discord
from discord import ui

from bot.domain.refusals import FeatureOff, OutdatedControl, Stopping
from bot.domain.settings import ALWAYS_ON
from bot.interactions.errors import TRACELESS, report
from bot.interactions.response import Answer, Host, Interaction
from bot.services.servers import ServerService

PREFIX: Final = "amh"


class Routing(Host, Protocol):
    """What a press finds at the client beside that: the router."""

    controls: Controls


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
            Stopping: while the bot stops.
        """
        if self.closing and feature not in TRACELESS:
            raise Stopping
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
        host: Routing = interaction.client
        try:
            handler = host.controls.find(self._feature, self._action)
            await admit(interaction, self._feature, self._action, host.servers)
            values: tuple[str, ...] = tuple(getattr(self.item, "values", ()))
            await handler(Press(Answer(interaction), self._args, values))
        except Exception as error:  # noqa: BLE001 - the end of every press is report()
            await report(interaction, error, host.messages, feature=self._feature)


async def admit(
    interaction: Interaction, feature: str, action: str, servers: ServerService
) -> None:
    """Let an interaction through to an action of a feature.

    Raises:
        FeatureOff: when this server's moderators switched the feature off.
    """
    if interaction.guild_id is None or feature in ALWAYS_ON:
        return
    settings = await servers.settings(guild_id=interaction.guild_id)
    if not settings.allows(feature, action):
        raise FeatureOff
