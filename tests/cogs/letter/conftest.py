"""A server in which the letter may be posted."""

from __future__ import annotations

import pytest

from bot.domain.settings import ServerSettings
from tests.simulated import World


@pytest.fixture
async def allowed(world: World) -> World:
    """A server in which members may post."""
    await world.services.servers.change(
        guild_id=world.guild.id, settings=ServerSettings(members_may_post=True)
    )
    return world
