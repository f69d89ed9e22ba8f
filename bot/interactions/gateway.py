"""What the gateway sends: one malformed event ends nothing, and a press costs little to read."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

import discord

_log = logging.getLogger(__name__)

Json = dict[str, Any]


def guard(parsers: dict[str, Callable[[Any], None]]) -> None:
    """Keep one malformed event from ending the connection, and with it the bot."""
    for event, parse in list(parsers.items()):
        parsers[event] = _guarded(event, parse)


def _guarded(event: str, parse: Callable[[Any], None]) -> Callable[[Any], None]:
    def guarded(data: Any) -> None:
        if event == "INTERACTION_CREATE":
            with suppress(
                AttributeError, TypeError
            ):  # it only saves time; malformed stays as it is
                keep_what_was_pressed(data)
        try:
            parse(data)
        except Exception as error:  # noqa: BLE001 - the loop that reads the gateway must go on
            _log.warning(
                "a malformed event was dropped",
                extra={"gateway_event": event, "error": type(error).__name__},
            )

    return guarded


def keep_what_was_pressed(data: Json) -> None:
    """Leave of the message under a press only the control that was pressed.

    discord.py builds the message, and for a `DynamicItem` the whole view, out of what Discord sends
    back. No handler reads more of it than the control, so nothing more is built: that would be a
    third of what a press costs.
    """
    message, pressed = data.get("message"), data.get("data", {}).get("custom_id")
    if not message or not pressed:
        return
    found = _find(message.get("components") or (), pressed)
    if found is not None:
        row = {"type": discord.ComponentType.action_row.value, "components": [found]}
        message["components"] = [row]


def _find(components: Iterable[Json], custom_id: str) -> Json | None:
    for component in components:
        if component.get("custom_id") == custom_id:
            return component
        accessory: Json | None = component.get("accessory")
        inner: list[Json] = component.get("components") or []
        found = _find([*inner, accessory] if accessory else inner, custom_id)
        if found is not None:
            return found
    return None
