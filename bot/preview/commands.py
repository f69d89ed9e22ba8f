"""The commands and menus as Discord lists them in one language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from discord import app_commands

from bot.config import Configuration
from bot.domain.phrases import Phrase
from bot.examples import Mentioned
from bot.interactions.commands import (
    AnyCommand,
    Command,
    choice_of,
    choices_in,
    description_of,
    name_of,
    option_name_of,
    option_of,
    works_in_dm,
)
from bot.messages import Messages
from bot.outreach import carried, cogs_of


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a command: its name, what Discord shows beside it, and what can be chosen."""

    name: str
    description: str
    required: bool
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListedCommand:
    """A command as it is listed: as one types it, with its options; a menu has no description."""

    name: str
    description: str
    options: tuple[Option, ...] = ()


Leaf = app_commands.Command[Any, ..., Any]


def declared(configuration: Configuration) -> Iterator[AnyCommand]:
    """Yield every command that can be used, and every menu of a message."""
    for feature in carried(configuration):
        for cog in cogs_of(feature):
            for command in cog.declared_commands():
                leaves = _leaves(command)
                yield from (one for one in leaves if name_of(one).key in configuration.said)


def listed(
    configuration: Configuration, messages: Messages, locale: str
) -> Iterator[ListedCommand]:
    """Yield every command in one language; where it has no words, Discord shows the default."""
    for command in declared(configuration):
        if isinstance(command, app_commands.ContextMenu):
            yield ListedCommand(_words(messages, name_of(command), locale, command.name), "")
        elif isinstance(command, app_commands.Command):
            description = _described(messages, description_of(command), locale)
            offered = choices_in(configuration, messages, command)
            options = tuple(_options(messages, command, locale, offered))
            yield ListedCommand(f"/{_typed(messages, command, locale)}", description, options)


def mentioned(configuration: Configuration) -> tuple[Mentioned, ...]:
    """Return each command as a card mentions it."""
    return tuple(
        Mentioned(one, f"</{one.qualified_name}:1>", in_dm=works_in_dm(one))
        for one in declared(configuration)
        if isinstance(one, app_commands.Command)
    )


def _leaves(command: AnyCommand) -> Iterator[AnyCommand]:
    if isinstance(command, app_commands.Group):
        for one in command.commands:
            yield from _leaves(one)
    else:
        yield command


def _typed(messages: Messages, command: Command, locale: str) -> str:
    """Return a command's name as it is typed in a language, its groups before it."""
    own = _words(messages, name_of(command), locale, command.name)
    return f"{_typed(messages, command.parent, locale)} {own}" if command.parent else own


def _options(
    messages: Messages,
    command: Leaf,
    locale: str,
    offered: Mapping[str, Sequence[app_commands.Choice[Any]]],
) -> Iterator[Option]:
    for one in command.parameters:
        yield Option(
            _words(messages, option_name_of(command, one.name), locale, str(one.display_name)),
            _described(messages, option_of(command, one.name), locale),
            one.required,
            tuple(
                _described(messages, choice_of(choice), locale)
                for choice in offered.get(one.name, one.choices)
            ),
        )


def _described(messages: Messages, phrase: Phrase, locale: str) -> str:
    return _words(messages, phrase, locale, messages.voice()(phrase))


def _words(messages: Messages, phrase: Phrase, locale: str, default: str) -> str:
    return messages.translation(phrase, locale) or default
