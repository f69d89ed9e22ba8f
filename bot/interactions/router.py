"""From a press, a chosen menu entry or a submitted modal to its handler, by the custom_id alone."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import discord

from bot.domain.refusals import (
    NotAllowed,
    NotInCampaign,
    OutdatedControl,
    Stopping,
    TooManyAtOnce,
)
from bot.domain.settings import ServerSettings, Use
from bot.domain.settings.features import needs_settings
from bot.interactions.cards import PREFIX, came_from_campaign
from bot.interactions.connection.admission import Admission
from bot.interactions.errors import TRACELESS, report, voice_for
from bot.interactions.permissions import Right, has_right
from bot.interactions.posting import Step, with_step
from bot.interactions.pressed import Given, Interaction, given_by
from bot.interactions.response import REFRESH, Response
from bot.messages import Messages, Voice
from bot.services.servers import ServerService

Handler = Callable[[Response], Awaitable[None]]

_CUSTOM_ID: Final = re.compile(
    rf"{PREFIX}:(?P<feature>[^:]*):(?P<action>[^:]*)(?::(?P<args>.*))?", re.DOTALL
)

_ROUTED: Final = (discord.InteractionType.component, discord.InteractionType.modal_submit)


@dataclass(frozen=True, slots=True)
class _Pressed:
    """What a custom_id of ours says, whether a modal carries it, and what was given with it."""

    feature: str
    action: str
    submitted: bool
    given: Given


def feature_pressed(custom_id: str) -> str | None:
    """Return the feature that a custom_id of ours names; None for a foreign one."""
    found = _CUSTOM_ID.fullmatch(custom_id)
    return found["feature"] if found else None


def _pressed(interaction: Interaction) -> _Pressed | None:
    """Return what was pressed or submitted; None for a foreign id."""
    data: Mapping[str, Any] = interaction.data or {}
    found = _CUSTOM_ID.fullmatch(str(data.get("custom_id", "")))
    if found is None:
        return None
    args = tuple(found["args"].split(":")) if found["args"] else ()
    submitted = interaction.type is discord.InteractionType.modal_submit
    return _Pressed(found["feature"], found["action"], submitted, given_by(data, args))


class Router:
    """Answers every press and every modal; it knows what is being answered now."""

    def __init__(
        self, messages: Messages, servers: ServerService, admission: Admission | None = None
    ) -> None:
        self.closing = False
        self._admission = admission or Admission()
        self._messages = messages
        self._servers = servers
        self._handlers: dict[tuple[str, str], Handler] = {}
        self._modals: set[tuple[str, str]] = set()
        self._rights: dict[str, Right] = {}
        self._under_way: set[asyncio.Task[Any]] = set()

    def add(
        self,
        feature: str,
        handlers: Mapping[str, Handler],
        *,
        modals: Mapping[str, Handler] | None = None,
        right: Right | None = None,
    ) -> None:
        """Register the handlers of one feature, by action, and who may use the feature.

        An action is a press or a modal, and never both: the gate knows it by its name alone.

        Raises:
            ValueError: when an action is registered twice.
        """
        if right is not None:
            self._rights[feature] = right
        modals = modals or {}
        for action, handler in (*handlers.items(), *modals.items()):
            if (feature, action) in self._handlers:
                raise ValueError(f"{feature}:{action} has two handlers")
            self._handlers[feature, action] = handler
        self._modals |= {(feature, action) for action in modals}

    def right_for(self, feature: str) -> Right | None:
        """Return what the gate asks of everyone who uses a feature, or None where of nobody."""
        return self._rights.get(feature)

    async def route(self, interaction: Interaction) -> None:
        """Answer a press or a submitted modal; leave every other interaction alone.

        What no part of this release knows is answered too: silence is no answer.
        """
        if interaction.type not in _ROUTED:
            return
        self.hold_place(interaction)
        pressed = _pressed(interaction)
        try:
            await self._answer(interaction, pressed)
        except Exception as error:  # noqa: BLE001 - the end of every press is report()
            feature = pressed.feature if pressed else None
            await report(interaction, error, self.voice(interaction, feature), feature=feature)

    def hold_place(self, interaction: Interaction) -> None:
        """Keep the place of an interaction until the task that answers it has ended.

        A task does this first of all: whatever fails after it, the place is given free.
        """
        if task := asyncio.current_task():
            task.add_done_callback(lambda _: self._admission.leave(interaction.id))

    def require_place(self, interaction: Interaction) -> None:
        """Let an interaction through that has a place.

        Raises:
            TooManyAtOnce: when there is none for it.
        """
        if self._admission.turns_away(interaction.id):
            raise TooManyAtOnce

    async def _answer(self, interaction: Interaction, pressed: _Pressed | None) -> None:
        self.require_place(interaction)
        if pressed and pressed.feature in self._servers.absent:
            raise NotInCampaign
        if pressed is None:
            raise OutdatedControl
        handler, given = self._handler(pressed), pressed.given
        form = given.args[0] if given.args else ""
        await self.admit(interaction, Use(pressed.feature, pressed.action, form))
        edits = pressed.action == REFRESH
        args, step = with_step(given.args)
        args, way_back = came_from_campaign(args)
        given = replace(given, args=args)
        response = Response(
            interaction, given, feature=pressed.feature, edits=edits, way_back=way_back
        )
        match step:
            case Step.ASK:
                await response.ask_again()
            case Step.NOT_NOW:
                await response.say_posted()
            case _:
                await handler(response)

    def _handler(self, pressed: _Pressed) -> Handler:
        """Return what answers a press, or a modal.

        Raises:
            OutdatedControl: this release has no such control, or it is of the other sort.
        """
        action = (pressed.feature, pressed.action)
        handler = self._handlers.get(action)
        if handler is None or (action in self._modals) is not pressed.submitted:
            raise OutdatedControl
        return handler

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
        right = self.right_for(use.cog)
        if right is not None and not await self._has(interaction, right):
            raise NotAllowed
        if interaction.guild_id is None or not needs_settings(use):
            return
        settings = await self._servers.settings(guild_id=interaction.guild_id)
        if refusal := settings.refusal(use):
            raise refusal

    async def _has(self, interaction: Interaction, right: Right) -> bool:
        """Return whether the presser has a right; for one that roles give, the server is asked."""
        settings = ServerSettings()
        if right is Right.MODERATE and interaction.guild_id is not None:
            settings = await self._servers.settings(guild_id=interaction.guild_id)
        return has_right(interaction, right, settings)

    def voice(self, interaction: Interaction, feature: str | None) -> Voice:
        """Return the voice in which somebody who uses a feature is answered privately."""
        return voice_for(interaction, self._messages, self._servers, feature)

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
