"""The bot's menus on messages, which the simulator's page has no way into."""

from __future__ import annotations

import discord
import simcord

from bot.interactions.commands import name_of
from bot.messages import Voice
from bot.outreach import OutreachBot
from bot.rehearsal.stage_error import StageError
from bot.rehearsal.world import Room, Showing


def menus(bot: OutreachBot, say: Voice) -> dict[str, str]:
    """Return the bot's menus on messages, and how each is called in a language."""
    found = bot.tree.get_commands(type=discord.AppCommandType.message)
    return {one.name: say(name_of(one)) for one in found}


def with_menu(room: Room, person: str) -> list[str]:
    """Return the ids of the messages that have menus: those that everyone in a server sees."""
    if not isinstance(room.actors[person], simcord.MemberActor):
        return []  # the simulator has no menus in direct messages
    return [str(one.id) for one in room.channel.history()]


async def use_menu(showing: Showing, *, menu: str, message_id: str) -> None:
    """Let the person of the shown room use a menu on a message; what comes of it stands there.

    Raises:
        StageError: when there is no such menu or message, or the person may not use it.
    """
    room, actor = showing.room, showing.room.actors[showing.person]
    target = next((one for one in room.channel.history() if str(one.id) == message_id), None)
    if target is None or not isinstance(actor, simcord.MemberActor):
        raise StageError("menu.failed")
    try:
        await actor.context_menu(room.channel, menu, target)
    except (simcord.SetupError, TimeoutError) as fault:
        raise StageError("menu.failed") from fault
