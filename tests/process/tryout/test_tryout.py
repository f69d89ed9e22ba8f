"""A tryout posts every card, disabled, and leaves nothing behind."""

from __future__ import annotations

import signal
from pathlib import Path

import click
import pytest

from bot.config import Configuration
from bot.exits import CannotStart, Exit
from bot.outreach import features
from bot.tryout import command, posting, threads
from bot.tryout.cards import Trial, trials
from tests.components import walk
from tests.loopback.home import Home
from tests.loopback.server import Discord
from tests.loopback.world import PRIVATE_THREAD, Guild, User
from tests.process.conftest import Invoke
from tests.process.tryout.tries import first, gone, posted, run

pytestmark = pytest.mark.sampled


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


async def test_many_messages_are_posted_in_threads_that_go_again(
    loopback: Discord,
    shipped: Configuration,
    guild: Guild,
    few: list[Trial],
    may_open_threads: None,
    capsys: pytest.CaptureFixture[str],
) -> None:
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
