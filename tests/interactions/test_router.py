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
from bot.interactions.pressed import discord_id
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
    with pytest.raises(ValueError, match="two handlers"):
        router.add("pledge", {}, modals={"sign": handler})


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


class Form:
    """Makes what a member presses a modal of any id, with any text in its one field."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._emit = world.env.backend.emit
        self._data: dict[str, Any] = {}
        world.env.backend.emit = self._as_modal  # type: ignore[method-assign]

    def _as_modal(self, event: str, payload: Any, *args: Any, **kwargs: Any) -> Any:
        if event == "INTERACTION_CREATE":
            payload |= {"type": 5, "data": self._data}
        return self._emit(event, payload, *args, **kwargs)

    async def submitted(self, custom_id: str, text: str | None = None, *, row: bool = False) -> Any:
        """Submit it as alice; each field stands in a label, or as it was earlier in a row."""
        field = {"type": 4, "custom_id": "words", "value": text}
        holder = {"type": 1, "components": [field]} if row else {"type": 18, "component": field}
        self._data = {"custom_id": custom_id, "components": [holder] if text is not None else []}
        message = await self._world.post_control(self._world.channel, "amh:pledge:sign")
        return await self._world.alice.click(message, label="Old")


@pytest.mark.parametrize(
    "custom_id",
    ["amh:pledge:confirm:2018-1:en:0", "amh:pledge:of_another_release", "words:edit", ""],
)
async def test_a_form_that_nobody_knows_is_answered_honestly(world: World, custom_id: str) -> None:
    answer = await Form(world).submitted(custom_id, "I pledge")
    assert message_of(answer).ephemeral
    assert "earlier version of the bot" in said(answer)
    assert (await world.standing(world.alice)).pledge is None


class Listener:
    """Takes what is submitted in a modal."""

    def __init__(self) -> None:
        self.heard: list[tuple[tuple[str, ...], str]] = []

    async def hear(self, response: Response) -> None:
        self.heard.append((response.args, response.typed("words")))
        await response.interaction.response.send_message("Heard.", ephemeral=True)


@pytest.mark.parametrize("row", [False, True])
async def test_a_modal_is_routed_by_its_custom_id_with_what_was_typed(
    world: World, row: bool
) -> None:
    listener = Listener()
    world.bot.router.add("greeter", {}, modals={"hear": listener.hear})
    await Form(world).submitted("amh:greeter:hear:de:1", "Guten Tag\n{name}", row=row)
    assert listener.heard == [(("de", "1"), "Guten Tag\n{name}")]


async def test_a_modal_without_its_field_is_outdated(world: World) -> None:
    listener = Listener()
    world.bot.router.add("greeter", {}, modals={"hear": listener.hear})
    assert "earlier version of the bot" in said(await Form(world).submitted("amh:greeter:hear"))
    assert listener.heard == []


async def test_a_press_is_no_modal(world: World) -> None:
    listener = Listener()
    world.bot.router.add("greeter", {}, modals={"hear": listener.hear})
    message = await world.post_control(world.channel, "amh:greeter:hear")
    answer = await world.alice.click(message, label="Old")
    assert "earlier version of the bot" in said(answer)
    assert listener.heard == []


async def test_a_modal_passes_the_gate_of_every_press(world: World) -> None:
    """Switched off is off, and who lacks the right of a cog is refused, whatever they type."""
    listener = Listener()
    world.bot.router.add("tally", {}, modals={"hear": listener.hear})
    world.bot.router.add("setup", {}, modals={"hear": listener.hear})
    form = Form(world)
    await form.submitted("amh:tally:hear", "a")
    await world.choose(features_off=["tally"])
    off = await form.submitted("amh:tally:hear", "b")
    assert "have switched this off here" in said(off)
    assert message_of(off).ephemeral
    assert "You cannot do that here" in said(await form.submitted("amh:setup:hear", "c"))
    assert listener.heard == [((), "a")]


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


def test_no_id_that_a_custom_id_names_is_larger_than_a_database_takes() -> None:
    """A forged one would else be an error of the store, which is no answer."""
    assert discord_id(str(2**63 - 1)) == 2**63 - 1
    assert discord_id(str(2**63)) is None
    assert discord_id("9" * 20) is None
    assert discord_id("-1") is None
