"""`/tally board`: one message in a channel that keeps itself current, until somebody ends it."""

from __future__ import annotations

from typing import Any

import discord
import pytest

from bot.domain.refusals import StoreUnreadable
from tests.components import text_of, walk
from tests.simulated import World, message_of, said

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
        (400, 50083, "Discord does not let the bot change it"),
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
    offs: tuple[dict[str, Any], ...] = (
        {"features_off": ["tally"]},
        {"silent_channels": [world.channel.id]},
    )
    for off in offs:
        await world.choose(**off)
        await world.let_sign(5, world.guild)
        await world.pass_time()
        assert "10 people have signed." in board_in(world)
        await world.choose(**dict.fromkeys(off))
    await world.let_sign(5, world.guild)
    await world.pass_time()
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
    world.env.inject_error("POST", f"/channels/{world.channel.id}/messages", status=403)
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
    await world.choose(locale="fr")
    await world.let_sign(5, world.guild)
    await world.pass_time()
    assert "Ce message se tient à jour tout seul." in board_in(world)
