"""The wall shows only people who are members of the server now."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import discord
import pytest
from simcord import MemberActor

from bot.domain.refusals import NothingRecorded, WallUnknown
from bot.interactions.lookups import members
from bot.interactions.lookups.members import MemberLookup
from bot.services.pledges import DIGEST_SHOWN, PEOPLE_A_QUESTION, WALL_PAGE, PledgeService
from tests.simulated import World, message_of, press, said


async def put_on_the_wall(world: World, actor: MemberActor) -> None:
    """Let a member sign and be listed."""
    pledges, text = world.services.pledges, world.services.campaign.signing_text("en-US")
    await pledges.sign(
        user_id=actor.id,
        guild_id=actor.guild.id,
        version=text.version,
        locale=text.locale,
        digest=text.digest[:DIGEST_SHOWN],
    )
    await pledges.list_here(user_id=actor.id, guild_id=actor.guild.id)


async def crowd(world: World, number: int) -> list[MemberActor]:
    """Return so many members on the wall, in its order."""
    people = [world.guild.add_member(world.env.create_user(f"m-{one}")) for one in range(number)]
    for person in people:
        await put_on_the_wall(world, person)
    return people


async def stored(world: World) -> int:
    """Return how many stand on the wall in the store."""
    return (await world.services.pledges.wall(guild_id=world.guild.id, page=0)).total


async def test_who_left_the_server_comes_off_when_the_wall_is_shown(world: World) -> None:
    await put_on_the_wall(world, world.alice)
    await put_on_the_wall(world, world.bob)
    world.guild.remove_member(world.alice)
    wall = await world.bob.slash(world.channel, "pledge wall")
    assert f"<@{world.bob.id}>" in said(wall)
    assert str(world.alice.id) not in said(wall)
    assert "1 member chose" in said(wall)
    assert await stored(world) == 1
    standing = await world.services.pledges.standing(
        user_id=world.alice.id, guild_id=world.guild.id
    )
    assert standing.signed_here, "the pledge is as it was"
    assert not standing.listed


async def test_who_comes_back_is_not_listed_again(world: World) -> None:
    await put_on_the_wall(world, world.alice)
    world.guild.remove_member(world.alice)
    await world.bob.slash(world.channel, "pledge wall")
    world.guild.add_member(world.alice.user)
    wall = await world.bob.slash(world.channel, "pledge wall")
    assert "Nobody has chosen to be listed here" in said(wall)


async def test_a_page_fills_up_with_members_from_the_next(world: World) -> None:
    people = await crowd(world, WALL_PAGE + 4)
    for person in people[:3]:
        world.guild.remove_member(person)
    first = await world.alice.slash(world.channel, "pledge wall")
    assert said(first).count("<@") == WALL_PAGE
    assert all(str(one.id) not in said(first) for one in people[:3])
    second = await world.alice.click(message_of(first), custom_id="amh:pledge:wall:1:later")
    assert said(second).count("<@") == 1


async def test_the_last_page_may_be_gone_with_its_people(world: World) -> None:
    people = await crowd(world, WALL_PAGE + 2)
    first = await world.alice.slash(world.channel, "pledge wall")
    for person in people[WALL_PAGE:]:
        world.guild.remove_member(person)
    page = await world.alice.click(message_of(first), custom_id="amh:pledge:wall:1:later")
    assert said(page).count("<@") == WALL_PAGE, "the last page that there is"
    assert "Page" not in said(page)
    assert await stored(world) == WALL_PAGE


async def test_who_fills_up_a_page_is_asked_for_too(world: World) -> None:
    people = await crowd(world, PEOPLE_A_QUESTION + 3)
    for person in people[: PEOPLE_A_QUESTION + 1]:
        world.guild.remove_member(person)
    wall = await world.alice.slash(world.channel, "pledge wall")
    assert said(wall).count("<@") == 2
    assert await stored(world) == 2


async def nobody_knows(guild_id: int, user_ids: Sequence[int]) -> frozenset[int] | None:
    return None


async def test_when_nobody_can_tell_nobody_is_shown_and_nobody_comes_off(world: World) -> None:
    await put_on_the_wall(world, world.alice)
    world.guild.remove_member(world.alice)
    pledges = world.services.pledges
    with pytest.raises(WallUnknown):
        await pledges.wall_of_members(guild_id=world.guild.id, page=0, members=nobody_knows)
    assert await stored(world) == 1
    nobody = await pledges.wall_of_members(
        guild_id=world.other_guild.id, page=0, members=nobody_knows
    )
    assert nobody.user_ids == (), "of an empty wall nothing has to be asked"


async def test_when_who_fills_a_page_up_is_not_known_nobody_is_shown(world: World) -> None:
    people = await crowd(world, PEOPLE_A_QUESTION + 3)
    asked: list[int] = []

    async def once(guild_id: int, user_ids: Sequence[int]) -> frozenset[int] | None:
        asked.append(len(user_ids))
        return frozenset(user_ids[:1]) if len(asked) == 1 else None

    with pytest.raises(WallUnknown):
        await world.services.pledges.wall_of_members(guild_id=world.guild.id, page=0, members=once)
    assert len(asked) == 2
    assert await stored(world) == len(people) - PEOPLE_A_QUESTION + 1


@pytest.mark.parametrize("failure", [TimeoutError(), RuntimeError(), ConnectionResetError()])
async def test_without_an_answer_from_discord_no_card_shows_anybody(
    world: World, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    async def fail(*_: object, **__: object) -> None:
        raise failure

    monkeypatch.setattr(discord.Guild, "query_members", fail)
    await put_on_the_wall(world, world.alice)
    world.guild.remove_member(world.alice)
    wall = await world.bob.slash(world.channel, "pledge wall")
    assert "Discord does not say just now who is a member here" in said(wall)
    home = await world.organiser.slash(world.channel, "moderation")
    names = await press(world.organiser, home, "amh:moderation:wall")
    for shown in (wall, names):
        assert str(world.alice.id) not in said(shown)
        assert "the wall shows only people who are" in said(shown)
    assert await stored(world) == 1


async def test_while_too_many_walls_are_opened_at_once_nobody_is_shown(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await put_on_the_wall(world, world.alice)
    monkeypatch.setattr(members, "UNDER_WAY", 0)
    wall = await world.bob.slash(world.channel, "pledge wall")
    assert "Please try again in a moment." in said(wall)
    assert str(world.alice.id) not in said(wall)


async def test_a_hundred_are_asked_for_with_one_page(world: World) -> None:
    asked: list[int] = []

    async def note(guild_id: int, user_ids: Sequence[int]) -> frozenset[int]:
        asked.append(len(user_ids))
        return frozenset(user_ids)

    await crowd(world, WALL_PAGE + 2)
    pledges = world.services.pledges
    await pledges.wall_of_members(guild_id=world.guild.id, page=0, members=note)
    await pledges.wall_of_members(guild_id=world.other_guild.id, page=0, members=note)
    assert asked == [WALL_PAGE + 2], "an empty wall asks for nobody"


async def test_whom_the_store_cannot_take_off_is_not_shown_either(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await put_on_the_wall(world, world.alice)
    await put_on_the_wall(world, world.bob)
    world.guild.remove_member(world.alice)

    async def full(self: PledgeService, *, user_id: int, guild_id: int) -> None:
        raise NothingRecorded

    monkeypatch.setattr(PledgeService, "unlist_here", full)
    wall = await world.bob.slash(world.channel, "pledge wall")
    assert f"<@{world.bob.id}>" in said(wall)
    assert str(world.alice.id) not in said(wall)


async def test_who_is_known_to_have_left_is_not_shown_though_the_store_takes_nobody_off(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for person in (world.alice, world.bob):
        await put_on_the_wall(world, person)
    answers = [frozenset({world.bob.id})]

    async def told_once(guild_id: int, user_ids: Sequence[int]) -> frozenset[int] | None:
        return answers.pop(0)

    async def full(self: PledgeService, *, user_id: int, guild_id: int) -> None:
        raise NothingRecorded

    monkeypatch.setattr(PledgeService, "unlist_here", full)
    wall = await world.services.pledges.wall_of_members(
        guild_id=world.guild.id, page=0, members=told_once
    )
    assert answers == []
    assert wall.user_ids == (world.bob.id,)


async def test_questions_at_the_same_time_are_answered_apart(world: World) -> None:
    lookup = MemberLookup(world.bot)
    world.elsewhere(world.alice)
    people = [world.alice.id, world.bob.id]
    here, there = await asyncio.gather(
        lookup.among(world.guild.id, people), lookup.among(world.other_guild.id, people)
    )
    assert here == set(people)
    assert there == {world.alice.id}
