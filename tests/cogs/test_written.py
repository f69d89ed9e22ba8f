"""Someone writes to the bot: a line tells where the commands are, and nothing is kept of it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import pytest
import simcord

from bot.db import Database
from cogs.help import recently_answered, words
from cogs.help.recently_answered import RecentlyAnswered
from tests.components import text_of
from tests.db.reading import everything
from tests.simulated import World

ASKED = "where can I find help? my partner"


def answers(world: World, user: simcord.UserHandle) -> list[dict[str, Any]]:
    """Return what the bot posted in someone's direct messages."""
    path = f"/channels/{user.dm_channel.id}/messages"
    requests: list[Any] = list(world.env.http_requests)
    return [one.json for one in requests if one.method == "POST" and one.path == path]


async def stored(database: Database) -> Any:
    return await database.reader.read(everything)


async def test_who_writes_is_told_where_commands_and_help_are_in_every_language(
    world: World,
) -> None:
    user = world.alice.user
    await user.send_dm(ASKED)
    (answer,) = answers(world, user)
    lines = text_of(answer).splitlines()
    ids = world.bot.outreach_tree.ids
    help_, support = f"</help:{ids['help']}>", f"</resources:{ids['resources']}>"
    said = [
        world.messages.voice(one)(words.WRITTEN, help=help_, support=support)
        for one in ("en", *sorted(world.messages.locales))
    ]
    assert lines == list(dict.fromkeys(said))
    assert len(lines) == 5
    assert answer["flags"] & 1 << 12, "it makes no sound"
    assert ASKED not in str(answer)


async def test_nothing_of_it_is_stored_logged_or_kept(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    user = world.alice.user
    before = await stored(world.database)
    with caplog.at_level(logging.DEBUG, "bot"), caplog.at_level(logging.DEBUG, "cogs"):
        await user.send_dm(ASKED)
    assert len(answers(world, user)) == 1
    assert [one for one in caplog.records if one.name.startswith(("bot", "cogs"))] == []
    assert await stored(world.database) == before
    assert list(world.bot.private_channels) == []
    assert list(world.bot.cached_messages) == []


async def test_nobody_is_answered_again_and_again(world: World) -> None:
    for _ in range(5):
        await world.alice.user.send_dm(ASKED)
    assert len(answers(world, world.alice.user)) == 1
    await world.bob.user.send_dm("hello")
    assert len(answers(world, world.bob.user)) == 1
    await world.env.advance_time(recently_answered.PERIOD + 1)
    await world.alice.user.send_dm(ASKED)
    assert len(answers(world, world.alice.user)) == 2


async def test_no_bot_is_answered_nor_the_bot_by_itself(world: World) -> None:
    robot = world.env.create_user("robot", bot=True)
    await robot.send_dm("hello")
    assert answers(world, robot) == []
    await world.alice.user.send_dm("hello")
    assert len(answers(world, world.alice.user)) == 1, "its own answer is no message to answer"


async def test_what_is_written_in_a_server_is_not_even_told(world: World) -> None:
    sent = len(world.env.http_requests)
    await world.alice.send(world.channel, "/help")
    assert list(world.env.http_requests)[sent:] == []


@pytest.mark.parametrize(("status", "code"), [(403, 50007), (500, 0)])
async def test_an_answer_that_discord_refuses_is_told_nowhere(
    world: World, caplog: pytest.LogCaptureFixture, status: int, code: int
) -> None:
    path = f"/channels/{world.alice.user.dm_channel.id}/messages"
    world.env.inject_error("POST", path, status=status, code=code, times=None)
    await world.alice.user.send_dm(ASKED)
    assert [one for one in caplog.records if one.name.startswith(("bot", "cogs"))] == []


async def test_a_closed_client_answers_nobody(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(world.bot, "is_closed", lambda: True)
    await world.alice.user.send_dm(ASKED)
    assert answers(world, world.alice.user) == []


@pytest.fixture
def timers(monkeypatch: pytest.MonkeyPatch) -> list[Callable[[], None]]:
    """What would be called after the period."""
    kept: list[Callable[[], None]] = []

    class Timer:
        def cancel(self) -> None:
            """Nothing waits."""

    class Loop:
        def call_later(self, seconds: float, call: Callable[[], None]) -> Any:
            assert seconds == recently_answered.PERIOD
            kept.append(call)
            return Timer()

    monkeypatch.setattr(recently_answered.asyncio, "get_running_loop", Loop)
    return kept


def test_however_many_write_the_memory_is_bounded_and_holds_nobody(
    timers: list[Callable[[], None]],
) -> None:
    answered = RecentlyAnswered()
    people = range(10**17, 10**17 + 200_000)
    first = sum(map(answered.first, people))
    kept = {name: value for name, value in vars(answered).items() if name != "_forgetting"}
    assert first <= recently_answered.PLACES
    assert len(kept["_marks"]) == first
    assert max(kept["_marks"]) < recently_answered.PLACES, "a mark says too little to be anyone's"
    assert len(timers) == 1
    timers[0]()
    assert vars(answered) == {"_key": b"", "_marks": set(), "_forgetting": None}
    assert answered.first(people[0])


def test_a_mark_is_another_one_each_time(timers: list[Callable[[], None]]) -> None:
    answered, seen = RecentlyAnswered(), set[int]()
    for _ in range(20):
        assert answered.first(7)
        seen |= vars(answered)["_marks"]
        answered.forget()
    assert len(seen) > 10
