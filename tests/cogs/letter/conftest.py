"""A server in which the letter may be posted."""

from __future__ import annotations

import pytest

from tests.simulated import World


@pytest.fixture
async def allowed(world: World) -> World:
    """A server in which members may post."""
    await world.choose(members_may_post=True)
    return world
