"""A board that cannot be changed or placed: told once, and tried again where that helps."""

from __future__ import annotations

import pytest

from bot.domain.refusals import StoreUnreadable
from bot.domain.tallies.boards import Parked
from bot.interactions.loops.numbers import PUBLISHED
from tests.cogs.boards import EDIT, board_in, boards, placed, requests
from tests.cogs.setup.using import opened, put
from tests.components import words_of
from tests.simulated import World, said


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


async def test_where_the_bot_may_not_write_it_says_so(world: World) -> None:
    world.env.inject_error("POST", f"/channels/{world.channel.id}/messages", status=403, code=50013)
    refused = await world.organiser.slash(world.channel, "tally board")
    assert "The bot may not see this channel or not write in it" in said(refused)
    await world.organiser.slash(world.channel, "tally board")
    assert len(boards(world)) == 1


@pytest.mark.parametrize(
    ("fault", "line"),
    [
        (StoreUnreadable, "boards could not be brought up to date: the store does not answer"),
        (RuntimeError, "bringing boards up to date failed; it is tried again"),
    ],
)
async def test_a_store_that_fails_is_told_and_the_boards_are_looked_at_again(
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    fault: type[Exception],
    line: str,
) -> None:
    await placed(world)

    async def unreadable(*_: object, **__: object) -> None:
        raise fault

    with monkeypatch.context() as patched:
        patched.setattr(world.services.boards, "to_try", unreadable)
        await put(world, await opened(world, "language"), "locale", "fr")
        assert line in caplog.messages
    assert "Ce message se tient à jour tout seul." not in board_in(world)
    world.bot.dispatch(PUBLISHED)
    await world.pass_time(600)
    assert "Ce message se tient à jour tout seul." in board_in(world), "though no number moved"


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
        (parked,) = await world.services.boards.parked(guild_id=world.guild.id)
        assert parked.channel_id == made.id
        backend.edit_channel(made.id, {}, thread_metadata={"archived": False})
        await world.pass_time(1)
        assert await world.services.boards.parked(guild_id=world.guild.id) == ()
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


async def test_where_the_bot_is_silent_its_threads_have_no_board_and_none_is_changed(
    world: World,
) -> None:
    world.env.backend.create_thread(world.channel.id, "numbers", world.organiser.id)
    (thread,) = world.channel.threads
    await world.let_sign(10, world.guild)
    await world.pass_time()
    await world.organiser.slash(thread, "tally board")
    await world.choose(silent_channels=[world.channel.id])
    await world.let_sign(5, world.guild)
    await world.pass_time()
    refused = await world.organiser.slash(thread, "tally board")
    assert "posts nothing in this channel" in said(refused)
    (board,) = [one for one in thread.history() if one.components]
    assert "10 people have signed." in words_of(board)
    await world.choose(silent_channels=None)
    await world.pass_time(600)
    (board,) = [one for one in thread.history() if one.components]
    assert "15 people have signed." in words_of(board)
