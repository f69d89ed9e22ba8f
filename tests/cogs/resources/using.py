"""The support page as people use it: open it, choose, look at what came."""

from __future__ import annotations

from typing import Any

import simcord
from simcord.results import InteractionResult

from tests.components import text_of, walk
from tests.simulated import World, message_of

Json = dict[str, Any]


async def opened(world: World) -> InteractionResult:
    """Open the page as a member would."""
    return await world.alice.slash(world.channel, "resources")


def menus(result: InteractionResult) -> dict[str, Json]:
    """Return the menus of an answer by their action."""
    found = (part for part in walk(message_of(result).components) if part["type"] == 3)
    return {part["custom_id"].split(":")[2]: part for part in found}


async def choose(
    actor: simcord.MemberActor | simcord.UserHandle,
    result: InteractionResult,
    action: str,
    value: str,
) -> InteractionResult:
    """Choose an entry of one of the menus."""
    menu = menus(result)[action]
    return await actor.select(message_of(result), [value], custom_id=menu["custom_id"])


def chosen(result: InteractionResult, action: str) -> list[str]:
    """Return what a menu shows as chosen."""
    return [one["value"] for one in menus(result)[action]["options"] if one.get("default")]


def bodies(world: World, method: str, ending: str) -> list[Any]:
    """Return what the bot sent to an address that ends so."""
    return [
        one.json
        for one in world.env.http_requests
        if one.method == method and one.path.endswith(ending)
    ]


def deletions(world: World) -> list[Any]:
    """Return the requests that deleted the message a control stands on."""
    return bodies(world, "DELETE", "/messages/@original")


def follow_up(result: InteractionResult) -> str:
    """Return every word of the private messages that came after the first answer."""
    assert all(one.ephemeral for one in result.followups)
    return "\n".join(text_of({"components": one.components}) for one in result.followups)


def letters(actor: simcord.MemberActor) -> list[Any]:
    """Return what the bot wrote to someone directly."""
    return [one for one in actor.user.dm_channel.history() if one.author.bot]
