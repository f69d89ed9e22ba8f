"""`/moderation` takes a name off the wall, and its person reads why and how to object."""

from __future__ import annotations

from bot.domain.moderation.wall import WallReason
from tests.cogs.setup.using import choose, menu
from tests.cogs.test_moderation import decided, opened
from tests.cogs.test_wall import put_on_the_wall
from tests.simulated import World, ids, message_of, press, said

OFF = "amh:moderation:off:"


async def put_on_and_taken_off(world: World) -> None:
    """Let Alice stand on the wall, and a moderator take her name off."""
    await put_on_the_wall(world, world.alice)
    await world.services.wall.take_off(
        guild_id=world.guild.id,
        actor=world.organiser.id,
        user_id=world.alice.id,
        reason=WallReason.NAME,
    )


async def test_a_name_is_taken_off_for_a_reason_and_its_person_chooses_again(
    world: World,
) -> None:
    alice, organiser = world.alice, world.organiser
    await put_on_the_wall(world, alice)
    await put_on_the_wall(world, world.bob)
    shown = await press(organiser, await opened(world), "amh:moderation:wall")
    assert message_of(shown).ephemeral
    assert f"<@{alice.id}>" in said(shown)
    assert {one["value"] for one in menu(shown, "amh:moderation:name")["options"]} == {
        str(alice.id),
        str(world.bob.id),
    }
    why = await choose(organiser, shown, "amh:moderation:name", str(alice.id))
    assert f"Why should <@{alice.id}> not stand on this wall?" in said(why)
    assert f"<@{alice.id}>" in said(await world.bob.slash(world.channel, "pledge wall")), "asked"
    other = await press(organiser, await opened(world), "amh:moderation:wall")
    other = await choose(organiser, other, "amh:moderation:name", str(alice.id))
    done = await choose(organiser, why, OFF, str(int(WallReason.CONDUCT)))
    assert f"<@{alice.id}> is off the wall" in said(done)
    assert "1 member chose" in said(await world.bob.slash(world.channel, "pledge wall"))
    again = await choose(organiser, other, OFF, str(int(WallReason.CONDUCT)))
    assert "does not stand on the wall" in said(again), "the card from before does nothing"

    mine = await alice.slash(world.channel, "pledge mine")
    assert "Their reason: something you did here seemed to go against" in said(mine)
    assert "tell the moderators here" in said(mine)
    assert "amh:pledge:list" not in ids(mine)
    stale = await world.post_control(world.channel, "amh:pledge:list_yes")
    assert "cannot be listed here for now" in said(await alice.click(stale, label="Old"))

    log = await press(organiser, await opened(world), "amh:moderation:log")
    log = await choose(organiser, log, "amh:moderation:log_part", "wall")
    assert "A name was taken off the wall: behaviour here goes against" in said(log)
    assert f"<@{organiser.id}>" in said(log)
    assert str(alice.id) not in said(log)

    await world.restart()
    back = await press(organiser, done, "amh:moderation:let_back")
    assert f"<@{alice.id}> can be listed here again, by their own choice" in said(back)
    assert "1 member chose" in said(await world.bob.slash(world.channel, "pledge wall"))
    assert "amh:pledge:list" in ids(await alice.slash(world.channel, "pledge mine"))
    assert "In this server you are listed" in said(await alice.click(stale, label="Old"))
    assert len(await decided(world)) == 2


async def test_who_was_taken_off_is_let_back_by_name_and_listed_nowhere(world: World) -> None:
    await put_on_and_taken_off(world)
    told: list[str] = []
    for person in (world.alice, world.bob):
        shown = await press(world.organiser, await opened(world), "amh:moderation:wall")
        assert "Nobody stands on this server’s wall" in said(shown)
        assert str(world.alice.id) not in f"{said(shown)} {ids(shown)}"
        answer = await choose(world.organiser, shown, "amh:moderation:let", person)
        told.append(said(answer).replace(str(person.id), ""))
    assert told[0] == told[1], "it tells nothing of whom it is about"
    mine = await world.alice.slash(world.channel, "pledge mine")
    assert "amh:pledge:list" in ids(mine)


async def test_where_the_wall_is_off_moderators_see_none_either(world: World) -> None:
    await put_on_the_wall(world, world.alice)
    control = await world.post_control(world.channel, "amh:moderation:wall:0")
    assert "You cannot do that here" in said(await world.alice.click(control, label="Old"))
    await world.choose(features_off=["wall"])
    assert not [one for one in ids(await opened(world)) if one.startswith("amh:moderation:wall")]
    off = said(await world.organiser.click(control, label="Old"))
    assert "switched this off" in off
    assert str(world.alice.id) not in off


async def test_who_was_taken_off_and_signs_again_is_not_led_to_being_listed(world: World) -> None:
    await put_on_and_taken_off(world)
    await world.services.pledges.withdraw(
        user_id=world.alice.id, guild_id=world.guild.id, everywhere=True
    )
    assert "there you can also withdraw." in said(await world.sign(world.alice))
    assert "there you can also be listed" in said(await world.sign(world.bob))
