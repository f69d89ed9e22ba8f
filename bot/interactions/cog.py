"""What every cog is: commands and presses that share their handlers, and tables of both."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping
from functools import partial, wraps
from typing import Any, ClassVar, Concatenate, Final, ParamSpec, TypeVar, cast

import discord
from discord import app_commands
from discord.ext import commands

from bot.interactions.commands import AnyCommand, Command, feature_in
from bot.interactions.permissions import Right
from bot.interactions.response import Interaction, Response
from bot.interactions.router import Handler

C = TypeVar("C")
F = TypeVar("F", bound="FeatureCog")
P = ParamSpec("P")

CogHandler = Callable[[Any, Response], Awaitable[None]]
MessageHandler = Callable[[Any, Response, discord.Message], Awaitable[None]]
Presses = Mapping[str, CogHandler | app_commands.Command[Any, ..., Any]]
"""What answers `amh:<feature>:<action>`, by action: a handler, or a command that does the same."""
Modals = Mapping[str, CogHandler]
"""What answers a submitted modal of this id, by action; a cog has an action in one table only."""
Menus = Mapping[str, MessageHandler]
"""What answers a message's menu, by its English name."""

EVERYWHERE: Final[Mapping[str, Any]] = {
    "allowed_installs": app_commands.AppInstallationType(guild=True, user=True),
    "allowed_contexts": app_commands.AppCommandContext(
        guild=True, dm_channel=True, private_channel=True
    ),
}
"""Options of a group that works in servers, in direct messages and from one's own account."""


def answered(
    handler: Callable[Concatenate[C, Response, P], Coroutine[Any, Any, None]],
) -> Callable[Concatenate[C, Interaction, P], Coroutine[Any, Any, None]]:
    """Make a handler the callback of a command; it stands below the command's own decorator."""
    feature = feature_in(handler.__module__)

    @wraps(handler)
    async def callback(cog: C, interaction: Interaction, *args: P.args, **kwargs: P.kwargs) -> None:
        await handler(cog, Response(interaction, feature=feature), *args, **kwargs)

    # discord.py would look the names of the option's types up in this module, not in the cog's
    vars(callback)["__signature__"] = inspect.signature(handler, eval_str=True)
    return callback


class FeatureCog(commands.Cog):
    """A cog of the campaign, one package a feature."""

    presses: ClassVar[Presses] = {}
    modals: ClassVar[Modals] = {}
    menus: ClassVar[Menus] = {}
    right: ClassVar[Right | None] = None

    @property
    def feature(self) -> str:
        """The package of this cog, by which its custom_ids, settings and files are named."""
        return feature_in(type(self).__module__) or ""

    @property
    def handlers(self) -> Mapping[str, Handler]:
        """What answers the presses of this cog."""
        return {action: partial(_handler(one), self) for action, one in self.presses.items()}

    @property
    def modal_handlers(self) -> Mapping[str, Handler]:
        """What answers the modals of this cog."""
        return {action: partial(_handler(one), self) for action, one in self.modals.items()}

    @classmethod
    def declared_commands(cls) -> Iterator[AnyCommand]:
        """Yield the commands, groups and menus of the class, before there is a cog of it."""
        members: Mapping[str, Any] = vars(cls)
        for value in members.values():
            if isinstance(value, app_commands.Command | app_commands.Group) and not value.parent:
                yield cast("Command", value)
        for name, handler in cls.menus.items():
            yield message_menu(name, partial(handler, None), module=cls.__module__)

    @classmethod
    def copied_commands(cls) -> Iterator[AnyCommand]:
        """Yield the commands as a cog of the class brings them; a tree may change these.

        They can be sent, and not used.
        """
        without_services = cls.__new__(cls)  # here discord.py copies the commands of the class
        yield from without_services.get_app_commands()
        yield from without_services.message_menus()

    def message_menus(self) -> Iterator[app_commands.ContextMenu]:
        """Yield the menus as they are added to the tree; discord.py knows none inside a cog."""
        for name, handler in self.menus.items():
            yield message_menu(name, partial(handler, self), module=type(self).__module__)


def for_moderators(cog: type[F]) -> type[F]:
    """Keep a whole cog for those who manage the server: Discord is told, and the gate asks.

    Discord takes what it is told as a hint only, and an administrator can open any command again.
    """
    return _for(Right.MANAGE_SERVER, cog)


def for_stewards(cog: type[F]) -> type[F]:
    """Keep a whole cog for those who moderate signatures: by a role, or managing the server.

    The hint shows its commands to the latter; an administrator opens them to the roles in Discord's
    own settings of the server, and the gate asks in any case.
    """
    return _for(Right.MODERATE, cog)


def _for(right: Right, cog: type[F]) -> type[F]:
    cog.right = right
    for command in cog.declared_commands():
        command.default_permissions = discord.Permissions(manage_guild=True)
        app_commands.guild_only()(command)
    return cog


def message_menu(
    name: str,
    handler: Callable[[Response, discord.Message], Awaitable[None]],
    *,
    module: str,
) -> app_commands.ContextMenu:
    """Return a menu on a message in a server; `module` says whose feature it is."""

    @app_commands.guild_only()
    async def callback(interaction: Interaction, message: discord.Message) -> None:
        await handler(Response(interaction, feature=feature_in(module)), message)

    menu = app_commands.ContextMenu(name=name, callback=callback)
    menu.module = module
    return menu


def _handler(press: CogHandler | app_commands.Command[Any, ..., Any]) -> CogHandler:
    """Return the handler of a press; that of a command stands behind `answered`."""
    callback: CogHandler = getattr(press, "callback", press)  # pyright: ignore[reportAssignmentType]
    return inspect.unwrap(callback)
