"""The gate before every command, and the words of every command."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from bot.config.locales import ENGLISH
from bot.domain.phrases import OPTION, Phrase, phrase
from bot.domain.refusals import Refusal, Stopping
from bot.interactions.errors import TRACELESS, report
from bot.interactions.router import admit
from bot.messages import Messages
from bot.services.servers import ServerService

Command = app_commands.Command[Any, ..., Any] | app_commands.Group | app_commands.ContextMenu


def description_of(command: Command | app_commands.Group) -> Phrase:
    """Return the phrase of a command's description: `commands.pledge_sign` for `/pledge sign`."""
    return phrase(f"commands.{_slug(command.qualified_name)}", limit=OPTION)


def name_of(qualified_name: str) -> Phrase:
    """Return the phrase of a command's localised name; the English name is the contract."""
    return phrase(f"command_names.{_slug(qualified_name)}", limit=32)


def option_of(command: Command, parameter: str) -> Phrase:
    """Return the phrase of an option's description: `options.tally_chart_days`."""
    return phrase(f"options.{_slug(command.qualified_name)}_{parameter}", limit=OPTION)


def choice_of(choice: app_commands.Choice[Any]) -> Phrase:
    """Return the phrase of a fixed choice of an option: `choices.picture`."""
    return phrase(f"choices.{_slug(str(choice.value))}", limit=OPTION)


def _slug(name: str) -> str:
    return name.lower().replace(" ", "_").replace("-", "_")


def feature_of(command: Command | app_commands.Group | None) -> str | None:
    """Return the feature (cog package) a command belongs to."""
    module = getattr(command, "module", None) or ""
    parts = module.split(".")
    return parts[1] if parts[0] == "cogs" and len(parts) > 1 else None


class CatalogueTranslator(app_commands.Translator):
    """Gives Discord the catalogue's words for a command in each language that has them."""

    def __init__(self, messages: Messages) -> None:
        self._messages = messages

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """Return the words in one language, or None where the default serves."""
        del string  # the place says more than the default words
        place = app_commands.TranslationContextLocation
        data: Any = context.data
        if context.location in (place.command_description, place.group_description):
            wanted = description_of(data)
        elif context.location in (place.command_name, place.group_name):
            wanted = name_of(data.qualified_name)
        elif context.location is place.parameter_description:
            wanted = option_of(data.command, data.name)
        elif context.location is place.choice_name:
            wanted = choice_of(data)
        else:
            return None
        return self._messages.translation(wanted, str(locale))


class OutreachTree(app_commands.CommandTree[Any]):
    """The command tree: each interaction passes its gate, each error ends in `report()`."""

    messages: Messages
    servers: ServerService
    closing: bool = False

    def attach(self, messages: Messages, servers: ServerService) -> None:
        """Give the tree what it needs; it is made by discord.py before they exist."""
        self.messages = messages
        self.servers = servers
        self.ids: dict[str, int] = {}

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Let a command through, or answer why not."""
        feature = feature_of(interaction.command)
        if feature in TRACELESS:
            return True
        try:
            if self.closing:
                raise Stopping
            if feature is not None and interaction.command is not None:
                await admit(interaction, feature, interaction.command.name, self.servers)
        except Refusal as refusal:
            if interaction.type is discord.InteractionType.autocomplete:
                await interaction.response.autocomplete([])  # there is nowhere to say why
            else:
                await report(interaction, refusal, self.messages)
            return False
        return True

    async def on_error(
        self, interaction: discord.Interaction[Any], error: app_commands.AppCommandError, /
    ) -> None:
        """Answer whatever a command raised."""
        feature = feature_of(interaction.command)
        await report(interaction, error, self.messages, feature=feature)

    def word(self) -> None:
        """Put the catalogue's English words on every command, group and option.

        Raises:
            KeyError: when one has none, so that the start stops instead of showing a key.
        """
        say = self.messages.voice(ENGLISH)
        for command in self.walk_commands():
            command.description = say(description_of(command))
            if isinstance(command, app_commands.Command):
                for name, parameter in command._params.items():  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - no public setter
                    parameter.description = say(option_of(command, name))
                    for choice in parameter.choices or ():
                        choice.name = say(choice_of(choice))

    def mention(self, qualified_name: str) -> str:
        """Return a command as Discord makes it pressable, or as text before the first sync."""
        root = qualified_name.split(maxsplit=1)[0]
        known = self.ids.get(root)
        return f"</{qualified_name}:{known}>" if known else f"`/{qualified_name}`"
