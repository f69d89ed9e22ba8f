"""Whatever answers in Discord's place, or refuses the token, has its line; nothing ends unseen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import discord
import pytest

from bot.exits import CannotStart, Exit
from bot.interactions import sync
from bot.interactions.sync import CommandSync, Sync
from bot.unreachable import Reason

TRIES_AGAIN = (
    "Discord did not take the commands, the bot serves with those it has and tries again: "
)


class Tree:
    """A tree of one command, and what sending it comes to."""

    translator = None
    client = SimpleNamespace(application_id=1)

    def __init__(self, outcome: Callable[[], list[Any]]) -> None:
        self._outcome = outcome
        self.answers = asyncio.Event()
        self.answers.set()

    def get_commands(self) -> list[Any]:
        return [SimpleNamespace(name="campaign", to_dict=lambda _: {})]  # pyright: ignore[reportUnknownLambdaType]

    async def sync(self) -> list[Any]:
        await self.answers.wait()
        return self._outcome()


def raises(error: Exception) -> Callable[[], list[Any]]:
    def outcome() -> list[Any]:
        raise error

    return outcome


def token_refused() -> discord.HTTPException:
    response: Any = SimpleNamespace(
        status=401, reason="", headers={"Content-Type": "application/json"}
    )
    return discord.HTTPException(response, {"code": 0, "message": "401: Unauthorized"})


def of(tree: Tree) -> CommandSync:
    async def nothing(*_: str) -> None:
        return None

    given: Any = tree
    return CommandSync(given, {}, read=nothing, write=nothing)


@pytest.mark.parametrize(
    "outcome",
    [
        raises(TypeError()),
        raises(KeyError("name")),
        raises(ValueError()),
        list,
        lambda: [SimpleNamespace(name="another", id=1)],
    ],
    ids=["a page", "junk", "broken JSON", "nothing", "another command"],
)
async def test_what_is_not_discords_answer_is_told_and_tried_again(
    caplog: pytest.LogCaptureFixture, outcome: Callable[[], list[Any]]
) -> None:
    commands = of(Tree(outcome))
    await commands.begin(Sync.ALWAYS)
    assert not commands.current
    assert caplog.messages == [TRIES_AGAIN + Reason.OTHER_PAGE]
    commands.close()


async def test_a_refused_token_ends_a_start() -> None:
    commands = of(Tree(raises(token_refused())))
    with pytest.raises(CannotStart) as refused:
        await commands.begin(Sync.ALWAYS)
    assert refused.value.code is Exit.TOKEN


async def test_a_token_that_is_refused_later_is_told(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sync, "FIRST", 0.0)
    tree = Tree(raises(token_refused()))
    tree.answers.clear()
    commands = of(tree)
    await commands.begin(Sync.ALWAYS)
    tree.answers.set()
    while not caplog.records:
        await asyncio.sleep(0)
    assert [one.levelname for one in caplog.records] == ["ERROR"]
    line = "Discord refuses DISCORD_TOKEN and did not take the commands: reset it"
    assert caplog.messages[0].startswith(line)
    commands.close()


@pytest.mark.parametrize("first", [0.0, sync.FIRST])
async def test_after_an_error_that_nobody_expects_they_are_sent_again(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, first: float
) -> None:
    monkeypatch.setattr(sync, "FIRST", first)
    monkeypatch.setattr(sync, "PAUSES", (0.001,))
    errors = [RuntimeError()]

    def outcome() -> list[Any]:
        if errors:
            raise errors.pop()
        return [SimpleNamespace(name="campaign", id=1)]

    commands = of(Tree(outcome))
    await commands.begin(Sync.ALWAYS)
    async with asyncio.timeout(5):
        while not commands.current:
            await asyncio.sleep(0.001)
    assert caplog.messages == ["the commands could not be sent, it is tried again"]
    commands.close()
