"""What Discord refuses a tryout is told with card and field."""

from __future__ import annotations

import pytest

from bot.config import Configuration
from bot.exits import CannotStart, Exit
from bot.tryout.cards import Trial
from bot.unreachable import Reason
from tests.loopback.server import Discord
from tests.loopback.world import Channel, Guild, User
from tests.process.tryout.tries import (
    HISTORY,
    SEND,
    THREADS,
    VIEW,
    first,
    gone,
    posted,
    run,
)

pytestmark = pytest.mark.sampled

POSTS, DELETES = "/channels/*/messages", "/channels/*/messages/*"
FAULT = {"_errors": [{"code": "BASE_TYPE_MAX_LENGTH", "message": "Must be 80 or fewer."}]}
ERRORS = {"components": {"0": {"components": {"2": {"label": FAULT}}}}}


@pytest.mark.parametrize("kind", ["forum", "voice", "direct", "unknown", "hidden"])
async def test_another_channel_is_refused_in_words(
    loopback: Discord, shipped: Configuration, guild: Guild, few: list[Trial], kind: str
) -> None:
    channel = guild.channel
    if kind in ("forum", "voice"):
        channel = Channel(kind, guild=guild, type={"forum": 15, "voice": 2}[kind])
        guild.channels.append(channel)
    elif kind == "direct":
        channel = loopback.state.private_channel(User("ann"))
    elif kind == "unknown":
        channel = Channel("nowhere")
    else:
        loopback.refuse("GET", f"/channels/{channel.id}", 403, 50001, "Missing Access")
    with pytest.raises(CannotStart) as refusal:
        await run(loopback, shipped, channel.id)
    assert refusal.value.code is Exit.TRYOUT
    told = {"unknown": "knows no channel", "hidden": "may not see"}.get(kind, "no text channel")
    assert told in refusal.value.sentence
    assert posted(loopback) == []
    assert loopback.state.commands == []


async def test_a_field_that_discord_refuses_is_told_with_its_card(
    loopback: Discord,
    shipped: Configuration,
    guild: Guild,
    few: list[Trial],
    capsys: pytest.CaptureFixture[str],
) -> None:
    for _ in range(2):  # the message, and then the first of its cards alone
        loopback.refuse("POST", POSTS, 400, 50035, "Invalid Form Body", errors=ERRORS)
    assert await run(loopback, shipped, guild.channel.id) is False
    told = capsys.readouterr().out
    title = first(few).trials[0].title
    where = "components 0 components 2 label: BASE_TYPE_MAX_LENGTH"
    assert f"{title}: refused with 50035: {where}" in told
    assert "2 taken, 1 refused" in told
    assert gone(loopback)


async def test_a_message_that_is_refused_and_no_card_of_it_is_no_fault(
    loopback: Discord,
    shipped: Configuration,
    guild: Guild,
    few: list[Trial],
    capsys: pytest.CaptureFixture[str],
) -> None:
    loopback.refuse("POST", POSTS, 400, 50035, "Invalid Form Body", errors=ERRORS)
    assert await run(loopback, shipped, guild.channel.id) is True
    assert "3 taken, 0 refused" in capsys.readouterr().out
    assert len(posted(loopback)) == 3, "each stood alone"


async def test_an_error_of_discords_own_is_told_with_what_may_stand(
    loopback: Discord,
    shipped: Configuration,
    guild: Guild,
    few: list[Trial],
    capsys: pytest.CaptureFixture[str],
) -> None:
    loopback.refuse("POST", POSTS, 503, 0, "no")
    assert await run(loopback, shipped, guild.channel.id) is False
    told = capsys.readouterr().out
    assert "3 taken, 0 refused" in told
    assert f"{first(few).title}: may still stand: delete it by hand" in told


@pytest.mark.parametrize("opened", [0, 1])
async def test_threads_that_discord_does_not_open_or_end_are_told(
    loopback: Discord,
    shipped: Configuration,
    guild: Guild,
    few: list[Trial],
    may_open_threads: None,
    capsys: pytest.CaptureFixture[str],
    opened: int,
) -> None:
    if opened:
        loopback.refuse("DELETE", "/channels/" + "[0-9]" * 19, 403, 50013, "Missing Permissions")
    else:
        loopback.refuse("POST", "/channels/*/threads", 400, 160006, "Too many threads")
    assert await run(loopback, shipped, guild.channel.id) is not bool(opened)
    told = capsys.readouterr().out
    assert "3 taken, 0 refused" in told
    refused = "threads: 0 opened, which takes longer: refused with 160006, status 400"
    assert (refused in told) is not bool(opened)
    assert ("the thread “tryout 2”: may still stand: delete it by hand" in told) is bool(opened)


@pytest.mark.parametrize(("status", "code"), [(403, 50001), (403, 50013), (404, 10003)])
async def test_what_would_refuse_every_card_ends_it(
    loopback: Discord,
    shipped: Configuration,
    guild: Guild,
    few: list[Trial],
    capsys: pytest.CaptureFixture[str],
    status: int,
    code: int,
) -> None:
    for _ in range(2):  # the message, and then a card of it alone
        loopback.refuse("POST", POSTS, status, code, "no")
    assert await run(loopback, shipped, guild.channel.id) is False
    assert "So it would refuse every other card here" in capsys.readouterr().out
    assert posted(loopback) == []


