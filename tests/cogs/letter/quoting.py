"""Quoting where members may post, as the tests of posting do it."""

from __future__ import annotations

from typing import Any

import simcord
from simcord.results import InteractionResult

from tests.components import words_of
from tests.simulated import World, ids, message_of

MENU = "Quote the letter"


def posts(channel: simcord.ChannelHandle) -> list[str]:
    """Return the words of each message in a channel."""
    return [words_of(one) for one in channel.history()]


async def remark(world: World) -> Any:
    """Let somebody write a message that one can answer."""
    return await world.bob.send(world.channel, "What does it actually say?")


async def choose(world: World, actor: simcord.MemberActor, target: Any) -> InteractionResult:
    """Open the menu on a message and choose a passage."""
    shown = await actor.context_menu(world.channel, MENU, target)
    assert shown.ephemeral
    (menu,) = ids(shown)
    return await actor.select(message_of(shown), ["speak-out"], custom_id=menu)


def passage(world: World) -> Any:
    return world.configuration.letter.passage("speak-out")
