"""The gate before every command, and the words of every command."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import Enum, auto
from typing import Any, Final, cast

import discord
from discord import app_commands

from bot.config import Configuration
from bot.domain.phrases import OPTION, Phrase, command_name, menu_name, phrase
from bot.domain.refusals import Refusal, ServerOnly
from bot.domain.settings import Use
from bot.interactions.errors import TRACELESS, report
from bot.interactions.permissions import server_of
from bot.interactions.router import Router, feature_pressed
from bot.messages import Messages

Command = app_commands.Command[Any, ..., Any] | app_commands.Group
AnyCommand = Command | app_commands.ContextMenu

NEEDS: Final = "needs"
"""In a command's `extras`: what a campaign must have for it to be there."""

CHOICES: Final = "choices"
"""In a command's `extras`: `Choices` of its options that not every campaign can offer."""

Choices = Callable[[Configuration, Messages], Mapping[str, Sequence[app_commands.Choice[Any]]]]
"""Returns the choices that a campaign can offer, by the parameter."""


def description_of(command: Command) -> Phrase:
    """Return the phrase of a command's description: `commands.pledge_sign` for `/pledge sign`."""
    return phrase(f"commands.{_slug(command.qualified_name)}", limit=OPTION)


def name_of(command: Command | app_commands.ContextMenu) -> Phrase:
    """Return the phrase of a command's localised name; the English name is the contract."""
    key = f"command_names.{_slug(command.qualified_name)}"
    if isinstance(command, app_commands.ContextMenu):
        return menu_name(key)
    group = command.parent
    return command_name(key, among=name_of(group).key) if group else command_name(key)


def option_of(command: Command, parameter: str) -> Phrase:
    """Return the phrase of an option's description: `options.tally_chart_days`."""
    return phrase(f"options.{_slug(command.qualified_name)}_{parameter}", limit=OPTION)


def option_name_of(command: Command, parameter: str) -> Phrase:
    """Return the phrase of an option's localised name; the English name is the contract."""
    key = f"option_names.{_slug(command.qualified_name)}_{parameter}"
    return command_name(key, among=name_of(command).key)


def choice_of(choice: app_commands.Choice[Any]) -> Phrase:
    """Return the phrase of a fixed choice of an option: `choices.picture`."""
    return phrase(f"choices.{_slug(str(choice.value))}", limit=OPTION)


def choices_in(
    configuration: Configuration, messages: Messages, command: Command
) -> Mapping[str, Sequence[app_commands.Choice[Any]]]:
    """Return the choices that a campaign can offer, where not every campaign offers all."""
    choices = cast("Choices | None", command.extras.get(CHOICES))
    return choices(configuration, messages) if choices else {}


def _slug(name: str) -> str:
    return name.lower().replace(" ", "_").replace("-", "_")


def phrases_of(command: AnyCommand) -> Iterator[Phrase]:
    """Yield the phrases by which a command is shown to people, those of its subcommands too.

    A command that needs more of the campaign than its feature does says so in its `extras`.
    """
    if isinstance(command, app_commands.Group):
        yield name_of(command)
        yield description_of(command)
        for one in command.commands:
            yield from phrases_of(one)
        return
    yield from (replace(one, needs=command.extras.get(NEEDS)) for one in _of_leaf(command))


def _of_leaf(
    command: app_commands.Command[Any, ..., Any] | app_commands.ContextMenu,
) -> Iterator[Phrase]:
    yield name_of(command)
    if isinstance(command, app_commands.ContextMenu):
        return
    yield description_of(command)
    for parameter in command.parameters:
        yield option_name_of(command, parameter.name)
        yield option_of(command, parameter.name)
        yield from map(choice_of, parameter.choices)


def feature_in(module: str) -> str | None:
    """Return the feature (cog package) that a module is in: `letter` of `cogs.letter.cog`."""
    package, _, rest = module.partition(".")
    return rest.partition(".")[0] or None if package == "cogs" else None


def feature_of(command: AnyCommand | None) -> str | None:
    """Return the feature a command belongs to."""
    return feature_in(getattr(command, "module", None) or "")


FOR_ORGANISERS: Final[Mapping[Any, Any]] = {"for": "organisers"}
"""The `extras` of a command that only organisers use, where Discord can be given no hint: it takes
one for a whole group. `/help` reads it; it proves nothing, and the command asks for the right."""


ELSEWHERE: Final = "elsewhere"
"""In the `extras` of a command: the refusal outside a server, where it has one of its own."""


class Who(Enum):
    """Whom a command is for."""

    EVERYONE = auto()
    MODERATORS = auto()
    ORGANISERS = auto()


def whom_for(command: app_commands.Command[Any, ..., Any]) -> Who:
    """Return whom a command is for: moderators where its root has a hint for Discord."""
    if FOR_ORGANISERS.items() <= command.extras.items():
        return Who.ORGANISERS
    root = command.root_parent or command
    return Who.EVERYONE if root.default_permissions is None else Who.MODERATORS


def works_in_dm(command: app_commands.Command[Any, ..., Any]) -> bool:
    """Return whether a command works in direct messages."""
    contexts = (command.root_parent or command).allowed_contexts
    return not server_only(command) and (contexts is None or bool(contexts.dm_channel))


def server_only(command: AnyCommand) -> bool:
    """Return whether a command belongs to a server; Discord knows it of whole groups only."""
    root = None if isinstance(command, app_commands.ContextMenu) else command.root_parent
    return command.guild_only or (root is not None and root.guild_only)


