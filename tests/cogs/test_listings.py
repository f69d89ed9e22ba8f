"""Off the wall from anywhere: where one is listed, and the way off each and all."""

from __future__ import annotations

from dataclasses import replace

import pytest
import simcord

from bot.db.maintenance.removal import RemoveServer
from bot.domain.clock import day_number, day_of
from bot.outreach import build_services
from bot.services.pledges import DIGEST_SHOWN
from bot.services.privacy import Listings
from cogs.privacy.listings import PAGE, Walls, listed_card
from tests.components import walk
from tests.simulated import SECRET, World, clock, ids, message_of, press, said

BOTH = ["Riverside", "Night Shift"]


@pytest.fixture(autouse=True)
async def noted(world: World) -> None:
    """Let the bot know its servers, which come into this world after it is ready."""
    await world.services.server_records.here([world.guild.id, world.other_guild.id])


async def list_in(world: World, user_id: int, guild_id: int) -> None:
    """Let someone sign and be listed in a server."""
    pledges, text = world.services.pledges, world.services.campaign.signing_text("en-US")
    await pledges.sign(
        user_id=user_id,
        guild_id=guild_id,
        version=text.version,
        locale=text.locale,
        digest=text.digest[:DIGEST_SHOWN],
    )
    await pledges.list_here(user_id=user_id, guild_id=guild_id)


async def listed_in_both(world: World) -> None:
    for guild in (world.guild, world.other_guild):
        await list_in(world, world.alice.id, guild.id)


async def walls_of(
    world: World, actor: simcord.MemberActor | simcord.UserHandle
) -> simcord.InteractionResult:
    """Open the policy, in a server or in a DM, and go on to the walls."""
    if isinstance(actor, simcord.MemberActor):
        policy = await actor.slash(world.channel, "privacy policy")
    else:
        policy = await actor.slash("privacy policy")
    assert policy.ephemeral
    return await press(actor, policy, "amh:privacy:listed")


async def test_who_is_listed_nowhere_reads_so(world: World) -> None:
    walls = await walls_of(world, world.alice)
    assert "not listed on any server’s wall" in said(walls)
    assert ids(walls) == []


async def test_each_wall_has_its_way_off_in_a_dm_too(world: World) -> None:
    await listed_in_both(world)
    walls = await walls_of(world, world.alice.user)
    assert "the walls of 2 servers" in said(walls)
    assert all(f"Take me off: {name}" in said(walls) for name in BOTH)
    answer = await press(world.alice.user, walls, f"amh:privacy:off:{world.guild.id}")
    assert "Done: your name is off" in said(answer)
    assert "the wall of 1 server" in said(answer)
    assert ids(answer) == [f"amh:privacy:off:{world.other_guild.id}:0"]
    standing = await world.services.pledges.standing(
        user_id=world.alice.id, guild_id=world.guild.id
    )
    assert standing.signed_here, "the pledge is as it was"
    assert not standing.listed_here


async def test_off_all_walls_at_once_after_leaving_the_servers(world: World) -> None:
    await listed_in_both(world)
    await list_in(world, world.bob.id, world.guild.id)
    world.guild.remove_member(world.alice)
    walls = await walls_of(world, world.alice.user)
    answer = await press(world.alice.user, walls, "amh:privacy:off_all")
    assert "not listed on any server’s wall" in said(answer)
    privacy = world.services.privacy
    assert await privacy.listed(user_id=world.bob.id) == Listings((world.guild.id,))
    assert (await world.counts()).counted == 2


async def test_pledge_mine_leads_there_for_who_is_listed_anywhere(world: World) -> None:
    await world.sign(world.bob)
    assert "amh:privacy:listed" not in ids(await world.bob.slash(world.channel, "pledge mine"))
    await list_in(world, world.alice.id, world.other_guild.id)
    mine = await world.alice.slash(world.channel, "pledge mine")
    walls = await press(world.alice, mine, "amh:privacy:listed")
    assert "Take me off: Night Shift" in said(walls)


async def test_a_server_that_the_bot_left_is_said_without_a_name(world: World) -> None:
    gone = 4_242_424_242
    await list_in(world, world.alice.id, gone)
    await world.services.server_records.here([gone])
    walls = await walls_of(world, world.alice)
    assert "Take me off: a server the bot is no longer in" in said(walls)
    answer = await press(world.alice, walls, f"amh:privacy:off:{gone}")
    assert "not listed on any" in said(answer)


