"""A campaign of other dates, for a world that is on already."""

from __future__ import annotations

from dataclasses import replace

from bot.outreach import build_services
from tests.simulated import SECRET, World, clock


async def with_dates(world: World, dates: dict[str, str]) -> None:
    """Let the bot begin again with a campaign of other dates."""
    campaign = world.configuration.campaign
    changed = campaign.dates.model_validate(
        {**campaign.dates.model_dump(mode="json"), "opens": None, "closes": None, **dates},
        strict=False,
    )
    world.configuration = replace(
        world.configuration, campaign=campaign.model_copy(update={"dates": changed})
    )
    world.services = build_services(world.configuration, world.database, secret=SECRET, clock=clock)
    await world.restart()
