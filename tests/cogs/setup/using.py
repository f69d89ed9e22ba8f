"""The setup card as moderators use it: open a group, choose, look at what it says."""

from __future__ import annotations

from typing import Any

import simcord
from simcord.results import InteractionResult

from tests.components import SELECTS, walk
from tests.simulated import World, message_of, press

Json = dict[str, Any]


def menu(result: InteractionResult, prefix: str) -> Json:
    """Return the one menu of an answer whose custom_id begins so."""
    parts = [part for part in walk(message_of(result).components) if part["type"] in SELECTS]
    found = [part for part in parts if part["custom_id"].startswith(prefix)]
    assert len(found) == 1, f"{prefix}: {[part['custom_id'] for part in parts]}"
    return found[0]


async def choose(
    actor: simcord.MemberActor, result: InteractionResult, prefix: str, *values: Any
) -> InteractionResult:
    """Choose in the one menu whose custom_id begins so."""
    custom_id = menu(result, prefix)["custom_id"]
    return await actor.select(message_of(result), list(values), custom_id=custom_id)


async def opened(world: World, group: str | None = None) -> InteractionResult:
    """Open the card as the organiser, who manages the server, and a group on it."""
    shown = await world.organiser.slash(world.channel, "setup")
    if any(
        part.get("custom_id") == "amh:setup:step:1" for part in walk(message_of(shown).components)
    ):
        shown = await press(world.organiser, shown, "amh:setup:home")
    if group is None:
        return shown
    return await choose(world.organiser, shown, "amh:setup:open", group)


async def put(world: World, shown: InteractionResult, key: str, *values: Any) -> InteractionResult:
    """Choose values of a setting on an open group."""
    return await choose(world.organiser, shown, f"amh:setup:put:{key}:", *values)


async def chosen(world: World) -> Json:
    """Return what the store holds for the server."""
    return dict(await world.database.settings.get(guild_id=world.guild.id))


async def numbers(world: World) -> list[tuple[int, str]]:
    """Return the log of the server, the oldest first: number and setting."""
    entries, _ = await world.database.settings.log(guild_id=world.guild.id, limit=99, offset=0)
    return [(one.change.number, one.key) for one in reversed(entries)]
