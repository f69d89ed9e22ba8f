"""Sample members sign as anyone would: by a command and a press, answered by the real bot."""

from __future__ import annotations

from typing import Final

import simcord

from bot.rehearsal.transcript import controls
from bot.rehearsal.world import Room, Server, World
from bot.services import PledgeService

CONFIRM: Final = "amh:pledge:confirm"
RAIDERS: Final = 18
"""How many new accounts sign in a raid."""


class NotSignedError(Exception):
    """A sample member could not sign."""


async def let_sign(world: World, pledges: PledgeService, *, people: int) -> int:
    """Let up to `people` sample members sign who have not yet; return how many did.

    Raises:
        NotSignedError: when one of them could not.
    """
    signed = 0
    for member, room in world.samples:
        if signed == people:
            break
        if not await _stands(member, pledges):
            await _sign(member, room)
            if not await _stands(member, pledges):
                raise NotSignedError
            signed += 1
    return signed


async def let_raid(env: simcord.Env, server: Server, *, people: int) -> None:
    """Let so many accounts that are made this moment join a server and sign there at once.

    Raises:
        NotSignedError: when one of them could not.
    """
    for number in range(people):
        user = env.create_user(f"new-{env.now():%H%M%S}-{number}", global_name="New account")
        await _sign(server.guild.add_member(user), server.rooms[0])


async def _stands(member: simcord.MemberActor, pledges: PledgeService) -> bool:
    return (await pledges.standing(user_id=member.id, guild_id=None)).signed


async def _sign(member: simcord.MemberActor, room: Room) -> None:
    """Let a member ask for the pledge and agree to it."""
    asked = await member.slash(room.channel, "pledge sign")
    card = asked.followups[-1] if asked.followups else asked.response
    if card is None:
        raise NotSignedError
    offered = controls({"content": card.content, "components": card.components})
    confirm = next((one for one in offered if one.startswith(f"{CONFIRM}:")), None)
    if confirm is None:
        raise NotSignedError
    await member.click(card.message, custom_id=confirm)
