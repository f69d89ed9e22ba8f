"""A campaign of two servers that has grown enough to be told of."""

from __future__ import annotations

from tests.simulated import World


async def grow(world: World) -> None:
    """Let 26 sign here and 6 elsewhere, and let it be published."""
    await world.let_sign(26, world.guild)
    await world.let_sign(6, world.other_guild)
    await world.pass_time()
