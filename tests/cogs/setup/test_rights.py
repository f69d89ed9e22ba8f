"""Who may not manage the server changes nothing, whatever they send; who may, nothing invalid."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.refusals import NoSuchChoice, NotAllowed, OutdatedControl, Refusal
from bot.domain.sentences import version_of
from bot.domain.settings import Kind, StoredSettings, Use, settings_of
from bot.interactions.permissions import Right
from bot.interactions.response import Response
from bot.interactions.router import Router
from cogs.setup.cog import SetupCog
from cogs.setup.place import Place, Position
from cogs.setup.values import OWN, chosen
from tests.cogs.setup.using import chosen as stored
from tests.cogs.setup.using import opened, put
from tests.simulated import World, message_of, press, said

NOTHING = version_of(None)
PRESSES = [
    "home",
    "open",
    "log:0",
    "step:3",
    f"put:members_may_post:g:{NOTHING}:true",
    f"put:organiser_roles:g:{NOTHING}",
    f"reset:channel_rest:g:{version_of('60')}",
    "tidy:organiser_roles:g",
    "undo:1:g",
    "panel",
    "panel_post:1",
    "check",
]
PLACE = Place(
    StoredSettings.merged({}, {}), frozenset({1, 2}), frozenset({3}), ("en", "de"), "en-US"
)


def from_a_server(guild_id: int | None, permissions: discord.Permissions) -> Any:
    """Return what the gate asks of an interaction, where the bot is a member of the server."""
    return SimpleNamespace(
        guild_id=guild_id, permissions=permissions, is_user_integration=lambda: False
    )


@pytest.mark.parametrize("pressed", PRESSES)
async def test_a_member_with_a_forged_button_changes_nothing(world: World, pressed: str) -> None:
    await world.choose(channel_rest=60)
    forged = await world.post_control(world.channel, f"amh:setup:{pressed}")
    answer = await world.alice.click(forged, label="Old")
    assert "You cannot do that here. Nothing was changed." in said(answer)
    assert message_of(answer).ephemeral
    assert await stored(world) == {"channel_rest": 60}


async def test_the_command_is_for_those_who_manage_the_server(world: World) -> None:
    """Discord hides it from others; an administrator can open it for them, so the gate asks too."""
    command = world.bot.tree.get_command("setup")
    assert command is not None
    assert command.default_permissions == discord.Permissions(manage_guild=True)
    assert command.guild_only
    router, asked = world.bot.router, Use("setup", "setup")
    for guild_id, permissions in (
        (5, discord.Permissions.none()),
        (None, discord.Permissions.all()),
    ):
        interaction = from_a_server(guild_id, permissions)
        with pytest.raises(NotAllowed):
            await router.admit(interaction, asked)
    listed = await world.alice.slash(world.channel, "help")
    assert "/setup" not in said(listed)
    assert "/setup" in said(await world.organiser.slash(world.channel, "help"))


async def test_who_lost_the_right_meanwhile_is_refused_at_the_press(world: World) -> None:
    shown = await opened(world, "who")
    backend = world.env.backend
    backend.edit_role(world.guild.id, world.organisers.id, {"permissions": 0})
    answer = await press(world.organiser, shown, "amh:setup:put:members_may_post")
    assert "You cannot do that here" in said(answer)
    assert await stored(world) == {}


@pytest.mark.parametrize(
    "pressed",
    [
        f"put:setup_step:g:{NOTHING}:3",
        f"put:members_may_post:g:{NOTHING}:maybe",
        f"put:members_may_post:g:{NOTHING}",
        "put:members_may_post:g:true",
        f"put:channel_rest:g:{NOTHING}",
        f"put:locale:g:{NOTHING}",
        f"put:quiet_hours:g:{NOTHING}:1",
        f"put:members_may_post:x:{NOTHING}:true",
        "put",
        f"reset:quiet_hours:g:{NOTHING}",
        "reset:channel_rest:g",
        "undo:1:g",
        "undo:999999:l0",
        "undo:-1:g",
        "undo:1:l-1",
        "step:6",
        "feature:pictures:g-letter:perhaps",
        "feature:nothing:g-letter:off",
        "feature:pictures:g-nowhere:off",
        f"words_reset:xx:campaign.since:{NOTHING}",
        f"words_reset:en:pledge.sign_title:{NOTHING}",
        "words_reset:en:campaign.since",
        "words_keep:en:campaign.since:0",
        "words_edit:en",
        "words_edit:en:campaign.since",
        "tidy:words.en.campaign.since:g",
        f"put:words.en.campaign.since:g:{NOTHING}:Ours",
        f"reset:listing_offered:g-words:{NOTHING}",
        "step:x",
        "log:x",
        "open",
    ],
)
async def test_a_moderator_with_a_forged_button_stores_nothing(world: World, pressed: str) -> None:
    forged = await world.post_control(world.channel, f"amh:setup:{pressed}")
    answer = await world.organiser.click(forged, label="Old")
    assert "Nothing was" in said(answer)
    assert message_of(answer).ephemeral
    assert await stored(world) == {}


async def test_the_role_that_everybody_has_cannot_be_chosen(world: World) -> None:
    """Discord gives it the id of the server; with it everybody would be an organiser."""
    everybody = world.guild.default_role
    refused = await put(world, await opened(world, "who"), "organiser_roles", everybody)
    assert "Nothing was changed" in said(refused)
    assert await stored(world) == {}


_texts = st.text(max_size=30) | st.sampled_from(["true", "false", "60", "general", OWN, "1", "3"])


@given(st.sampled_from(settings_of()), st.lists(_texts, max_size=4))
def test_whatever_is_picked_is_what_can_be_chosen_or_refused(one: Any, picked: list[str]) -> None:
    try:
        value = chosen(one, picked, PLACE)
    except NoSuchChoice:
        return
    if value is None:
        assert (one.kind, picked) in ((Kind.LANGUAGE, [OWN]), (Kind.CHANNEL, []))
        return
    one.stored(value)
    ids = {Kind.ROLES: PLACE.roles, Kind.CHANNELS: PLACE.channels}.get(one.kind)
    assert ids is None or set(value) <= ids
    assert one.kind is not Kind.LANGUAGE or value in PLACE.languages
    assert one.kind is not Kind.CHANNEL or value in PLACE.channels


@given(st.text(max_size=12))
def test_a_forged_spot_is_one_of_the_card_or_none(written: str) -> None:
    try:
        spot = Position.read(written)
    except OutdatedControl:
        return
    assert str(Position.read(str(spot))) == str(spot)


@given(st.lists(st.tuples(st.sampled_from(sorted(SetupCog.presses)), _texts), max_size=5))
def test_without_the_right_no_forged_id_reaches_a_handler(world_ids: list[tuple[str, str]]) -> None:
    reached: list[str] = []

    async def handler(response: Response) -> None:
        reached.append(str(response.args))

    async def tried() -> None:
        services: Any = None
        router = Router(services, services)
        router.add("setup", dict.fromkeys(SetupCog.presses, handler), right=Right.MANAGE_SERVER)
        member = discord.Permissions.all()
        member.update(manage_guild=False, administrator=False)
        for action, form in world_ids:
            interaction = from_a_server(5, member)
            with pytest.raises(Refusal):
                await router.admit(interaction, Use("setup", action, form))

    asyncio.run(tried())
    assert reached == []
