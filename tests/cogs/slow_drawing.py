"""A drawing that takes long, and what Discord was sent before it ended."""

from __future__ import annotations

import asyncio

import pytest

from bot.pictures import Chart, Quotation
from tests.simulated import World


def draw_slowly(world: World, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Let the next drawing last until something is sent, a second at most; return what was."""
    monkeypatch.setattr("bot.interactions.response.PATIENCE", 0.01)
    drawn = world.services.pictures.draw
    before, meanwhile = len(world.env.http_requests), list[object]()

    async def slowly(wanted: Quotation | Chart, *, person: int) -> bytes | None:
        for _ in range(100):
            if len(world.env.http_requests) > before:
                break
            await asyncio.sleep(0.01)
        meanwhile.extend(one.json for one in list(world.env.http_requests)[before:])
        return await drawn(wanted, person=person)

    monkeypatch.setattr(world.services.pictures, "draw", slowly)
    return meanwhile
