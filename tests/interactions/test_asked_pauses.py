"""A pause that Discord asks for is kept, and a token that was reset says nothing of a message."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import discord
import pytest
from discord import ui

from bot.interactions.cards import Card
from bot.interactions.posts import PostOutcome, Posts
from bot.interactions.sync import CommandSync, Sync


def refusal(
    status: int, code: int = 0, headers: Mapping[str, str] | None = None
) -> discord.HTTPException:
    """Return what discord.py raises: with a code where Discord itself said no, else a page."""
    response: Any = SimpleNamespace(
        status=status, reason="", headers={"Content-Type": "text/html", **(headers or {})}
    )
    kinds = {403: discord.Forbidden, 404: discord.NotFound}
    said: Any = {"code": code, "message": ""} if code else "<html>no</html>"
    return kinds.get(status, discord.HTTPException)(response, said)


class Tree:
    """A tree whose commands Discord does not take."""

    translator = None
    client = SimpleNamespace(application_id=1)

    def get_commands(self) -> list[Any]:
        return []

    async def sync(self) -> None:
        raise refusal(429, headers={"Retry-After": "7000"})


async def test_commands_are_sent_again_no_sooner_than_discord_asks() -> None:
    async def nothing(*_: str) -> None:
        return None

    tree: Any = Tree()
    sync = CommandSync(tree, {}, read=nothing, write=nothing)
    loop, asked = asyncio.get_running_loop(), list[float]()
    later = loop.call_later

    def noted(delay: float, *given: Any, **named: Any) -> asyncio.TimerHandle:
        asked.append(delay)
        return later(delay, *given, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loop, "call_later", noted)
        await sync.begin(Sync.ALWAYS)
    sync.close()
    assert 7_000 in asked
    assert not sync.current


@pytest.mark.parametrize(
    ("status", "code", "outcome"),
    [
        (401, 0, PostOutcome.LATER),
        (429, 0, PostOutcome.LATER),
        (502, 0, PostOutcome.LATER),
        (400, 0, PostOutcome.REFUSED),
        (403, 50001, PostOutcome.NO_RIGHT),
        (403, 50013, PostOutcome.NO_RIGHT),
        (403, 0, PostOutcome.LATER),
        (404, 10003, PostOutcome.CHANNEL_GONE),
        (404, 10004, PostOutcome.CHANNEL_GONE),
        (404, 0, PostOutcome.LATER),
        (404, 10008, PostOutcome.MESSAGE_GONE),
        (400, 30003, PostOutcome.PINS_FULL),
        (400, 50083, PostOutcome.THREAD_CLOSED),
        (403, 160005, PostOutcome.THREAD_CLOSED),
        (400, 200000, PostOutcome.BLOCKED),
        (400, 200001, PostOutcome.BLOCKED),
        (400, 30046, PostOutcome.LATER),
        (429, 30046, PostOutcome.LATER),
        (400, 20022, PostOutcome.LATER),
        (400, 50035, PostOutcome.REFUSED),
        (403, 20026, PostOutcome.REFUSED),
    ],
)
async def test_what_became_of_a_message_is_what_discord_says_of_it(
    status: int, code: int, outcome: PostOutcome
) -> None:
    async def edit(**_: object) -> None:
        raise refusal(status, code)

    message = SimpleNamespace(edit=edit)
    channel = SimpleNamespace(get_partial_message=lambda _: message)  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
    client: Any = SimpleNamespace(get_partial_messageable=lambda *_, **__: channel)  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
    card = Card(ui.TextDisplay("words"))
    found = await Posts(client).edit(card, guild_id=1, channel_id=2, message_id=3)
    assert found is outcome