async def test_the_wall_of_a_server_that_left_long_ago_is_gone_and_its_listing_with_it(
    world: World,
) -> None:
    gone = 4_242_424_242
    await list_in(world, world.alice.id, gone)
    await list_in(world, world.alice.id, world.guild.id)
    await world.services.server_records.here([gone])
    await world.services.server_records.left(guild_id=gone)
    assert (await world.services.privacy.listed(user_id=world.alice.id)).total == 2
    today = day_number(day_of(clock()))
    assert await world.database.servers.left_by(today) == [gone]
    work = RemoveServer(keys=world.keys, guild_id=gone, left_by=today)
    assert not await world.database.removal.part(work)
    walls = await walls_of(world, world.alice)
    assert "the wall of 1 server" in said(walls)
    assert await world.services.privacy.listed(user_id=world.alice.id) == Listings(
        (world.guild.id,)
    )


async def test_servers_without_any_record_come_off_together(world: World) -> None:
    for gone in (4_242_424_242, 4_343_434_343):
        await list_in(world, world.alice.id, gone)
    await list_in(world, world.alice.id, world.guild.id)
    walls = await walls_of(world, world.alice)
    assert "the walls of 3 servers" in said(walls)
    answer = await press(world.alice, walls, "amh:privacy:off:unknown")
    assert "the wall of 1 server" in said(answer)
    assert f"amh:privacy:off:{world.guild.id}:0" in ids(answer)


async def test_the_walls_of_an_earlier_campaign_are_there_too(world: World) -> None:
    await list_in(world, world.alice.id, world.guild.id)
    campaign = world.configuration.campaign.model_copy(update={"id": "the-next-one"})
    world.configuration = replace(world.configuration, campaign=campaign)
    world.services = build_services(world.configuration, world.database, secret=SECRET, clock=clock)
    await world.restart()
    await list_in(world, world.alice.id, world.guild.id)
    walls = await walls_of(world, world.alice)
    assert "the wall of 1 server" in said(walls)
    await press(world.alice, walls, "amh:privacy:off")
    assert await world.services.privacy.listed(user_id=world.alice.id) == Listings()
    wall = await world.services.pledges.wall(guild_id=world.guild.id, page=0)
    assert wall.total == 0


@pytest.mark.parametrize(
    "forged", ["off", "off:1", "off:x:0", "off:-1:0", f"off:{'9' * 21}:0", "off:1:x", "listed:x"]
)
async def test_what_no_button_says_changes_nothing(world: World, forged: str) -> None:
    await listed_in_both(world)
    custom_id = f"amh:privacy:{forged}"
    message = await world.post_control(world.channel, custom_id)
    answer = await world.alice.click(message, custom_id=custom_id)
    assert "from an earlier version of the bot" in said(answer)
    assert (await world.services.privacy.listed(user_id=world.alice.id)).total == 2


async def test_a_forged_button_takes_only_the_presser_off(world: World) -> None:
    await listed_in_both(world)
    custom_id = f"amh:privacy:off:{world.guild.id}:0"
    message = await world.post_control(world.channel, custom_id)
    answer = await world.bob.click(message, custom_id=custom_id)
    assert answer.ephemeral
    assert (await world.services.privacy.listed(user_id=world.alice.id)).total == 2
    assert len(world.channel.history()) == 1


async def test_more_than_a_page_is_turned(world: World) -> None:
    guilds = tuple(range(1, PAGE + 2))
    for guild_id in guilds:
        await list_in(world, world.alice.id, guild_id)
    await world.services.server_records.here(guilds)
    first = await walls_of(world, world.alice)
    assert "Page 1 of 2" in said(first)
    assert sum("privacy:off:" in one for one in ids(first)) == PAGE
    second = await world.alice.click(message_of(first), custom_id="amh:privacy:listed:1:later")
    (last,) = [one for one in ids(second) if "privacy:off:" in one]
    assert last == f"amh:privacy:off:{PAGE + 1}:1"
    back = await world.alice.click(message_of(second), custom_id=last)
    assert "Page" not in said(back)
    assert sum("privacy:off:" in one for one in ids(back)) == PAGE


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("N" * 100, "Take me off: " + "N" * 66 + "…"),
        ("Right\u202eleft\u200b  now", "Take me off: Rightleft now"),
        ("*Stars* [x](y)", "Take me off: *Stars* [x](y)"),
        ("\u200b", "Take me off: a server the bot is no longer in"),
    ],
)
async def test_names_are_one_line_that_nothing_turns(world: World, name: str, shown: str) -> None:
    card = listed_card(Walls(Listings((5,)), {5: name}), world.say)
    (label,) = [part["label"] for part in walk(card.to_components()) if part["type"] == 2]
    assert label == shown


async def test_servers_without_a_name_are_told_apart_by_number(world: World) -> None:
    card = listed_card(Walls(Listings((5, 6, 7), 2), {6: "Here"}), world.say)
    labels = [part["label"] for part in walk(card.to_components()) if part["type"] == 2]
    assert labels == [
        "Take me off: a server the bot is no longer in (1)",
        "Take me off: Here",
        "Take me off: a server the bot is no longer in (2)",
        "Take me off: servers the bot has no record of",
        "Take me off everywhere",
    ]
