"""The boards of a simulated channel, as people and Discord see them."""

from __future__ import annotations

from typing import Any

from tests.components import walk, words_of
from tests.simulated import World, message_of, said

EDIT = "/channels/*/messages/*"


def boards(world: World) -> list[Any]:
    """Return the boards of the channel; that one was pinned stands there as a message too."""
    return [one for one in world.channel.history() if one.components]


def board_in(world: World) -> str:
    (board,) = boards(world)
    return words_of(board)


def controls(world: World) -> list[str]:
    """Return the ids of the board's buttons."""
    (board,) = boards(world)
    parts = walk([part.to_dict() for part in board.components])
    return [one["custom_id"] for one in parts if "custom_id" in one]


def edits(world: World) -> int:
    return sum(one.method == "PATCH" and "/webhooks/" not in one.path for one in requests(world))


def requests(world: World) -> list[Any]:
    return list(world.env.http_requests)


async def placed(world: World) -> str:
    await world.let_sign(10, world.guild)
    await world.pass_time()
    shown = await world.organiser.slash(world.channel, "tally board")
    assert message_of(shown).ephemeral
    return said(shown)
