"""A tryout posts every card, tells each refusal with card and field, and leaves nothing behind."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from bot.config import Configuration, load
from bot.exits import CannotStart, Exit
from bot.outreach import features, phrases
from bot.tryout import command, posting, threads
from bot.tryout.cards import Trial, trials
from bot.tryout.command import tried
from bot.tryout.packing import Batch, packed
from tests.components import walk
from tests.loopback.forking import REPOSITORY
from tests.loopback.home import Home
from tests.loopback.messages import Message
from tests.loopback.server import Discord
from tests.loopback.world import PRIVATE_THREAD, Channel, Guild, User
from tests.process.conftest import Invoke

pytestmark = pytest.mark.sampled

VIEW, SEND, ATTACH, HISTORY, THREADS = 1 << 10, 1 << 11, 1 << 15, 1 << 16, 1 << 38
RIGHTS = VIEW | SEND | ATTACH | HISTORY | THREADS
OPENS_THREADS = 1 << 34 | 1 << 36
POSTS, DELETES = "/channels/*/messages", "/channels/*/messages/*"
FAULT = {"_errors": [{"code": "BASE_TYPE_MAX_LENGTH", "message": "Must be 80 or fewer."}]}
ERRORS = {"components": {"0": {"components": {"2": {"label": FAULT}}}}}


@pytest.fixture(scope="session")
def shipped() -> Configuration:
    return load(REPOSITORY / "config", phrases())


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> list[Trial]:
    """Let the tryout try three cards in two messages, one with a picture; return the cards."""
    tried: list[Trial] = []

    def some(*given: Any, **named: Any) -> Iterator[Trial]:
        every = list(trials(*given, **named))
        plain = [one for one in every if one.feature == "pledge" and one.picture is None][:2]
        pictured = [one for one in every if one.feature == "letter" and one.picture][:1]
        tried.extend([*plain, *pictured])
        yield from tried

    monkeypatch.setattr(command, "trials", some)
    monkeypatch.setattr(posting, "A_MESSAGE", 0.0)
    return tried


@pytest.fixture
def guild(loopback: Discord, member: User, monkeypatch: pytest.MonkeyPatch) -> Guild:
    monkeypatch.setattr("discord.http.Route.BASE", loopback.api_url)
    monkeypatch.setattr("tests.loopback.world.MEMBER_PERMISSIONS", RIGHTS)
    return loopback.guild("Somewhere", member)


def first(few: list[Trial]) -> Batch:
    """Return what is posted first, which is two cards."""
    batch, _ = packed(few)
    assert len(batch.trials) == 2
    return batch


async def run(
    loopback: Discord, shipped: Configuration, channel_id: int, *, yes: bool = True
) -> bool | None:
    return await tried(loopback.token, shipped, channel_id, ("de",), yes=yes)


def posted(loopback: Discord) -> list[Message]:
    return list(loopback.state.messages.values())


def gone(loopback: Discord) -> bool:
    return all(one.deleted for one in posted(loopback))


async def test_every_card_is_posted_disabled_and_deleted(
    loopback: Discord,
    shipped: Configuration,
    guild: Guild,
    few: list[Trial],
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert await run(loopback, shipped, guild.channel.id)
    told = capsys.readouterr().out
    assert "posts 3 cards in 1 language, laid into 2 messages, into that channel" in told
    assert "commands: taken" in told
    assert "pledge: 2 taken" in told
    assert "letter: 1 taken" in told
    assert sorted(len(one.files) for one in posted(loopback)) == [0, 1]
    assert gone(loopback)
    assert loopback.state.commands
    for message in posted(loopback):
        pressed = [one for one in walk(message.components) if one.get("custom_id")]
        assert all(one["disabled"] for one in pressed)
        assert message.sent["allowed_mentions"] == {"parse": []}
    assert loopback.gateway.sessions == 0, "it needs no connection, and does not disturb one"


def test_every_example_of_every_language_is_tried_and_names_nobody(shipped: Configuration) -> None:
    from bot.domain.clock import system_clock

    found = list(trials(shipped, tuple(shipped.messages), now=system_clock(), bot_id=4242))
    for locale in shipped.messages:
        assert {one.feature for one in found if one.locale == locale} == {*features(), "notices"}
    assert len({one.title for one in found}) == len(found), "each refusal names one card"
    words = [str(one.view.to_components()) for one in found]
    assert not any("<@1>" in one for one in words)
    assert any("<@4242>" in one for one in words)


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


async def test_many_messages_are_posted_in_threads_that_go_again(
    loopback: Discord,
    shipped: Configuration,
    guild: Guild,
    few: list[Trial],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(threads, "A_THREAD", 1)
    monkeypatch.setattr("tests.loopback.world.MEMBER_PERMISSIONS", RIGHTS | OPENS_THREADS)
    assert await run(loopback, shipped, guild.channel.id)
    assert "into 2 private threads of that channel" in capsys.readouterr().out
    opened = [one.channel for one in posted(loopback)]
    assert {one.parent for one in opened} == {guild.channel}
    assert len(set(opened)) == 2, "each is posted into by itself"
    assert all(one.type == PRIVATE_THREAD for one in opened)
    assert guild.channels == [guild.channel], "none is left"
    assert gone(loopback)


async def test_without_the_rights_for_threads_it_says_what_they_would_save(
    loopback: Discord,
    shipped: Configuration,
    guild: Guild,
    few: list[Trial],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(threads, "A_THREAD", 1)
    assert await run(loopback, shipped, guild.channel.id)
    told = capsys.readouterr().out
    assert "It takes about 1 minute where the bot has manage_threads, create_private" in told
    assert {one.channel for one in posted(loopback)} == {guild.channel}


@pytest.mark.parametrize("opened", [0, 1])
async def test_threads_that_discord_does_not_open_or_end_are_told(
    loopback: Discord,
    shipped: Configuration,
    guild: Guild,
    few: list[Trial],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    opened: int,
) -> None:
    monkeypatch.setattr(threads, "A_THREAD", 1)
    monkeypatch.setattr("tests.loopback.world.MEMBER_PERMISSIONS", RIGHTS | OPENS_THREADS)
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


async def test_who_says_no_has_nothing_posted(
    loopback: Discord,
    shipped: Configuration,
    guild: Guild,
    few: list[Trial],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def no(*_: object) -> bool:
        return False

    monkeypatch.setattr(click, "confirm", no)
    assert await run(loopback, shipped, guild.channel.id, yes=False) is None
    assert posted(loopback) == []
    assert loopback.state.commands == []

    def nobody(*_: object) -> bool:
        raise click.Abort

    monkeypatch.setattr(click, "confirm", nobody)
    with pytest.raises(CannotStart, match="give --yes"):
        await run(loopback, shipped, guild.channel.id, yes=False)


@pytest.mark.parametrize(
    ("taken", "said", "code"),
    [
        (None, "Nothing was posted or sent.", 0),
        (True, "Discord takes everything.", 0),
        (False, "", Exit.TRYOUT),
    ],
)
def test_it_says_that_all_is_taken_only_where_it_was_tried(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch, taken: bool | None, said: str, code: int
) -> None:
    async def outcome(*_: object, **__: object) -> bool | None:
        return taken

    monkeypatch.setattr(command, "tried", outcome)
    monkeypatch.setenv("DISCORD_TOKEN", "a.token.here")
    result = invoke("tryout", "--channel", "1")
    assert (result.output.strip(), result.exit_code) == (said, code)


async def test_a_network_that_ends_is_told_with_what_may_be_left(
    loopback: Discord,
    shipped: Configuration,
    guild: Guild,
    few: list[Trial],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    async def ends(*_: object, **__: object) -> None:
        raise ConnectionResetError

    monkeypatch.setattr(posting.Posting, "_post", ends)
    assert await run(loopback, shipped, guild.channel.id) is False
    told = capsys.readouterr().out
    assert "Discord cannot be reached: " in told
    assert f"{first(few).title}: may still stand" in told


async def test_interrupted_it_deletes_what_stands(
    loopback: Discord, home: Home, member: User, tmp_path: Path
) -> None:
    guild = loopback.guild("Somewhere", member)
    line = ("tryout", "--channel", str(guild.channel.id), "--locale", "en", "--yes")
    async with home.process(*line) as process:
        await loopback.wait(lambda: len(posted(loopback)) >= 2, timeout=60)
        code, _ = await process.stop(signal.SIGINT)
    assert code == Exit.STOPPED, process.log
    assert gone(loopback)
    assert "Stopping: what stands is deleted first." in process.log
    assert "Traceback" not in process.log
