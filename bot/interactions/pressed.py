"""What an interaction names: the arguments of a custom_id, what was chosen or typed; untrusted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import discord
from discord import ui

from bot.domain.refusals import OutdatedControl

Interaction = discord.Interaction[Any]

_TEXT_INPUT: Final = discord.ComponentType.text_input.value

_LARGEST: Final = 2**63 - 1
"""The largest number that a database takes; no id of Discord's comes near it."""


def discord_id(text: str) -> int | None:
    """Return the Discord id that a text is, or None where it is none; it is untrusted."""
    number = int(text) if re.fullmatch(r"[0-9]{1,19}", text) else None
    return None if number is None or number > _LARGEST else number


def whole_number(digits: str) -> int:
    """Return a number from 0 to 999,999 that a control or a choice names.

    Raises:
        OutdatedControl: when it is anything else.
    """
    if not re.fullmatch(r"[0-9]{1,6}", digits):
        raise OutdatedControl
    return int(digits)


def _known(number: int | None) -> int:
    if number is None:
        raise OutdatedControl
    return number


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody gives with a press or a submitted modal, as untrusted as its custom_id.

    Attributes:
        args: the arguments of the custom_id: they name things.
        values: what was chosen in a menu.
        texts: what was typed in a modal, by the custom_id of its field.
    """

    args: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict[str, str])


def given_by(data: Mapping[str, Any], args: tuple[str, ...]) -> Given:
    """Return what the data of an interaction gives, beside the arguments of its custom_id."""
    values: Any = data.get("values", ())
    return Given(args, tuple(values), dict(_typed(data.get("components"))))


def _typed(parts: Any) -> Iterator[tuple[str, str]]:
    """Yield the fields of a modal and what was typed there; each stands in a label or in a row."""
    for part in parts if isinstance(parts, list) else ():  # pyright: ignore[reportUnknownVariableType]
        if not isinstance(part, Mapping):
            continue
        one: Mapping[str, Any] = part  # pyright: ignore[reportUnknownVariableType]
        text: Any = one.get("value")
        if one.get("type") == _TEXT_INPUT and isinstance(text, str):
            yield str(one.get("custom_id")), text
        yield from _typed([one.get("component")])
        yield from _typed(one.get("components"))


class Pressed:
    """What was pressed, chosen or typed; `args` and `values` are those of what was given."""

    def __init__(self, interaction: Interaction, given: Given) -> None:
        self.interaction = interaction
        self.args = given.args
        self.values = given.values
        self._texts = given.texts

    @property
    def joined_at(self) -> datetime | None:
        """When the presser joined this server, as Discord tells it with each interaction."""
        user = self.interaction.user
        return user.joined_at if isinstance(user, discord.Member) else None

    @property
    def is_press(self) -> bool:
        """Whether this is a button or a menu, and not a command."""
        return self.interaction.type is discord.InteractionType.component

    def arg(self, index: int) -> str:
        """Return an argument of the custom_id.

        Raises:
            OutdatedControl: when the control does not carry it.
        """
        try:
            return self.args[index]
        except IndexError:
            raise OutdatedControl from None

    def number(self, index: int, *, command: int | None = None) -> int:
        """Return an argument as a whole number from 0 to 999,999.

        A command carries no arguments: there it is the number given as `command`.

        Raises:
            OutdatedControl: when it is anything else.
        """
        if command is not None and not self.is_press:
            return command
        return whole_number(self.arg(index))

    def id_named(self, index: int) -> int:
        """Return the Discord id that the custom_id names, to be shown or named to Discord only.

        Raises:
            OutdatedControl: when it names none.
        """
        return _known(discord_id(self.arg(index)))

    def id_chosen(self) -> int:
        """Return the Discord id of the one choice made in a menu.

        Raises:
            OutdatedControl: when there is none, or more than one.
        """
        return _known(discord_id(self.chosen()))

    def chosen(self) -> str:
        """Return the one choice made in a menu.

        Raises:
            OutdatedControl: when there is none, or more than one.
        """
        if len(self.values) != 1:
            raise OutdatedControl
        return self.values[0]

    def typed(self, field: str) -> str:
        """Return what was typed in a field of the modal.

        Raises:
            OutdatedControl: when the modal has no such field.
        """
        if field not in self._texts:
            raise OutdatedControl
        return self._texts[field]

    def shows(self, part: int) -> bool:
        """Return whether the card that was pressed has a text with this id."""
        return isinstance(self._part(part), ui.TextDisplay)

    def shown(self, part: int) -> str:
        """Return the words of a part of the card that was pressed, by the part's id.

        Raises:
            OutdatedControl: when the card has no such part.
        """
        found = self._part(part)
        if not isinstance(found, ui.TextDisplay):
            raise OutdatedControl
        return found.content

    def _part(self, part: int) -> ui.Item[Any] | None:
        message = self.interaction.message
        return ui.LayoutView.from_message(message).find_item(part) if message else None
