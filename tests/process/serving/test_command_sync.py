"""A command sync that Discord refuses or delays: the bot serves, says so, and tries again."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from functools import partial
from itertools import islice
from typing import Any

import pytest

from bot.exits import CannotStart, Exit
from bot.interactions import sync
from bot.interactions.sync import Sync
from bot.log import waiting
from bot.services.doctor.commands import COMMANDS_HELD, HeldCommand, digest_of
from bot.unreachable import Reason
from tests.loopback.replies import DiscordError, PageError, RateLimitError
from tests.loopback.server import Discord
from tests.loopback.state import InjectedError
from tests.loopback.world import User
from tests.process.conftest import Lines, Startable

pytestmark = pytest.mark.sampled

COMMANDS = "/applications/*/commands"
DAILY = DiscordError(400, 30034, "Max number of daily application command creates reached")
TOO_LONG = {"_errors": [{"code": "BASE_TYPE_BAD_LENGTH", "message": "Must be 100 or fewer"}]}


def without_via(wait: float) -> RateLimitError:
    error = RateLimitError(wait)
    del error.headers["Via"]  # as Cloudflare answers before Discord is asked
    return error


def refusing(loopback: Discord, error: DiscordError | RateLimitError, times: int = 5) -> None:
    loopback.state.injected += [InjectedError("PUT", COMMANDS, error)] * times


@asynccontextmanager
async def running(loopback: Discord, startable: Startable) -> AsyncGenerator[None]:
    """Run a bot that sends its commands whether they changed or not; it is connected."""
    startable.make_bot = partial(startable.make_bot, sync=Sync.ALWAYS)
    task = startable.serving()
    try:
        await loopback.gateway.connected(sessions=loopback.gateway.sessions + 1)
        yield
    finally:
        startable.stop.set()
        await task
        startable.stop.clear()


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (DAILY, {"status": 400, "code": 30034}),
        (DiscordError(400, 50035, "Invalid Form Body", errors={"0": {"name": TOO_LONG}}), {}),
        (DiscordError(403, 50001, "Missing Access"), {"status": 403, "code": 50001}),
        (DiscordError(503, 0, "Unavailable"), {"status": 503}),
        (without_via(5_400), {"status": 429}),
        (DiscordError(500, 0, "Internal Server Error"), None),
        (RateLimitError(5_400), None),
    ],
    ids=["daily cap", "a field", "forbidden", "503", "429 of Cloudflare", "500", "429 of Discord"],
)
async def test_it_serves_with_the_commands_it_has(
    loopback: Discord,
    startable: Startable,
    monkeypatch: pytest.MonkeyPatch,
    whole_process: Lines,
    error: DiscordError | RateLimitError,
    told: dict[str, int] | None,
) -> None:
    monkeypatch.setattr(sync, "FIRST", 0.2)
    monkeypatch.setattr(waiting, "SLOW", 0.1)
    async with running(loopback, startable):
        pass  # an earlier start: the commands are registered and their ids noted
    before = list(loopback.state.commands)
    refusing(loopback, error)
    member = User("ada")
    channel = loopback.guild("Riverside", member).channel
    async with running(loopback, startable):
        shown = await (await loopback.slash("campaign", member, channel)).answered()
        help_card = await (await loopback.slash("help", member, channel)).answered()
    assert shown.private
    assert f"</campaign:{next(o['id'] for o in before if o['name'] == 'campaign')}>" in str(
        help_card.callback
    )
    lines = [json.loads(line) for line in whole_process.text.splitlines()]
    if told is None:  # discord.py tries again by itself, however long that takes
        assert any("still sending the commands to Discord" in line["event"] for line in lines)
    else:
        (line,) = [line for line in lines if "did not take the commands" in line["event"]]
        assert told.items() <= line.items()
    assert not [line for line in lines if line["level"] in ("error", "critical")]


async def test_it_names_the_command_and_the_field(
    loopback: Discord, startable: Startable, whole_process: Lines
) -> None:
    async with running(loopback, startable):
        pass
    sent = loopback.state.commands
    letter = next(place for place, one in enumerate(sent) if one["name"] == "letter")
    verify = next(n for n, o in enumerate(sent[letter]["options"]) if o["name"] == "verify")
    menu = next(n for n, one in enumerate(sent) if one["name"] == "Quote the letter")
    errors: dict[str, Any] = {
        str(letter): {"options": {str(verify): {"options": {"0": {"description": TOO_LONG}}}}},
        str(menu): {"name": TOO_LONG},
        "999": {"Zoë": TOO_LONG, "name": {"_errors": [{"code": "of Zoë", "message": "Zoë"}]}},
    }
    refusing(loopback, DiscordError(400, 50035, "Invalid Form Body", errors=errors), times=1)
    async with running(loopback, startable):
        pass
    lines = [json.loads(line) for line in whole_process.text.splitlines()]
    named = [
        (line["command"], line["field"], line["reason"])
        for line in lines
        if line["event"] == "Discord refuses a command"
    ]
    assert named == [
        ("letter verify", "option text description", "BASE_TYPE_BAD_LENGTH"),
        ("Quote the letter", "name", "BASE_TYPE_BAD_LENGTH"),
        ("all", "999 name", "unknown"),
    ]
    assert "Zo" not in whole_process.text


async def test_it_tries_again_with_growing_pauses_until_discord_takes_them(
    loopback: Discord,
    startable: Startable,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    pauses = list(islice(sync.pauses(sync.PAUSES), 6))
    assert pauses == sorted(pauses)
    assert pauses[0] >= 60
    monkeypatch.setattr(sync, "PAUSES", (0.0,))
    refusing(loopback, DAILY, times=3)
    with caplog.at_level(logging.INFO, "bot.interactions.sync"):
        async with running(loopback, startable):
            await loopback.wait(lambda: bool(loopback.state.commands))
            await loopback.wait(lambda: "commands synced" in caplog.text)
    said = [one.msg for one in caplog.records if one.name == "bot.interactions.sync"]
    assert ["did not take" in one for one in said] == [True, True, True, False]


STRANGE = (b"<html>sign in</html>", b"", b"null", b"{}", b"[]", b"[1]", b'[{"id": 1}]', b"{br")


@pytest.mark.parametrize("kind", ["text/html", "application/json"])
@pytest.mark.parametrize("body", STRANGE, ids=lambda body: body.decode() or "nothing")
async def test_what_is_not_discords_is_told_and_tried_again(
    loopback: Discord,
    startable: Startable,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    body: bytes,
    kind: str,
) -> None:
    monkeypatch.setattr(sync, "PAUSES", (0.0,))
    page = PageError(200, headers={"Content-Type": kind}, body=body)
    loopback.state.injected.append(InjectedError("PUT", COMMANDS, page))
    with caplog.at_level(logging.INFO, "bot.interactions.sync"):
        async with running(loopback, startable):
            await loopback.wait(lambda: "commands synced" in caplog.text)
    said = [one.getMessage() for one in caplog.records if one.name == "bot.interactions.sync"]
    assert [Reason.OTHER_PAGE in one for one in said] == [True, False]
    assert "commands synced: 11" in said[1]


async def test_a_token_that_is_refused_there_ends_the_start(
    loopback: Discord, startable: Startable, caplog: pytest.LogCaptureFixture
) -> None:
    refusing(loopback, DiscordError(401, 0, "401: Unauthorized"))
    with pytest.raises(CannotStart, match="Discord refuses DISCORD_TOKEN") as refusal:
        await startable.serving()
    assert refusal.value.code is Exit.TOKEN
    assert "did not take the commands" not in caplog.text


async def test_a_token_that_is_refused_later_is_told(
    loopback: Discord,
    startable: Startable,
    monkeypatch: pytest.MonkeyPatch,
    whole_process: Lines,
) -> None:
    monkeypatch.setattr(sync, "FIRST", 0.0)
    refusing(loopback, DiscordError(401, 0, "401: Unauthorized"))
    async with running(loopback, startable):
        await loopback.wait(lambda: "Discord refuses DISCORD_TOKEN" in whole_process.text)
    assert "nobody awaited" not in whole_process.text


async def test_stopping_ends_an_attempt_that_waits(
    loopback: Discord, startable: Startable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync, "FIRST", 0.2)
    refusing(loopback, RateLimitError(5_400))
    async with running(loopback, startable):
        pass
    left = {getattr(task.get_coro(), "__qualname__", "") for task in asyncio.all_tasks()}
    assert "CommandSync._try" not in left


async def test_what_discord_held_is_noted_as_the_doctor_reads_it(
    loopback: Discord, startable: Startable
) -> None:
    async with running(loopback, startable):
        pass
    held = [HeldCommand.model_validate(one) for one in loopback.state.commands]
    noted = await startable.make_bot().services.meta.get(COMMANDS_HELD)
    assert noted == digest_of(held)
    assert noted != digest_of(held[1:])
