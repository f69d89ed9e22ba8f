"""What one may do after signing: look, be listed, withdraw, see the wall."""

from __future__ import annotations

from typing import Any

from simcord import MemberActor

from tests.simulated import World, ids, message_of, press, said


async def test_mine_before_signing(world: World) -> None:
    mine = await world.alice.slash(world.channel, "pledge mine")
    assert mine.ephemeral
    assert "Nothing is stored" in said(mine)
    assert ids(mine) == ["amh:pledge:sign"]


async def test_mine_after_signing_says_what_is_stored(world: World) -> None:
    await world.sign(world.alice)
    mine = await world.alice.slash(world.channel, "pledge mine")
    assert "You signed in 1 server." in said(mine)
    assert "you are not listed" in said(mine)
    assert ids(mine) == ["amh:pledge:list", "amh:pledge:withdraw"]
    for stored in ("a code", "text ID and language", "the hour", "each server where you signed"):
        assert stored in said(mine).rpartition("Also stored:")[2]
    assert "Discord id" not in said(mine)
    assert "rough ages" not in said(mine)


async def test_mine_of_somebody_listed_names_the_id_that_is_stored(world: World) -> None:
    await world.sign(world.alice)
    await listed(world, world.alice)
    for mine in (
        await world.alice.slash(world.channel, "pledge mine"),
        await world.alice.user.slash("pledge mine"),
    ):
        told = said(mine).rpartition("Also stored:")[2]
        assert "your Discord id for each wall that your name stands on" in told
        assert "each server where you signed" in told


async def test_mine_in_a_server_where_one_did_not_sign(world: World) -> None:
    await world.sign(world.alice)
    there = world.elsewhere(world.alice)
    mine = await there.slash(world.other_channel, "pledge mine")
    assert "This server does not count you." in said(mine)
    assert ids(mine) == ["amh:pledge:sign", "amh:pledge:withdraw"]


async def listed(world: World, actor: MemberActor) -> None:
    mine = await actor.slash(world.channel, "pledge mine")
    ask = await press(actor, mine, "amh:pledge:list")
    await press(actor, ask, "amh:pledge:list_yes")


async def test_being_listed_is_a_second_choice_with_a_warning(world: World) -> None:
    await world.sign(world.alice)
    mine = await world.alice.slash(world.channel, "pledge mine")
    ask = await press(world.alice, mine, "amh:pledge:list")
    assert "People who sign letters like this can be harassed" in said(ask)
    assert ids(ask) == ["amh:pledge:list_yes", "amh:pledge:mine"]
    assert (await world.services.pledges.wall(guild_id=world.guild.id, page=0)).total == 0
    answer = await press(world.alice, ask, "amh:pledge:list_yes")
    assert "you are listed" in said(answer)
    wall = await world.bob.slash(world.channel, "pledge wall")
    assert f"<@{world.alice.id}>" in said(wall)
    assert "Page" not in said(wall), "one page needs no number"
    assert wall.ephemeral


async def test_declining_to_be_listed_lists_nobody(world: World) -> None:
    await world.sign(world.alice)
    mine = await world.alice.slash(world.channel, "pledge mine")
    ask = await press(world.alice, mine, "amh:pledge:list")
    answer = await press(world.alice, ask, "amh:pledge:mine")
    assert "you are not listed" in said(answer)
    assert (await world.services.pledges.wall(guild_id=world.guild.id, page=0)).total == 0


async def test_the_listing_is_taken_back_in_one_press(world: World) -> None:
    await world.sign(world.alice)
    await listed(world, world.alice)
    mine = await world.alice.slash(world.channel, "pledge mine")
    answer = await press(world.alice, mine, "amh:pledge:unlist")
    assert "you are not listed" in said(answer)
    wall = await world.bob.slash(world.channel, "pledge wall")
    assert str(world.alice.id) not in said(wall)


async def test_listed_in_one_server_is_not_listed_in_another(world: World) -> None:
    await world.sign(world.alice)
    there = world.elsewhere(world.alice)
    await world.sign(there, world.other_channel)
    await listed(world, world.alice)
    wall = await there.slash(world.other_channel, "pledge wall")
    assert "Nobody has chosen to be listed here" in said(wall)
    here = await world.standing(world.alice)
    other = await world.standing(world.alice, world.other_guild)
    assert here.signed_here
    assert here.listed_here
    assert other.signed_here
    assert not other.listed_here


