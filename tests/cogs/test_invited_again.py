"""What the bot posted goes on by itself once it has its place in the server or its right again."""

from __future__ import annotations

import asyncio
from typing import Any

import discord
import pytest

from bot.db.repositories.signing import Sign
from bot.domain.clock import hour_of
from bot.domain.moderation.holding import AgeBand, Hold, HoldReason
from bot.domain.tallies.boards import Parked
from bot.interactions.connection.sharded import BACK
from bot.interactions.posts import Posts
from tests.cogs.boards import EDIT, edits, placed, requests
from tests.cogs.setup.test_panel import place
from tests.cogs.setup.using import opened
from tests.components import words_of
from tests.db.people import TEXT
from tests.simulated import World, clock, said


async def parked(world: World) -> list[Parked | None]:
    return [one.parked for one in await world.services.boards.parked(guild_id=world.guild.id)]


async def lose(world: World, *, status: int = 403, code: int = 50001) -> None:
    """Let Discord refuse the next change of the board, and five people sign."""
    world.env.inject_error("PATCH", EDIT, status=status, code=code)
    await world.let_sign(5, world.guild)
    await world.pass_time()
    assert await parked(world) != []


async def shown(world: World, words: str) -> bool:
    """Return whether the channel's first card says something soon: what is told is done beside."""
    for _ in range(500):
        if words in words_of(card(world)):
            return True
        await asyncio.sleep(0.01)
    return False


async def nothing_parked(world: World) -> bool:
    """Return whether every board goes on soon: that is stored after it was shown."""
    for _ in range(500):
        if await parked(world) == []:
            return True
        await asyncio.sleep(0.01)
    return False


def card(world: World) -> Any:
    return next(one for one in world.channel.history() if one.components)


def channel(world: World) -> discord.TextChannel:
    found = world.bot.get_channel(world.channel.id)
    assert isinstance(found, discord.TextChannel)
    return found


async def test_removed_and_invited_again_a_board_goes_on(world: World) -> None:
    await placed(world)
    log = world.guild.create_text_channel("moderators")
    await world.choose(log_channel=log.id)
    guild = world.bot.get_guild(world.guild.id)
    world.bot.dispatch("guild_remove", guild)
    await world.let_sign(5, world.guild)
    await world.pass_time()
    assert edits(world) == 0, "the bot is not there"
    assert await nothing_parked(world)
    assert log.history() == []
    world.bot.dispatch("guild_join", guild)
    assert await shown(world, "15 people have signed.")


async def test_parked_before_it_was_removed_a_board_goes_on_when_it_is_invited(
    world: World,
) -> None:
    await placed(world)
    await lose(world)
    guild = world.bot.get_guild(world.guild.id)
    world.bot.dispatch("guild_remove", guild)
    world.bot.dispatch("guild_join", guild)
    assert await shown(world, "15 people have signed.")
    assert await nothing_parked(world)


@pytest.mark.parametrize(("status", "code"), [(403, 50001), (404, 10003)])
async def test_a_board_that_was_lost_is_tried_again_at_the_next_start(
    world: World, status: int, code: int
) -> None:
    await placed(world)
    await lose(world, status=status, code=code)
    await world.restart()
    assert await shown(world, "15 people have signed.")
    assert await nothing_parked(world)


async def test_after_an_outage_of_its_server_a_board_is_brought_up(world: World) -> None:
    await placed(world)
    guild = world.bot.get_guild(world.guild.id)
    assert guild is not None
    guild.unavailable = True
    await world.let_sign(5, world.guild)
    await world.pass_time()
    assert edits(world) == 0
    guild.unavailable = False
    world.bot.dispatch("guild_available", guild)
    assert await shown(world, "15 people have signed.")
    before = len(requests(world))
    world.bot.dispatch("guild_available", guild)
    await world.pass_time(1)
    assert len(requests(world)) == before


async def test_a_right_in_the_channel_that_is_given_back_lets_the_board_go_on(
    world: World,
) -> None:
    await placed(world)
    await lose(world)
    named = channel(world)
    await named.edit(topic="numbers")
    await world.pass_time(1)
    assert await parked(world) == [Parked.NO_RIGHT], "it has the rights that it had"
    hidden = discord.PermissionOverwrite(attach_files=False)
    await named.set_permissions(named.guild.default_role, overwrite=hidden)
    assert await shown(world, "15 people have signed.")
    assert await nothing_parked(world)


