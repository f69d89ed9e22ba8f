"""The letter's commands and buttons, as members use them."""

from __future__ import annotations

import pytest

from tests.cogs.conftest import World, ids, message_of, press, said


async def quote(world: World, **options: str):
    return await world.alice.slash(world.channel, "letter quote", **options)


async def test_a_quotation_is_private_exact_and_comes_with_its_source(world: World) -> None:
    shown = await quote(world)
    assert shown.ephemeral
    letter = world.configuration.letter
    assert any(passage.text in said(shown) for passage in letter.passages)
    assert letter.title in said(shown)
