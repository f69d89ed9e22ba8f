"""The list of commands: by place, by right, by what is switched on."""

from __future__ import annotations

from discord import app_commands

from cogs.help import words
from tests.simulated import World, said


def leaves(world: World) -> list[str]:
    return [
        command.qualified_name
        for command in world.bot.tree.walk_commands()
        if isinstance(command, app_commands.Command)
    ]


async def test_help_lists_every_command_in_a_server(world: World) -> None:
    listed = said(await world.alice.slash(world.channel, "help"))
    for name in leaves(world):
        assert f"</{name}:" in listed
    assert listed.count("answers are private") == 1
    assert world.say(words.NOTE) not in listed


async def test_help_lists_in_a_dm_only_what_works_there(world: World) -> None:
    listed = said(await world.alice.user.slash("help"))
    assert "/privacy erase" in listed
    assert "/pledge" not in listed
    assert "/tally" not in listed
    assert world.say(words.NOTE) in listed


async def test_what_help_lists_is_what_discord_offers(world: World) -> None:
    offered = set(world.alice.available_commands(world.channel))
    assert offered == set(leaves(world))