async def test_a_right_or_a_role_that_is_given_to_the_bot_lets_the_board_go_on(
    world: World,
) -> None:
    await placed(world)
    me = channel(world).guild.me
    backend: Any = world.env.backend
    own = me.roles[-1]
    await lose(world)
    backend.edit_role(world.guild.id, own.id, {"name": "Carrier"})
    await world.pass_time(1)
    assert await parked(world) == [Parked.NO_RIGHT]
    fewer = discord.Permissions(own.permissions.value, attach_files=False)
    backend.edit_role(world.guild.id, own.id, {"permissions": fewer.value})
    await world.pass_time(1)
    assert await nothing_parked(world)

    await lose(world)
    role = world.guild.create_role("Speakers")
    backend.get_member(world.guild.id, me.id).role_ids.append(role.id)
    payload: Any = {
        "guild_id": str(world.guild.id),
        "user": {"id": str(me.id), "username": me.name, "discriminator": "0", "avatar": None},
        "roles": [str(own.id), str(role.id)],
        "joined_at": None,
        "flags": 0,
    }
    world.bot._connection.parse_guild_member_update(payload)  # pyright: ignore[reportPrivateUsage]
    assert await shown(world, "20 people have signed.")
    assert await nothing_parked(world)


async def test_the_checkup_takes_a_board_up_again_that_it_sees(world: World) -> None:
    await placed(world)
    await lose(world)
    await opened(world, "check")
    assert await shown(world, "15 people have signed.")
    assert await nothing_parked(world)
    assert "not kept current any more" not in said(await opened(world, "check"))


async def test_the_checkup_goes_on_naming_a_board_that_it_sees_and_may_not_change(
    world: World,
) -> None:
    await placed(world)
    log = world.guild.create_text_channel("moderators")
    await world.choose(log_channel=log.id)
    world.env.inject_error("PATCH", EDIT, status=403, code=50013, times=9)
    await world.let_sign(5, world.guild)
    await world.pass_time()
    for _ in range(3):
        assert "not kept current any more" in said(await opened(world, "check"))
        await world.pass_time(60)
    assert len(log.history()) == 1, "moderators are told once"


async def test_when_discord_is_back_a_board_that_was_lost_is_tried_again(world: World) -> None:
    await placed(world)
    await lose(world)
    world.bot.dispatch(BACK)
    assert await shown(world, "15 people have signed.")
    assert await nothing_parked(world)


async def test_the_checkup_forgets_a_lost_board_that_was_deleted(world: World) -> None:
    await placed(world)
    await lose(world, status=400, code=200000)
    world.env.inject_error("GET", EDIT, status=404, code=10008)
    checkup = said(await opened(world, "check"))
    assert f"The board in <#{world.channel.id}> was deleted" in checkup
    assert await nothing_parked(world)


async def test_one_that_no_right_brings_back_waits_to_be_asked_for(world: World) -> None:
    await placed(world)
    await lose(world, status=400, code=50035)
    await world.restart()
    await world.pass_time(1)
    assert await parked(world) == [Parked.REFUSED]
    assert "Use /tally board there to try again" in said(await opened(world, "check"))


async def test_a_panel_that_could_not_be_changed_is_when_the_bot_is_invited_again(
    world: World,
) -> None:
    await place(world)
    world.env.inject_error("PATCH", EDIT, status=403, code=50013)
    await world.choose(locale="de")
    while not edits(world):
        await asyncio.sleep(0.01)
    await world.pass_time(1)
    assert "Unterschreiben" not in words_of(world.channel.history()[0])
    world.bot.dispatch("guild_join", world.bot.get_guild(world.guild.id))
    assert await shown(world, "Unterschreiben")


async def test_a_milestone_waits_while_the_bot_is_not_in_the_server(world: World) -> None:
    await world.choose(announcements=world.channel.id)
    await world.pass_time()
    guild = world.bot.get_guild(world.guild.id)
    world.bot.dispatch("guild_remove", guild)
    await world.let_sign(12, world.guild)
    await world.pass_time()
    assert world.channel.history() == []
    world.bot.dispatch("guild_join", guild)
    await world.pass_time()
    assert "A milestone: 10" in words_of(world.channel.history()[0])


async def test_a_server_that_discord_no_longer_tells_of_is_not_reached(world: World) -> None:
    posts = Posts(world.bot)
    assert posts.reaches(world.guild.id)
    world.bot.shards_known.went(world.guild.id)
    assert world.bot.get_guild(world.guild.id) is not None, "discord.py still keeps it"
    assert not posts.reaches(world.guild.id)


async def test_moderators_are_told_of_a_raid_once_the_bot_is_there_again(world: World) -> None:
    await world.choose(log_channel=world.channel.id)
    guild = world.bot.get_guild(world.guild.id)
    world.bot.dispatch("guild_remove", guild)
    for one in range(20):
        work = Sign(
            keys=world.keys,
            signer=world.keys.signer(one),
            server=world.keys.server(world.guild.id),
            text=TEXT,
            hour=hour_of(clock()),
            hold=Hold(HoldReason.NEW_ACCOUNT, AgeBand.UNDER_A_DAY),
        )
        await world.database.pledges.sign(work)
    await world.pass_time()
    assert world.channel.history() == []
    world.bot.dispatch("guild_join", guild)
    await world.pass_time()
    (told,) = world.channel.history()
    assert "being checked" in words_of(told)
