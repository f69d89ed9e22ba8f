"""A pause that Discord asks for is kept, and a token that was reset says nothing of a message."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import discord
import pytest
from discord import ui

from bot.interactions.cards import Card
from bot.interactions.posts import Fate, Posts
from bot.interactions.sync import CommandSync, Sync


def refusal(status: int, **headers: str) -> discord.HTTPException:
    response: Any = SimpleNamespace(
        status=status, reason="", headers={"Content-Type": "text/html"} | headers
    )
    return discord.HTTPException(response, "<html>no</html>")


class Tree:
    """A tree whose commands Discord does not take."""

    translator = None
    client = SimpleNamespace(application_id=1)

    def get_commands(self) -> list[Any]:
        return []

    async def sync(self) -> None:
        raise refusal(429, **{"Retry-After": "7000"})


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
    ("status", "fate"),
    [(401, Fate.LATER), (429, Fate.LATER), (502, Fate.LATER), (400, Fate.REFUSED)],
)
async def test_what_says_nothing_of_a_message_is_tried_again(status: int, fate: Fate) -> None:
    async def edit(**_: object) -> None:
        raise refusal(status)

    message = SimpleNamespace(edit=edit)
    channel = SimpleNamespace(get_partial_message=lambda _: message)  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
    client: Any = SimpleNamespace(get_partial_messageable=lambda *_, **__: channel)  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
    card = Card(ui.TextDisplay("words"))
    found = await Posts(client).edit(card, guild_id=1, channel_id=2, message_id=3)
    assert found is fate
