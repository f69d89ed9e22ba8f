"""The list of commands: by place, by right, by what is switched on."""

from __future__ import annotations

from typing import Any

import discord
import pytest
import simcord
from discord import app_commands

from bot.domain.phrases import phrase
from bot.domain.settings import ServerSettings
from bot.interactions.commands import FOR_ORGANISERS
from bot.interactions.permissions import Right
from cogs.help import words
from cogs.help.cards import Heading, HelpLine, help_card
from tests.components import text_of
from tests.simulated import World, said

MANAGES = discord.Permissions(manage_guild=True)
FOR_MODERATORS = {"setup", "moderation"}
OF_ORGANISERS = {"tally brief", "tally board", "tally export"}


def leaves(world: World) -> set[str]:
    return {
        command.qualified_name
        for command in world.bot.tree.walk_commands()
        if isinstance(command, app_commands.Command)
    }


def under(listed: str, heading: str) -> str:
    """Return what stands under a heading, or nothing where it is not there."""
    _, _, after = listed.partition(f"### {heading}\n")
    return after.partition("### ")[0]


async def test_help_lists_every_command_in_a_server_to_whoever_can_use_it(world: World) -> None:
    listed = said(await world.alice.slash(world.channel, "help"))
    to_moderators = said(await world.organiser.slash(world.channel, "help"))
    for name in leaves(world):
        assert (f"</{name}:" in listed) is (name not in FOR_MODERATORS | OF_ORGANISERS)
        assert f"</{name}:" in to_moderators
    assert listed.count("answers are private") == 1
    heading, first = listed.splitlines()[1:3]
    assert heading == "### Need help, or worried about someone?"
    assert first.startswith("- </resources:")
    assert world.say(words.NOTE) not in listed


async def test_what_only_organisers_use_is_not_listed_to_members(world: World) -> None:
    listed = said(await world.alice.slash(world.channel, "help"))
    others = said(await world.organiser.slash(world.channel, "help"))
    for name in OF_ORGANISERS:
        assert f"</{name}:" not in listed
        assert f"</{name}:" in under(others, world.say(words.ORGANISERS))


async def test_help_lists_in_a_dm_only_what_works_there(world: World) -> None:
    listed = said(await world.alice.user.slash("help"))
    assert "/privacy erase" in listed
    assert "/pledge mine" in listed
    assert "/pledge withdraw" in listed
    assert "/pledge sign" not in listed
    assert "/pledge wall" not in listed
    assert "/tally" not in listed
    assert world.say(words.NOTE) in listed


async def test_what_help_lists_is_what_discord_offers(world: World) -> None:
    offered = set(world.alice.available_commands(world.channel))
    assert offered == leaves(world) - FOR_MODERATORS
    assert set(world.organiser.available_commands(world.channel)) == leaves(world)


async def test_where_help_is_comes_first_everywhere(world: World) -> None:
    for shown in (
        await world.alice.slash(world.channel, "help"),
        await world.alice.user.slash("help"),
    ):
        listed = said(shown)
        first = f"## {world.say(words.TITLE)}\n### {world.say(words.SUPPORT)}\n- </resources:"
        assert listed.startswith(first)
        assert listed.count("</resources:") == 1
        assert "</help:" in under(listed, world.say(words.EVERYONE))


@pytest.fixture
def marked(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A world in which one command is for moderators and one for organisers."""
    hub = world.bot.tree.get_command("campaign")
    tally = world.bot.tree.get_command("tally")
    assert isinstance(hub, app_commands.Command)
    assert isinstance(tally, app_commands.Group)
    show = tally.get_command("show")
    monkeypatch.setattr(hub, "default_permissions", MANAGES)
    world.bot.router.add("campaign", {}, right=Right.MANAGE_SERVER)
    monkeypatch.setattr(show, "extras", dict(FOR_ORGANISERS))


@pytest.mark.usefixtures("marked")
async def test_members_see_nothing_of_what_is_for_others(world: World) -> None:
    listed = said(await world.alice.slash(world.channel, "help"))
    assert "</campaign:" not in listed
    assert "</tally show:" not in listed
    assert world.say(words.MODERATORS) not in listed
    assert world.say(words.ORGANISERS) not in listed


@pytest.mark.usefixtures("marked")
async def test_moderators_find_theirs_under_a_heading(world: World) -> None:
    listed = said(await world.organiser.slash(world.channel, "help"))
    assert "</campaign:" in under(listed, world.say(words.MODERATORS))
    assert "</tally show:" in under(listed, world.say(words.ORGANISERS))
    everyone = under(listed, world.say(words.EVERYONE))
    assert "</pledge sign:" in everyone
    assert "</campaign:" not in everyone


@pytest.mark.usefixtures("marked")
async def test_organisers_by_a_role_find_theirs_and_not_the_moderators(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    role = world.guild.create_role("Campaigners")
    carol = world.guild.add_member(world.env.create_user("carol"), roles=[role])

    async def chosen(*_: object, **__: object) -> ServerSettings:
        return ServerSettings(organiser_roles=frozenset({role.id}))

    monkeypatch.setattr(type(world.services.servers), "settings", chosen)
    listed = said(await carol.slash(world.channel, "help"))
    assert "</tally show:" in under(listed, world.say(words.ORGANISERS))
    assert "</campaign:" not in listed


async def with_role(world: World, setting: str) -> simcord.MemberActor:
    """Return a member with a role that was chosen for something, and no permission."""
    role = world.guild.create_role(setting)
    chosen: dict[str, Any] = {setting: [role.id]}
    await world.choose(**chosen)
    return world.guild.add_member(world.env.create_user(setting.replace("_", "-")), roles=[role])


async def test_stewards_find_the_command_that_they_may_use(world: World) -> None:
    steward = await with_role(world, "steward_roles")
    listed = said(await steward.slash(world.channel, "help"))
    assert "</moderation:" in under(listed, world.say(words.MODERATORS))
    assert "</setup:" not in listed, "that takes managing the server"
    assert not any(f"</{name}:" in listed for name in OF_ORGANISERS)
    assert "</moderation:" not in said(await world.alice.slash(world.channel, "help"))


async def test_organisers_by_a_role_find_what_they_may_use(world: World) -> None:
    organiser = await with_role(world, "organiser_roles")
    listed = said(await organiser.slash(world.channel, "help"))
    own = under(listed, world.say(words.ORGANISERS))
    assert all(f"</{name}:" in own for name in OF_ORGANISERS)
    assert not any(f"</{name}:" in listed for name in FOR_MODERATORS)


async def test_where_a_command_was_opened_to_all_it_is_listed_to_who_may_use_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(world.bot.tree.get_command("setup"), "default_permissions", None)
    assert "</setup:" not in said(await world.alice.slash(world.channel, "help"))


def test_a_list_that_is_too_long_says_where_the_rest_is(world: World) -> None:
    command = HelpLine(Heading.MODERATORS, "x" * 100, phrase("commands.help"))
    cards = [help_card([command] * number, world.say, in_server=True) for number in (2, 60)]
    few, many = (text_of({"components": card.to_components()}) for card in cards)
    assert world.say(words.MORE) not in few
    assert many.count(world.say(words.MORE)) == 1
    assert many.endswith(world.say(words.MORE))
    assert len(many) < 4_000
