"""`/tally board`: one message in a channel that keeps itself current, until somebody ends it."""

from __future__ import annotations

import discord

from bot.domain.settings import Feature
from tests.cogs.boards import EDIT, board_in, boards, controls, edits, placed
from tests.cogs.setup.test_words import kept, sentence
from tests.cogs.setup.using import opened, put
from tests.simulated import World, press, said


async def test_a_board_changes_when_a_number_moves_and_only_then(world: World) -> None:
    assert "The tally now stands in this channel." in await placed(world)
    assert "10 people have signed." in board_in(world)
    assert "This message keeps itself current." in board_in(world)
    assert len(world.channel.pinned_messages()) == 1
    await world.pass_time()
    assert edits(world) == 0, "nothing moved"
    await world.let_sign(5, world.other_guild)
    assert "10 people" in board_in(world), "what is not published is not shown"
    await world.pass_time()
    assert "15 people have signed." in board_in(world)
    assert "In this server: 10 people" in board_in(world)
    assert edits(world) == 1


async def test_a_second_one_is_not_made_and_a_restart_changes_nothing(world: World) -> None:
    await placed(world)
    await world.restart()
    again = await world.organiser.slash(world.channel, "tally board")
    assert "This channel has a board already" in said(again)
    await world.let_sign(5, world.guild)
    await world.pass_time()
    assert "15 people have signed." in board_in(world)


async def test_a_board_that_a_moderator_deleted_stays_deleted_until_one_is_asked_for(
    world: World,
) -> None:
    await placed(world)
    tidies = world.guild.create_role("Tidy", permissions=discord.Permissions(manage_messages=True))
    moderator = world.guild.add_member(world.env.create_user("mo"), roles=[tidies])
    await moderator.delete(boards(world)[0])
    await world.let_sign(5, world.guild)
    await world.pass_time()
    assert boards(world) == []
    again = await world.organiser.slash(world.channel, "tally board")
    assert "The tally now stands in this channel." in said(again)
    await moderator.delete(boards(world)[0])
    again = await world.organiser.slash(world.channel, "tally board")
    assert "The tally now stands in this channel." in said(again), "deleted a moment ago"
    assert "15 people" in board_in(world)


async def test_members_place_none_and_nobody_does_where_the_bot_is_silent(world: World) -> None:
    refused = await world.alice.slash(world.channel, "tally board")
    assert "You cannot do that here." in said(refused)
    await world.choose(silent_channels=[world.channel.id])
    silent = await world.organiser.slash(world.channel, "tally board")
    assert "posts nothing in this channel" in said(silent)
    assert boards(world) == []


async def test_a_channel_for_moderators_without_posts_hears_nothing(world: World) -> None:
    await placed(world)
    log = world.guild.create_text_channel("moderators")
    await world.choose(log_channel=log.id, silent_channels=[log.id])
    world.env.inject_error("PATCH", EDIT, status=403, code=50001)
    await world.let_sign(5, world.guild)
    await world.pass_time()
    assert [one.parked for one in await world.services.boards.parked(guild_id=world.guild.id)]
    assert log.history() == []


async def test_nothing_moves_where_the_tally_is_off_or_the_channel_silent(
    world: World,
) -> None:
    await placed(world)
    on = [str(one) for one in Feature if one is not Feature.TALLY]
    for group, key, off in (
        ("tally", "boards", []),
        ("features", "features_off", on),
        ("where", "silent_channels", [world.channel]),
    ):
        shown = await opened(world, group)
        if off:
            chosen = await put(world, shown, key, *off)
        else:
            chosen = await press(world.organiser, shown, f"amh:setup:put:{key}")
            refused = await world.organiser.slash(world.channel, "tally board")
            assert "switched this off" in said(refused)
        before = board_in(world)
        await world.let_sign(5, world.guild)
        await world.pass_time()
        assert board_in(world) == before
        await press(world.organiser, chosen, "amh:setup:undo")
        assert board_in(world) != before, "what it missed is made good at once"
    assert "25 people have signed." in board_in(world)


async def test_where_the_tally_is_off_a_board_tells_no_number_and_has_no_button(
    world: World,
) -> None:
    await placed(world)
    on = [str(one) for one in Feature if one is not Feature.TALLY]
    await put(world, await opened(world, "features"), "features_off", *on)
    assert "have switched that off" in board_in(world)
    assert "people" not in board_in(world)
    assert "keeps itself current" not in board_in(world)
    assert controls(world) == []
    await world.restart()
    await world.pass_time()
    assert "have switched that off" in board_in(world)
    assert edits(world) == 1


async def test_where_boards_alone_are_off_one_that_stands_stays_as_it_is(world: World) -> None:
    await placed(world)
    before = board_in(world)
    await press(world.organiser, await opened(world, "tally"), "amh:setup:put:boards")
    await world.pass_time()
    assert board_in(world) == before


async def test_where_the_tally_is_off_a_board_in_a_silent_channel_tells_no_number(
    world: World,
) -> None:
    await placed(world)
    await world.choose(silent_channels=[world.channel.id], features_off=["tally"])
    await world.pass_time()
    assert "have switched that off" in board_in(world)


async def test_where_the_pledge_is_off_the_board_offers_none(world: World) -> None:
    await placed(world)
    assert "amh:pledge:sign" in controls(world)
    await world.choose(features_off=["pledge"])
    await world.let_sign(5, world.guild)
    await world.pass_time()
    assert "amh:pledge:sign" not in controls(world)
    assert "15 people have signed." in board_in(world)


async def test_a_board_is_in_the_language_of_the_server(world: World) -> None:
    world.server_locale = "de"
    await placed(world)
    assert "Diese Nachricht hält sich selbst aktuell." in board_in(world)
    await put(world, await opened(world, "language"), "locale", "fr")
    assert "Ce message se tient à jour tout seul." in board_in(world)


async def test_a_board_says_a_servers_own_words_at_once_and_only_there(world: World) -> None:
    await placed(world)
    done = await kept(world, await sentence(world, "tally.title"), "Where we stand")
    assert "## Where we stand" in board_in(world)
    assert edits(world) == 1
    await put(world, await opened(world, "letter"), "channel_rest", "60")
    assert edits(world) == 1, "nothing that it shows was chosen"
    world.env.inject_error("PATCH", EDIT, status=500, times=5)
    await press(world.organiser, done, "amh:setup:undo")
    await world.pass_time(600)
    await world.let_sign(5, world.guild)
    await world.pass_time()
    assert "Where we stand" not in board_in(world), "what Discord did not take is tried again"
