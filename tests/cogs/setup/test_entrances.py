"""Every way in, with each feature off: command, menu, autocomplete and the buttons of old cards."""

from __future__ import annotations

from typing import Any

import discord
import pytest
from simcord.results import InteractionResult

from bot.domain.settings import Feature, Use
from bot.domain.settings.features import needs
from bot.interactions.cog import FeatureCog
from bot.interactions.commands import feature_of
from tests.components import walk
from tests.rights.table import TABLE, Kind
from tests.simulated import World, ids, leaves, message_of, press, said

OFF = "The moderators of this server have switched this off here."

COMMANDS = {one.name: one.options for one in TABLE if one.kind is Kind.COMMAND}


def presses(world: World) -> list[Use]:
    """Return every action of every cog, as a button of an old card carries it."""
    cogs = [one for one in world.bot.cogs.values() if isinstance(one, FeatureCog)]
    return [Use(cog.feature, action) for cog in cogs for action in sorted(cog.presses)]


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


async def test_new_cards_offer_only_what_is_on(world: World) -> None:
    await world.sign(world.bob)
    await world.choose(signing_paused=True, listing_offered=False, features_off=["letter"])
    for command in ("campaign", "tally show"):
        shown = await world.alice.slash(world.channel, command)
        assert not {"amh:pledge:sign", "amh:letter:open"} & offered(shown), command
        await press(
            world.organiser, await world.organiser.slash(world.channel, command), post(command)
        )
    for message in world.channel.history():
        parts = [part.to_dict() for part in message.components]
        controls = {bare(part.get("custom_id") or "") for part in walk(parts)}
        assert not {"amh:pledge:sign", "amh:letter:open"} & controls
    mine = await world.bob.slash(world.channel, "pledge mine")
    assert "amh:pledge:list" not in offered(mine)
    asked = await press(world.bob, mine, "amh:pledge:withdraw")
    assert "you could not sign again here" in said(asked)
    await world.choose(signing_paused=None, features_off=["tally"])
    assert "amh:letter:open" in offered(await world.alice.slash(world.channel, "campaign"))
    assert "amh:pledge:sign" in offered(await world.alice.slash(world.channel, "letter quote"))
    signed = await world.sign(world.alice)
    assert "amh:tally:show" not in offered(signed)
    assert "amh:resources:open" in offered(signed)
    await world.choose(signing_paused=True)
    assert "amh:pledge:sign" not in offered(await world.alice.slash(world.channel, "letter quote"))


def bare(custom_id: str) -> str:
    """Return the id of a control without the way back that it carries."""
    return custom_id.removesuffix(":+campaign")


def offered(result: InteractionResult) -> set[str]:
    """Return what the controls of an answer do."""
    return set(map(bare, ids(result)))


def post(command: str) -> str:
    """Return the id of the button that posts the card of a command."""
    return f"amh:{command.split(maxsplit=1)[0]}:post"
