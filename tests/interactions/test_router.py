"""A press finds its handler by its custom_id alone, passes one gate, and ends with an answer."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any, ClassVar

import discord
import pytest
from discord import app_commands

from bot.domain.refusals import Stopping
from bot.domain.settings import Use
from bot.interactions.cards import button
from bot.interactions.cog import FeatureCog, Presses, answered
from bot.interactions.response import Response
from bot.interactions.router import Router
from tests.simulated import World, message_of, said


class Greeter(FeatureCog):
    """A cog whose command and button do the same."""

    __module__ = "cogs.greeter.cog"

    def __init__(self) -> None:
        self.greeted: list[tuple[int, tuple[str, ...]]] = []

    @app_commands.command(name="greet", description="…")
    @answered
    async def greet(self, response: Response, often: int = 1) -> None:
        self.greeted.append((response.number(0, command=often), response.args))

    presses: ClassVar[Presses] = {"again": greet}


def test_two_handlers_for_one_action_are_a_mistake_in_the_code(world: World) -> None:
    async def handler(response: Response) -> None: ...

    router = Router(world.messages, world.services.servers)
    router.add("pledge", {"sign": handler})
    with pytest.raises(ValueError, match="two handlers"):
        router.add("pledge", {"sign": handler})


async def test_a_command_and_a_press_share_their_handler(world: World) -> None:
    cog = Greeter()
    world.bot.router.add("greeter", cog.handlers)
    message = await world.post_control(world.channel, "amh:greeter:again:7")
    await world.alice.click(message, label="Old")
    assert cog.greeted == [(7, ("7",))]
    (command,) = Greeter.declared_commands()
    assert isinstance(command, app_commands.Command)
    assert [(one.name, one.type) for one in command.parameters] == [
        ("often", discord.AppCommandOptionType.integer)
    ]


@pytest.mark.parametrize("custom_id", ["amh:pledge:confirm:2018-1:en:0", "words:edit", ""])
async def test_a_form_that_nobody_knows_is_answered_honestly(world: World, custom_id: str) -> None:
    emit = world.env.backend.emit

    def as_form(event: str, payload: Any, *args: Any, **kwargs: Any) -> Any:
        if event == "INTERACTION_CREATE":
            payload |= {"type": 5, "data": {"custom_id": custom_id, "components": []}}
        return emit(event, payload, *args, **kwargs)

    message = await world.post_control(world.channel, "amh:pledge:sign")
    world.env.backend.emit = as_form  # type: ignore[method-assign]
    answer = await world.alice.click(message, label="Old")
    assert message_of(answer).ephemeral
    assert "earlier version of the bot" in said(answer)


async def test_stopping_waits_for_answers_under_way_and_takes_no_more(world: World) -> None:
    router = Router(world.messages, world.services.servers)
    begun, go_on = asyncio.Event(), asyncio.Event()
    in_a_dm: Any = SimpleNamespace(guild_id=None)

    async def answering() -> str:
        await router.admit(in_a_dm, Use("pledge", "mine"))
        begun.set()
        await go_on.wait()
        return "answered"

    answer = asyncio.create_task(answering())
    await begun.wait()
    stopping = asyncio.create_task(router.drain(30))
    await asyncio.sleep(0)
    assert not stopping.done()
    with pytest.raises(Stopping):
        await router.admit(in_a_dm, Use("pledge", "mine"))
    await router.admit(in_a_dm, Use("resources", "open"))  # help is found until the end
    go_on.set()
    await asyncio.wait({stopping}, timeout=10)
    assert answer.result() == "answered"


def test_a_button_is_routed_by_its_custom_id() -> None:
    assert button("Sign", "pledge", "sign").custom_id == "amh:pledge:sign"
