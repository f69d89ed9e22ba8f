"""In the simulator, too, a refused sync leaves the bot serving and is made up for later."""

from __future__ import annotations

from typing import Any

import simcord

from bot.interactions.sync import Sync
from bot.outreach import OutreachBot
from tests.simulated import World


async def test_refused_commands_are_sent_again_when_time_has_passed(world: World) -> None:
    await world.bot.close()
    world.bot = OutreachBot(world.services, world.messages, sync=Sync.ALWAYS)
    world.env.inject_error("PUT", "/applications/*/commands", status=400, code=30034, times=1)
    await world.env.restart_bot(world.bot)
    assert world.bot.is_ready()
    before = synced(world.env)
    await world.env.advance_time(30)
    assert synced(world.env) == before
    await world.env.advance_time(31)
    assert synced(world.env) == before + 1
    await world.alice.slash(world.channel, "campaign")


def synced(env: simcord.Env) -> int:
    requests: list[Any] = list(env.http_requests)
    return sum(one.method == "PUT" and one.path.endswith("/commands") for one in requests)
