"""Every way in, with each feature off: command, menu, autocomplete and the buttons of old cards."""

from __future__ import annotations

from typing import Any

import discord
import pytest
from discord import app_commands

from bot.domain.settings import Feature, Use
from bot.domain.settings.features import needs
from bot.interactions.cog import FeatureCog
from bot.interactions.commands import feature_of
from tests.simulated import World, message_of, said

OFF = "The moderators of this server have switched this off here."

COMMANDS: dict[str, dict[str, Any]] = {
    "letter quote": {},
    "letter read": {},
    "letter signatories": {},
    "letter verify": {"text": "Men are imperfect"},
    "campaign": {},
    "help": {},
    "pledge sign": {},
    "pledge mine": {},
    "pledge withdraw": {},
    "pledge wall": {},
    "privacy policy": {},
    "privacy export": {},
    "privacy erase": {},
    "resources": {},
    "setup": {},
    "tally show": {},
}


def presses(world: World) -> list[Use]:
    """Return every action of every cog, as a button of an old card carries it."""
    cogs = [one for one in world.bot.cogs.values() if isinstance(one, FeatureCog)]
    named = [(type(one).__module__.split(".")[1], one) for one in cogs]
    return [Use(feature, action) for feature, cog in named for action in sorted(cog.presses)]


@pytest.mark.parametrize("off", Feature)
async def test_off_is_off_at_every_entrance_and_nothing_else_is(world: World, off: Feature) -> None:
    world.expected = (Exception,)
    old = {
        use: await world.post_control(world.channel, f"amh:{use.cog}:{use.action}")
        for use in presses(world)
    }
    message = await world.post_control(world.channel, "amh:campaign:post")
    await world.choose(features_off=[off])
    wrong: list[str] = []

    def told(name: str, use: Use, answer: Any) -> None:
        refused = OFF in said(answer)
        if refused != (off in needs(use)):
            wrong.append(f"{name}: {'off' if refused else 'on'}")
        assert not refused or message_of(answer).ephemeral

    for use, control in old.items():
        if use.action in ("close", "delete"):
            continue  # they answer by deleting the card, and belong to help
        told(f"{use.cog}:{use.action}", use, await world.organiser.click(control, label="Old"))
    for command in leaves(world):
        name = command.qualified_name
        answer = await world.organiser.slash(world.channel, name, **COMMANDS[name])
        told(name, Use(feature_of(command) or "", command.name), answer)
    for menu in world.bot.tree.get_commands(type=discord.AppCommandType.message):
        answer = await world.organiser.context_menu(world.channel, menu.name, message)
        told(menu.name, Use(feature_of(menu) or "", menu.name), answer)
    offered = await world.organiser.autocomplete(world.channel, "letter quote", "theme", "")
    assert bool(offered) is (off is not Feature.LETTER)
    assert wrong == []


async def test_a_picture_is_refused_where_pictures_are_off_and_a_text_is_not(
    world: World,
) -> None:
    shown = await world.alice.slash(world.channel, "letter quote")
    assert OFF not in said(shown)
    await world.choose(features_off=["pictures"])
    picture = await world.alice.slash(world.channel, "letter quote", **{"as": "picture"})
    assert OFF in said(picture)
    assert OFF not in said(await world.alice.slash(world.channel, "letter quote"))
    for action in ("another", "post"):
        control = await world.post_control(world.channel, f"amh:letter:{action}:picture:-")
        assert OFF in said(await world.organiser.click(control, label="Old"))


def leaves(world: World) -> list[app_commands.Command[Any, ..., Any]]:
    """Return every slash command that can be called."""
    walked = world.bot.tree.walk_commands()
    return [one for one in walked if isinstance(one, app_commands.Command)]
