"""The bot's commands as a person's own client lists them: with names in their language."""

from __future__ import annotations

import json
import re
from typing import Any, cast

from discord import app_commands

from bot.interactions.commands import choice_of, description_of, name_of, option_of
from bot.messages import Voice

Tree = app_commands.CommandTree[Any]


def localised(catalogue: bytes, tree: Tree, say: Voice) -> bytes:
    """Return the simulator's list of commands with the words of a language.

    The simulator lists the names as they were registered, and keeps Discord's translations of them
    to itself. What it is told of a command goes by its id and its path, which stay.
    """
    try:
        found = json.loads(catalogue)
        for entry in found["entries"]:
            _localise(entry, tree, say)
    except (KeyError, TypeError, ValueError):
        return catalogue  # the list is not as we know it: it stays as it is
    return json.dumps(found).encode()


def _localise(entry: dict[str, Any], tree: Tree, say: Voice) -> None:
    root, *rest = cast("list[str]", entry["path"])
    command = tree.get_command(root)
    for part in rest:
        command = command.get_command(part) if isinstance(command, app_commands.Group) else None
    if not isinstance(command, app_commands.Command):
        return
    entry["invocation"] = name_in(command, say)
    entry["description"] = say(description_of(command))
    parameters = {one.display_name: one for one in command.parameters}
    for option in entry["options"]:
        parameter = parameters[option["name"]]
        option["description"] = say(option_of(command, parameter.name))
        named = {one.value: say(choice_of(one)) for one in parameter.choices}
        for choice in option["choices"]:
            choice["name"] = named.get(choice["value"], choice["name"])


def name_in(command: app_commands.Command[Any, ..., Any], say: Voice) -> str:
    """Return how a command is typed in a language, without its slash."""
    parts = [command, *_groups(command)]
    return " ".join(say(name_of(one)) for one in reversed(parts))


def _groups(command: app_commands.Command[Any, ..., Any]) -> list[app_commands.Group]:
    groups: list[app_commands.Group] = []
    group = command.parent
    while group is not None:
        groups.append(group)
        group = group.parent
    return groups


def commands_in(text: str, tree: Tree, say: Voice) -> str:
    """Return a text whose commands (`/tally show`) are named as in a language."""
    every = [one for one in tree.walk_commands() if isinstance(one, app_commands.Command)]
    named = {f"/{one.qualified_name}": f"/{name_in(one, say)}" for one in every}
    longest = sorted(named, key=len, reverse=True)
    pattern = re.compile("|".join(rf"{re.escape(one)}\b" for one in longest))
    return pattern.sub(lambda found: named[found[0]], text)