async def test_a_missing_right_to_attach_files_is_told_and_the_rest_is_tried(
    loopback: Discord,
    shipped: Configuration,
    guild: Guild,
    few: list[Trial],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("tests.loopback.world.MEMBER_PERMISSIONS", VIEW | SEND | HISTORY | THREADS)
    assert await run(loopback, shipped, guild.channel.id) is False
    told = capsys.readouterr().out
    assert "in this channel the bot lacks attach_files" in told
    assert "pledge: 2 taken" in told


async def test_without_the_right_to_write_nothing_begins(
    loopback: Discord,
    shipped: Configuration,
    guild: Guild,
    few: list[Trial],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tests.loopback.world.MEMBER_PERMISSIONS", VIEW)
    with pytest.raises(CannotStart, match="may not write in this channel: it lacks send_messages"):
        await run(loopback, shipped, guild.channel.id)


async def test_limits_are_waited_for_whoever_sets_them(
    loopback: Discord, shipped: Configuration, guild: Guild, few: list[Trial]
) -> None:
    loopback.limit("POST", POSTS, 0.01)
    loopback.answer_with_a_page("POST", POSTS, 429, headers={"Retry-After": "1"})
    assert await run(loopback, shipped, guild.channel.id)
    assert len(posted(loopback)) == 2


async def test_a_limit_that_is_too_long_ends_it(
    loopback: Discord,
    shipped: Configuration,
    guild: Guild,
    few: list[Trial],
    capsys: pytest.CaptureFixture[str],
) -> None:
    loopback.answer_with_a_page("POST", POSTS, 429, headers={"Retry-After": "3000"})
    assert await run(loopback, shipped, guild.channel.id) is False
    assert "asks for a pause of 3,000 seconds" in capsys.readouterr().out


async def test_commands_that_discord_refuses_are_told_with_their_field(
    loopback: Discord,
    shipped: Configuration,
    guild: Guild,
    few: list[Trial],
    capsys: pytest.CaptureFixture[str],
) -> None:
    errors = {"0": {"description": {"_errors": [{"code": "BASE_TYPE_MAX_LENGTH"}]}}}
    loopback.refuse("PUT", "/applications/*/commands", 400, 50035, "Invalid", errors=errors)
    assert await run(loopback, shipped, guild.channel.id) is False
    told = capsys.readouterr().out
    assert "commands: refused: " in told
    assert ": description: BASE_TYPE_MAX_LENGTH" in told
    assert "3 taken, 0 refused" in told


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/users/@me"),
        ("GET", "/channels/*"),
        ("GET", "/guilds/*"),
        ("GET", "/guilds/*/members/*"),
        ("PUT", "/applications/*/commands"),
    ],
)
async def test_a_page_in_discords_place_ends_it_in_words(
    loopback: Discord,
    shipped: Configuration,
    guild: Guild,
    few: list[Trial],
    method: str,
    path: str,
) -> None:
    loopback.answer_with_a_page(method, path, 200)
    with pytest.raises(CannotStart, match="cannot be reached: something else answers") as refusal:
        await run(loopback, shipped, guild.channel.id)
    assert refusal.value.code is Exit.TRYOUT
    assert posted(loopback) == []


async def test_a_page_in_place_of_a_message_ends_it_and_what_may_stand_is_named(
    loopback: Discord,
    shipped: Configuration,
    guild: Guild,
    few: list[Trial],
    capsys: pytest.CaptureFixture[str],
) -> None:
    loopback.answer_with_a_page("POST", POSTS, 200)
    assert await run(loopback, shipped, guild.channel.id) is False
    told = capsys.readouterr().out
    assert f"Discord cannot be reached: {Reason.OTHER_PAGE}." in told
    assert f"{first(few).title}: may still stand: delete it by hand" in told


async def test_a_page_in_place_of_a_thread_leaves_the_channel(
    loopback: Discord,
    shipped: Configuration,
    guild: Guild,
    few: list[Trial],
    may_open_threads: None,
    capsys: pytest.CaptureFixture[str],
) -> None:
    loopback.answer_with_a_page("POST", "/channels/*/threads", 200)
    assert await run(loopback, shipped, guild.channel.id)
    told = capsys.readouterr().out
    assert f"threads: 0 opened, which takes longer: {Reason.OTHER_PAGE}" in told


async def test_a_token_that_is_refused_at_the_commands_ends_it(
    loopback: Discord, shipped: Configuration, guild: Guild, few: list[Trial]
) -> None:
    loopback.refuse("PUT", "/applications/*/commands", 401, 0, "401: Unauthorized")
    with pytest.raises(CannotStart, match="Discord refuses DISCORD_TOKEN") as refusal:
        await run(loopback, shipped, guild.channel.id)
    assert refusal.value.code is Exit.TOKEN
    assert posted(loopback) == []


async def test_a_token_that_is_refused_at_a_card_ends_it(
    loopback: Discord,
    shipped: Configuration,
    guild: Guild,
    few: list[Trial],
    capsys: pytest.CaptureFixture[str],
) -> None:
    loopback.refuse("POST", POSTS, 401, 0, "401: Unauthorized")
    assert await run(loopback, shipped, guild.channel.id) is False
    told = capsys.readouterr().out
    assert told.count("Discord refuses DISCORD_TOKEN") == 1
    assert posted(loopback) == []


async def test_a_message_that_cannot_be_deleted_is_named(
    loopback: Discord,
    shipped: Configuration,
    guild: Guild,
    few: list[Trial],
    capsys: pytest.CaptureFixture[str],
) -> None:
    loopback.refuse("DELETE", DELETES, 403, 50013, "Missing Permissions")
    assert await run(loopback, shipped, guild.channel.id) is False
    told = capsys.readouterr().out
    assert f"{first(few).title}: may still stand: delete it by hand" in told
    assert sum(not one.deleted for one in posted(loopback)) == 1
