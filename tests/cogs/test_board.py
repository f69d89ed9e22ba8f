"""`/tally board`: one message in a channel that keeps itself current, until somebody ends it."""

from __future__ import annotations

from typing import Any

import discord
import pytest

from bot.domain.refusals import StoreUnreadable
from bot.domain.settings import Feature
from bot.domain.tallies.boards import Parked
from tests.cogs.setup.test_words import kept, sentence
from tests.cogs.setup.using import opened, put
from tests.components import text_of, walk
from tests.simulated import World, message_of, press, said

EDIT = "/channels/*/messages/*"


def words_of(message: Any) -> str:
    return text_of({"components": [part.to_dict() for part in message.components]})


def boards(world: World) -> list[Any]:
    """Return the boards of the channel; that one was pinned stands there as a message too."""
    return [one for one in world.channel.history() if one.components]


def board_in(world: World) -> str:
    (board,) = boards(world)
    return words_of(board)


def controls(world: World) -> list[str]:
    """Return the ids of the board's buttons."""
    (board,) = boards(world)
    parts = walk([part.to_dict() for part in board.components])
    return [one["custom_id"] for one in parts if "custom_id" in one]


def edits(world: World) -> int:
    return sum(one.method == "PATCH" and "/webhooks/" not in one.path for one in requests(world))


def requests(world: World) -> list[Any]:
    return list(world.env.http_requests)


async def placed(world: World) -> str:
    await world.let_sign(10, world.guild)
    await world.pass_time()
    shown = await world.organiser.slash(world.channel, "tally board")
    assert message_of(shown).ephemeral
    return said(shown)


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
    assert [one.parked for one in await world.services.boards.parked(world.guild.id)]
    assert log.history() == []


@pytest.mark.parametrize(
    ("status", "code", "why"),
    [
        (403, 50001, "the bot may not see the channel or not write in it"),
        (404, 10003, "the bot cannot find the channel"),
        (400, 200000, "this server’s AutoMod does not let it through"),
        (400, 50035, "Discord refuses the change, and the bot does not know why"),
    ],
)
async def test_a_board_that_cannot_be_changed_is_parked_and_told_once(
    world: World, status: int, code: int, why: str
) -> None:
    await placed(world)
    log = world.guild.create_text_channel("moderators")
    await world.choose(log_channel=log.id)
    world.env.inject_error("PATCH", EDIT, status=status, code=code)
    await world.let_sign(5, world.guild)
    await world.pass_time()
    (line,) = log.history()
    assert why in words_of(line)
    before = len(requests(world))
    await world.let_sign(5, world.guild)
    await world.pass_time()
    assert len(requests(world)) == before, "it is not tried again and again"
    elsewhere = world.guild.create_text_channel("campaign")
    shown = await world.organiser.slash(elsewhere, "tally board")
    assert why in said(shown)
    again = await world.organiser.slash(world.channel, "tally board")
    assert "it is up to date" in said(again)
    assert "20 people have signed." in board_in(world)


async def test_what_passes_by_itself_is_tried_again(world: World) -> None:
    await placed(world)
    world.env.inject_error("PATCH", EDIT, status=500, times=5)
    await world.let_sign(5, world.guild)
    await world.pass_time(1_200)
    await world.pass_time()
    assert "15 people have signed." in board_in(world)


async def test_nothing_is_edited_where_the_tally_is_off_or_the_channel_silent(
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


async def test_where_the_pledge_is_off_the_board_offers_none(world: World) -> None:
    await placed(world)
    assert "amh:pledge:sign" in controls(world)
    await world.choose(features_off=["pledge"])
    await world.let_sign(5, world.guild)
    await world.pass_time()
    assert "amh:pledge:sign" not in controls(world)
    assert "15 people have signed." in board_in(world)


async def test_where_the_bot_may_not_write_it_says_so(world: World) -> None:
    world.env.inject_error("POST", f"/channels/{world.channel.id}/messages", status=403, code=50013)
    refused = await world.organiser.slash(world.channel, "tally board")
    assert "The bot may not see this channel or not write in it" in said(refused)
    await world.organiser.slash(world.channel, "tally board")
    assert len(boards(world)) == 1


async def test_a_store_that_is_away_is_told_in_a_line(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await placed(world)

    async def unreadable(**_: object) -> None:
        raise StoreUnreadable

    monkeypatch.setattr(world.database.tallies, "latest", unreadable)
    await world.pass_time(600)
    assert "boards could not be brought up to date" in caplog.text


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


async def test_a_board_in_a_closed_thread_waits_and_goes_on_when_it_is_open(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    backend = world.env.backend
    made = backend.create_thread(world.channel.id, "numbers", world.organiser.id)
    (thread,) = world.channel.threads
    await world.let_sign(10, world.guild)
    await world.pass_time()
    assert "The tally now stands" in said(await world.organiser.slash(thread, "tally board"))
    log = world.guild.create_text_channel("moderators")
    await world.choose(log_channel=log.id)
    for code in (50083, 160005):
        backend.edit_channel(made.id, {}, thread_metadata={"archived": True})
        world.env.inject_error("PATCH", EDIT, status=400, code=code)
        await world.let_sign(5, world.guild)
        await world.pass_time()
        assert "its thread is archived or locked" in words_of(log.history()[-1])
        (parked,) = await world.services.boards.parked(world.guild.id)
        assert parked.channel_id == made.id
        backend.edit_channel(made.id, {}, thread_metadata={"archived": False})
        await world.pass_time(1)
        assert await world.services.boards.parked(world.guild.id) == ()
    (board,) = [one for one in thread.history() if one.components]
    assert "20 people have signed." in words_of(board)
    assert len(log.history()) == 2

    await world.services.boards.park(parked, Parked.THREAD_CLOSED)
    world.env.inject_error("PATCH", EDIT, status=400, code=50083)
    await world.restart()
    await world.let_sign(5, world.guild)
    await world.pass_time()
    assert await world.services.boards.waiting(), "it is not open yet, and that was told"
    assert len(log.history()) == 2
    await world.restart()
    await world.let_sign(5, world.guild)
    await world.pass_time()
    assert await world.services.boards.waiting() == (), "opened while the bot was away"

    async def unreadable(guild_id: int) -> None:
        del guild_id
        raise StoreUnreadable

    monkeypatch.setattr(world.services.boards, "parked", unreadable)
    backend.edit_channel(made.id, {"name": "sums"})
    await world.pass_time(1)
    assert "a board still waits for its thread: the store does not answer" in caplog.text


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [
        (403, 160005, "This thread is archived or locked. Nothing was posted"),
        (400, 50035, "Discord refused this message here, and the bot does not know why"),
    ],
)
async def test_why_none_can_be_placed_is_told(
    world: World, status: int, code: int, words: str
) -> None:
    where = f"/channels/{world.channel.id}/messages"
    world.env.inject_error("POST", where, status=status, code=code)
    assert words in said(await world.organiser.slash(world.channel, "tally board"))
    assert boards(world) == []


async def test_a_channel_with_all_the_pins_that_it_can_have_is_told_of(world: World) -> None:
    world.env.inject_error("PUT", "/channels/*/messages/pins/*", status=400, code=30003)
    assert "as many pinned messages as Discord takes" in await placed(world)
    again = await world.organiser.slash(world.channel, "tally board")
    assert "It is pinned." in said(again)