def _use_of(interaction: discord.Interaction[Any], command: AnyCommand) -> Use:
    """Return what a command is about to do; its form is what its option `as` says."""
    form: object = getattr(interaction.namespace, "as", None)
    return Use(feature_of(command) or "", command.name, form if isinstance(form, str) else "")


class CatalogueTranslator(app_commands.Translator):
    """Gives Discord the catalogue's words for a command in each language that has them."""

    def __init__(self, messages: Messages) -> None:
        self._messages = messages
        self._spoken = frozenset(one for one in discord.Locale if messages.speaks(str(one)))

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """Return the words in one language, or None where the default serves."""
        del string  # the place says more than the default words
        if locale not in self._spoken:  # five in six of the languages that Discord asks for
            return None
        place = app_commands.TranslationContextLocation
        data: Any = context.data
        if context.location in (place.command_description, place.group_description):
            wanted = description_of(data)
        elif context.location in (place.command_name, place.group_name):
            wanted = name_of(data)
        elif context.location is place.parameter_name:
            wanted = option_name_of(data.command, data.name)
        elif context.location is place.parameter_description:
            wanted = option_of(data.command, data.name)
        elif context.location is place.choice_name:
            wanted = choice_of(data)
        else:
            return None
        return self._messages.translation(wanted, str(locale))


_ASKED_OF_A_MESSAGE: Final = ("id", "channel_id", "type", "content", "author")


def _strip_target_message(data: dict[str, Any] | None) -> None:
    """Leave of a message on which a menu was opened what discord.py needs to name it.

    It would parse all of it, and fail on some of what Discord sends (the end of a poll that has
    none); then the menu would never be answered.
    """
    resolved: dict[str, Any] = (data or {}).get("resolved") or {}
    messages: dict[str, dict[str, Any]] = resolved.get("messages") or {}
    for key, message in messages.items():
        messages[key] = {one: message[one] for one in _ASKED_OF_A_MESSAGE if one in message}


class OutreachTree(app_commands.CommandTree[Any]):
    """The command tree: each interaction passes the gate, each error ends in `report()`."""

    messages: Messages
    router: Router

    def attach(self, messages: Messages, router: Router) -> None:
        """Give the tree what it needs; it is made by discord.py before they exist."""
        self.messages = messages
        self.router = router
        self.ids: dict[str, int] = {}

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Let a command through, or answer why not."""
        self.router.hold_place(interaction)
        command = interaction.command
        _strip_target_message(cast("dict[str, Any] | None", interaction.data))
        feature = feature_of(command)
        try:
            self.router.require_place(interaction)
            if command is not None:
                await self.router.admit(interaction, _use_of(interaction, command))
                if server_only(command) and server_of(interaction) is None:
                    raise command.extras.get(ELSEWHERE, ServerOnly)
        except Refusal as refusal:
            if interaction.type is discord.InteractionType.autocomplete:
                await interaction.response.autocomplete([])  # there is nowhere to say why
            else:
                say = self.router.voice(interaction, feature)
                await report(interaction, refusal, say, feature=feature)
            return False
        return True

    def leaves_no_trace(self, interaction: Mapping[str, Any]) -> bool:
        """Whether an interaction, as Discord sent it, looks for help."""
        data: Mapping[str, Any] = interaction["data"]
        if "custom_id" in data:
            return feature_pressed(str(data["custom_id"])) in TRACELESS
        kind = discord.AppCommandType(data.get("type", discord.AppCommandType.chat_input.value))
        return feature_of(self.get_command(data["name"], type=kind)) in TRACELESS

    async def on_error(
        self, interaction: discord.Interaction[Any], error: app_commands.AppCommandError, /
    ) -> None:
        """Answer whatever a command raised."""
        feature = feature_of(interaction.command)
        say = self.router.voice(interaction, feature)
        await report(interaction, error, say, feature=feature)

    async def fit(self, configuration: Configuration) -> None:
        """Make the commands those of a campaign, in its words: all that is sent, and its digest.

        Raises:
            KeyError: when one has no words, so that the start stops instead of showing a key.
        """
        for command in list(self.walk_commands()):
            if not configuration.has(command.extras.get(NEEDS)):
                (command.parent or self).remove_command(command.name)
            elif offered := choices_in(configuration, self.messages, command):
                app_commands.choices(**{name: [*them] for name, them in offered.items()})(command)
        self._word()
        await self.set_translator(CatalogueTranslator(self.messages))

    def _word(self) -> None:
        """Put the campaign's own language on every command, group and option."""
        say = self.messages.voice()
        for command in self.walk_commands():
            command.description = say(description_of(command))
            if isinstance(command, app_commands.Command):
                names = [parameter.name for parameter in command.parameters]
                words = {
                    name: app_commands.locale_str(say(option_of(command, name))) for name in names
                }
                app_commands.describe(**words)(command)
                for choice in (one for each in command.parameters for one in each.choices):
                    choice.name = say(choice_of(choice))

    def mention(self, qualified_name: str) -> str:
        """Return a command as Discord makes it pressable, or as text before the first sync."""
        root = qualified_name.split(maxsplit=1)[0]
        known = self.ids.get(root)
        return f"</{qualified_name}:{known}>" if known else f"`/{qualified_name}`"