async def test_listing_without_a_pledge_is_refused(world: World) -> None:
    await world.sign(world.alice)
    mine = await world.alice.slash(world.channel, "pledge mine")
    ask = await press(world.alice, mine, "amh:pledge:list")
    await world.services.pledges.withdraw(
        user_id=world.alice.id, guild_id=world.guild.id, everywhere=True
    )
    answer = await press(world.alice, ask, "amh:pledge:list_yes")
    assert "You have not signed in this server" in said(answer)
    assert (await world.services.pledges.wall(guild_id=world.guild.id, page=0)).total == 0


async def test_withdrawing_takes_two_presses_and_no_reason(world: World) -> None:
    await world.sign(world.alice)
    await listed(world, world.alice)
    again = await world.alice.slash(world.channel, "pledge sign")
    ask = await press(world.alice, again, "amh:pledge:withdraw")
    assert ids(ask) == ["amh:pledge:leave:everywhere", "amh:pledge:keep", "amh:privacy:erase"]
    answer = await press(world.alice, ask, "amh:pledge:leave")
    assert "Your pledge is withdrawn" in said(answer)
    assert (await world.counts()).counted == 0
    assert (await world.services.pledges.wall(guild_id=world.guild.id, page=0)).total == 0
    mine = await world.alice.slash(world.channel, "pledge mine")
    assert "You withdrew on" in said(mine)


async def test_that_a_record_stays_is_said_before_with_the_way_to_erase_it(world: World) -> None:
    await world.sign(world.alice)
    ask = await world.alice.slash(world.channel, "pledge withdraw")
    assert "A record stays after withdrawing" in said(ask)
    withdrawn = await press(world.alice, ask, "amh:pledge:leave")
    assert "The record of it stays until you erase it" in said(withdrawn)
    again = await world.alice.slash(world.channel, "pledge withdraw")
    for card in (ask, withdrawn, again):
        assert "amh:privacy:erase" in ids(card)
    question = await press(world.alice, again, "amh:privacy:erase")
    await press(world.alice, question, "amh:privacy:erase_yes")
    assert (await world.standing(world.alice)).pledge is None


async def test_my_pledge_and_withdrawing_work_in_a_direct_message(world: World) -> None:
    nothing = await world.alice.user.slash("pledge mine")
    assert "Nothing is stored" in said(nothing)
    assert ids(nothing) == [], "one signs in a server"
    await world.sign(world.alice)
    there = world.elsewhere(world.alice)
    await world.sign(there, world.other_channel)
    mine = await world.alice.user.slash("pledge mine")
    assert "You signed in 2 servers" in said(mine)
    assert "Your name stands on no server’s wall" in said(mine)
    assert "This server" not in said(mine)
    assert ids(mine) == ["amh:pledge:withdraw"]
    await listed(world, world.alice)
    mine = await world.alice.user.slash("pledge mine")
    assert "Your name stands on the wall of 1 server." in said(mine)
    assert ids(mine) == ["amh:pledge:withdraw", "amh:privacy:listed"]

    ask = await world.alice.user.slash("pledge withdraw")
    assert "Your pledge leaves the tally" in said(ask)
    assert "not in this one" not in said(ask)
    assert ids(ask)[:2] == ["amh:pledge:leave:everywhere", "amh:pledge:keep"]
    answer = await press(world.alice.user, ask, "amh:pledge:leave")
    assert "Your pledge is withdrawn" in said(answer)
    assert (await world.counts()).counted == 0
    standing = await world.standing(world.alice)
    assert standing.attributions == ()
    assert not standing.listed


async def test_what_belongs_to_a_server_says_so_in_a_direct_message(world: World) -> None:
    for command in ("pledge sign", "pledge wall"):
        answer = await world.alice.user.slash(command)
        assert "That works only in a server" in said(answer)
    assert (await world.counts()).counted == 0


async def test_carried_along_where_the_bot_is_not_one_signs_in_no_server(world: World) -> None:
    """The app in somebody's own account works in servers that never let the bot in."""
    await world.sign(world.alice)
    card = await world.alice.slash(world.channel, "pledge sign")
    emit = world.env.backend.emit

    def carried(event: str, payload: Any, *args: Any, **kwargs: Any) -> Any:
        if event == "INTERACTION_CREATE":
            user = (payload.get("member") or payload)["user"]
            payload["authorizing_integration_owners"] = {"1": str(user["id"])}
        return emit(event, payload, *args, **kwargs)

    world.env.backend.emit = carried  # type: ignore[method-assign]
    answer = await world.bob.slash(world.channel, "pledge sign")
    assert "That works only in a server" in said(answer)
    mine = await press(world.alice, card, "amh:pledge:mine")
    assert "You signed in 1 server." in said(mine)
    assert ids(mine) == ["amh:pledge:withdraw"]
    forged = await world.post_control(world.channel, "amh:pledge:sign")
    answer = await world.bob.click(forged, custom_id="amh:pledge:sign")
    assert "That works only in a server" in said(answer)
    assert (await world.counts()).counted == 1


