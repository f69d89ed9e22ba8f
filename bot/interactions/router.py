"""From a pressed button or a chosen menu entry to its handler, by the custom_id alone."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import discord

from bot.domain.refusals import NotAllowed, NotInCampaign, OutdatedControl, Stopping
from bot.domain.settings import Use
from bot.domain.settings.features import needs_settings
from bot.interactions.cards import PREFIX, came_from_campaign
from bot.interactions.errors import TRACELESS, report
from bot.interactions.permissions import Right, has_right
from bot.interactions.posting import Step, with_step
from bot.interactions.response import REFRESH, Interaction, Response
from bot.messages import Messages
from bot.services.servers import ServerService

Handler = Callable[[Response], Awaitable[None]]

_CUSTOM_ID: Final = re.compile(
    rf"{PREFIX}:(?P<feature>[^:]*):(?P<action>[^:]*)(?::(?P<args>.*))?", re.DOTALL
)

_ROUTED: Final = (discord.InteractionType.component, discord.InteractionType.modal_submit)


@dataclass(frozen=True, slots=True)
class _Pressed:
    """What a custom_id of ours says, and what was chosen in the menu that carries it."""

    feature: str
    action: str
    args: tuple[str, ...]
    values: tuple[str, ...]


def _pressed(interaction: Interaction) -> _Pressed | None:
    """Return what was pressed; None for a foreign id, and for a form, of which there is none."""
    data: Mapping[str, Any] = interaction.data or {}
    found = _CUSTOM_ID.fullmatch(str(data.get("custom_id", "")))
    if found is None or interaction.type is discord.InteractionType.modal_submit:
        return None
    args = tuple(found["args"].split(":")) if found["args"] else ()
    return _Pressed(found["feature"], found["action"], args, tuple(data.get("values", ())))


class Router:
    """Answers every press; it lives as long as the bot and knows what is being answered now."""

    def __init__(self, messages: Messages, servers: ServerService) -> None:
        self.closing = False
        self._messages = messages
        self._servers = servers
        self._handlers: dict[tuple[str, str], Handler] = {}
        self._rights: dict[str, Right] = {}
        self._under_way: set[asyncio.Task[Any]] = set()

    def add(
        self, feature: str, handlers: Mapping[str, Handler], *, right: Right | None = None
    ) -> None:
        """Register the handlers of one feature's presses, by action, and who may use the feature.

        Raises:
            ValueError: when an action is registered twice.
        """
        if right is not None:
            self._rights[feature] = right
        for action, handler in handlers.items():
            if (feature, action) in self._handlers:
                raise ValueError(f"{feature}:{action} has two handlers")
            self._handlers[feature, action] = handler

    async def route(self, interaction: Interaction) -> None:
        """Answer a press or a submitted form; leave every other interaction alone.

        What no part of this release knows is answered too: silence is no answer.
        """
        if interaction.type not in _ROUTED:
            return
        pressed = _pressed(interaction)
        try:
            await self._answer(interaction, pressed)
        except Exception as error:  # noqa: BLE001 - the end of every press is report()
            feature = pressed.feature if pressed else None
            await report(interaction, error, self._messages, feature=feature)

    async def _answer(self, interaction: Interaction, pressed: _Pressed | None) -> None:
        if pressed and pressed.feature in self._servers.absent:
            raise NotInCampaign
        handler = self._handlers.get((pressed.feature, pressed.action)) if pressed else None
        if pressed is None or handler is None:
            raise OutdatedControl
        form = pressed.args[0] if pressed.args else ""
        await self.admit(interaction, Use(pressed.feature, pressed.action, form))
        edits = pressed.action == REFRESH
        args, step = with_step(pressed.args)
        args, way_back = came_from_campaign(args)
        response = Response(interaction, args, pressed.values, edits=edits, way_back=way_back)
        match step:
            case Step.ASK:
                await response.ask_again()
            case Step.NOT_NOW:
                await response.say_posted()
            case _:
                await handler(response)

    async def admit(self, interaction: Interaction, use: Use) -> None:
        """Let an interaction through to what it wants to do: the one gate for all of them.

        Raises:
            Stopping: while the bot stops; help is found until the end.
            NotAllowed: when the presser lacks the right that the whole cog asks for.
            FeatureOff, SigningPaused, ListingNotOffered: when this server's moderators chose so.
        """
        if self.closing and use.cog not in TRACELESS:
            raise Stopping
        self._note_under_way()
        right = self._rights.get(use.cog)
        if right is not None and not has_right(interaction, right):
            raise NotAllowed
        if interaction.guild_id is None or not needs_settings(use):
            return
        settings = await self._servers.settings(guild_id=interaction.guild_id)
        if refusal := settings.refusal(use):
            raise refusal

    async def drain(self, seconds: float) -> None:
        """Take nothing more, and wait for the answers under way, at most so many seconds."""
        self.closing = True
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=seconds)

    def _note_under_way(self) -> None:
        task = asyncio.current_task()
        if task is not None and task not in self._under_way:
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
