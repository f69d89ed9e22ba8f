"""What an interaction names: the arguments of a custom_id and what was chosen, all untrusted."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import discord
from discord import ui

from bot.domain.refusals import OutdatedControl

Interaction = discord.Interaction[Any]


class Pressed:
    """What was pressed, chosen or typed.

    Attributes:
        args: the arguments of the pressed custom_id. They are untrusted: they name things.
        values: what was chosen in a menu, as untrusted.
    """

    def __init__(
        self, interaction: Interaction, args: tuple[str, ...], values: tuple[str, ...]
    ) -> None:
        self.interaction = interaction
        self.args = args
        self.values = values

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
        digits = self.arg(index)
        if not re.fullmatch(r"[0-9]{1,6}", digits):
            raise OutdatedControl
        return int(digits)

    def id_named(self, index: int) -> int:
        """Return the Discord id that the custom_id names, to be shown or named to Discord only.

        Raises:
            OutdatedControl: when it names none.
        """
        digits = self.arg(index)
        if not re.fullmatch(r"[0-9]{1,20}", digits):
            raise OutdatedControl
        return int(digits)

    def chosen(self) -> str:
        """Return the one choice made in a menu.

        Raises:
            OutdatedControl: when there is none, or more than one.
        """
        if len(self.values) != 1:
            raise OutdatedControl
        return self.values[0]

    def shown(self, part: int) -> str:
        """Return the words of a part of the card that was pressed, by the part's id.

        Raises:
            OutdatedControl: when the card has no such part.
        """
        message = self.interaction.message
        found = ui.LayoutView.from_message(message).find_item(part) if message else None
        if not isinstance(found, ui.TextDisplay):
            raise OutdatedControl
        return found.content