async def test_keeping_the_pledge_keeps_it(world: World) -> None:
    await world.sign(world.alice)
    ask = await world.alice.slash(world.channel, "pledge withdraw")
    answer = await press(world.alice, ask, "amh:pledge:keep")
    assert "stays as it is" in said(answer)
    assert (await world.counts()).counted == 1


async def test_withdrawing_twice_is_harmless(world: World) -> None:
    await world.sign(world.alice)
    first = await world.alice.slash(world.channel, "pledge withdraw")
    second = await world.alice.slash(world.channel, "pledge withdraw")
    await press(world.alice, first, "amh:pledge:leave")
    answer = await press(world.alice, second, "amh:pledge:leave")
    assert "You withdrew on" in said(answer)
    assert (await world.counts()).counted == 0


async def test_withdrawing_without_a_pledge_says_that_there_is_none(world: World) -> None:
    answer = await world.alice.slash(world.channel, "pledge withdraw")
    assert "Nothing is stored" in said(answer)


async def test_here_leaves_the_pledge_elsewhere(world: World) -> None:
    await world.sign(world.alice)
    there = world.elsewhere(world.alice)
    await world.sign(there, world.other_channel)
    ask = await there.slash(world.other_channel, "pledge withdraw")
    assert "You signed in 2 servers" in said(ask)
    answer = await press(there, ask, "amh:pledge:leave:here")
    assert "no longer counts you" in said(answer)
    assert (await world.counts()).counted == 1
    standing = await world.standing(world.alice)
    assert [one.server for one in standing.attributions] == [world.keys.server(world.guild.id)]


async def test_everywhere_leaves_no_server(world: World) -> None:
    await world.sign(world.alice)
    there = world.elsewhere(world.alice)
    await world.sign(there, world.other_channel)
    ask = await there.slash(world.other_channel, "pledge withdraw")
    await press(there, ask, "amh:pledge:leave:everywhere")
    assert (await world.counts()).counted == 0
    standing = await world.standing(world.alice)
    assert standing.attributions == ()


async def test_from_a_server_where_one_did_not_sign_one_withdraws_from_the_campaign(
    world: World,
) -> None:
    await world.sign(world.alice)
    there = world.elsewhere(world.alice)
    ask = await there.slash(world.other_channel, "pledge withdraw")
    assert "You signed in 1 other server" in said(ask)
    assert ids(ask)[:2] == ["amh:pledge:leave:everywhere", "amh:pledge:keep"]
    await press(there, ask, "amh:pledge:leave")
    assert (await world.counts()).counted == 0


async def test_an_empty_wall_says_that_it_says_nothing(world: World) -> None:
    await world.sign(world.alice)
    wall = await world.bob.slash(world.channel, "pledge wall")
    assert "says nothing about how many" in said(wall)
    assert str(world.alice.id) not in said(wall)
    assert ids(wall) == []


async def test_the_wall_is_paged(world: World) -> None:
    people = [
        world.guild.add_member(world.env.create_user(f"member-{number}")) for number in range(12)
    ]
    for person in people:
        shown = world.services.campaign.signing_text("en-US")
        await world.services.pledges.sign(
            user_id=person.id,
            guild_id=world.guild.id,
            version=shown.version,
            locale=shown.locale,
            digest=shown.digest[:12],
        )
        await world.services.pledges.list_here(user_id=person.id, guild_id=world.guild.id)
    first = await world.alice.slash(world.channel, "pledge wall")
    assert "12 members chose to be listed here" in said(first)
    assert "Page 1 of 2" in said(first)
    assert said(first).count("<@") == 10
    second = await world.alice.click(message_of(first), custom_id="amh:pledge:wall:1:later")
    assert said(second).count("<@") == 2
    for person in people[10:]:
        await world.services.pledges.unlist_here(user_id=person.id, guild_id=world.guild.id)
    back = await world.alice.click(message_of(second), custom_id="amh:pledge:wall:0:earlier")
    assert said(back).count("<@") == 10
    assert "10 members chose to be listed here" in said(back)
    assert "Page" not in said(back)
