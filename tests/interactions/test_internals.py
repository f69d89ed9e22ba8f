"""What discord.py does not promise is where the code looks for it, or it goes on without."""

from __future__ import annotations

import asyncio
import sys
from types import SimpleNamespace
from typing import Any

import discord
import discord.http
import discord.shard
import pytest
from discord.backoff import ExponentialBackoff

from bot.interactions.internals import (
    API,
    LONGEST_PAUSE,
    RESET,
    RetryingLaunch,
    api_address,
    direct_messages,
    guard_parsers,
    keep_pauses_short,
    payloads_of,
)
from tests.process.line import Impatient
from tests.simulated import World

MANY = 50


class Elsewhere:
    """A client of a discord.py that keeps everything elsewhere."""

    http = object()


async def test_discord_py_keeps_its_parsers_where_they_are_guarded() -> None:
    client = discord.Client(intents=discord.Intents(guilds=True))
    assert guard_parsers(client), "discord.py moved `Client._connection.parsers`"


async def test_discord_py_keeps_its_rate_limits_where_they_are_forgotten() -> None:
    client = discord.Client(intents=discord.Intents(guilds=True))
    assert isinstance(vars(client.http).get("_buckets"), dict), "discord.py moved `http._buckets`"
    assert callable(client.http.start_private_message)


def test_discord_py_keeps_the_address_of_the_api_where_the_doctor_reads_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert api_address() == discord.http.Route.BASE == API, "discord.py moved `http.Route.BASE`"
    monkeypatch.setattr("discord.http.Route.BASE", "http://127.0.0.1:9")
    assert api_address() == "http://127.0.0.1:9"
    monkeypatch.delattr("discord.http.Route")
    assert api_address() == API, "the plain way"
    monkeypatch.setitem(sys.modules, "discord.http", None)
    assert api_address() == API, "without the module, too"


async def test_discord_py_tells_what_it_sends_as_commands(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree = world.bot.tree
    payloads = await payloads_of(tree)
    assert payloads is not None, "discord.py moved `Command.get_translated_payload`"
    assert [one["name"] for one in payloads] == sorted(one.name for one in tree.get_commands())
    requests: list[Any] = list(world.env.http_requests)
    (put,) = [one for one in requests if one.path.endswith("/commands")]
    assert sorted(put.json, key=lambda one: one["name"]) == payloads, "it is what is sent"
    monkeypatch.delattr(discord.app_commands.Command, "get_translated_payload")
    assert await payloads_of(tree) is None, "the plain way: they are sent at every start"


async def test_discord_py_connects_its_shards_where_attempts_are_made_in_turns(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tries = 0

    async def away(*_: object, **__: object) -> None:
        nonlocal tries
        tries += 1
        if tries == MANY:
            raise asyncio.CancelledError
        raise ConnectionResetError

    monkeypatch.setattr("discord.shard.DiscordWebSocket.from_client", away)
    monkeypatch.setattr("discord.shard.asyncio", Impatient())
    learned: list[BaseException | None] = []

    class Learning(RetryingLaunch):
        def attempt_failed(self, error: BaseException | None) -> None:
            learned.append(error)

    client = Learning(intents=discord.Intents(guilds=True))
    with pytest.raises(asyncio.CancelledError) as ended:
        await client.launch_shard("ws://nowhere", 0, initial=True)
    assert tries == MANY, "discord.py does not try again in `AutoShardedClient.launch_shard`"
    assert len(ended.traceback) < MANY, "no attempt lies within the one before it"
    assert {type(one) for one in learned} == {ConnectionResetError}, "each is known by its error"


def test_a_discord_py_that_moved_its_parsers_is_told_and_used_as_it_is(
    caplog: pytest.LogCaptureFixture,
) -> None:
    moved: Any = Elsewhere()
    assert not guard_parsers(moved)
    assert "events are read unguarded" in caplog.text


async def test_a_malformed_event_is_dropped_and_the_next_is_read(
    caplog: pytest.LogCaptureFixture,
) -> None:
    read: list[int] = []

    def parse(data: Any) -> None:
        read.append(data["id"])

    client = discord.Client(intents=discord.Intents(guilds=True))
    parsers: dict[str, Any] = vars(client)["_connection"].parsers
    parsers["GUILD_CREATE"] = parse
    guard_parsers(client)
    parsers["GUILD_CREATE"]({})
    parsers["GUILD_CREATE"]({"id": 1})
    assert read == [1]
    assert "a malformed event was dropped" in caplog.text


async def test_a_malformed_direct_message_is_not_even_told(
    caplog: pytest.LogCaptureFixture,
) -> None:
    client = discord.Client(intents=discord.Intents(guilds=True, dm_messages=True))
    parsers: dict[str, Any] = vars(client)["_connection"].parsers
    guard_parsers(client)
    parsers["MESSAGE_CREATE"]({"author": "nobody"})
    assert caplog.text == ""
    parsers["GUILD_CREATE"]({})
    assert "a malformed event was dropped" in caplog.text


async def test_without_the_rate_limits_the_conversation_is_written_to_all_the_same(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(world.bot.http, "_buckets")
    user = await world.bot.fetch_user(world.alice.id)
    async with direct_messages(world.bot, user) as conversation:
        sent = await conversation.send("one")
    assert sent.content == "one"


def test_discord_py_takes_the_pauses_of_a_lost_shard_from_where_they_are_kept_short(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("discord.shard.ExponentialBackoff", ExponentialBackoff)
    assert keep_pauses_short(), "discord.py moved `discord.shard.ExponentialBackoff`"
    assert keep_pauses_short(), "each life of the bot asks for it"
    client: Any = SimpleNamespace(dispatch=None, _reconnect=True)
    shard: Any = discord.shard.Shard(client, client, client)
    pauses = [shard._backoff.delay() for _ in range(200)]
    assert max(pauses) == LONGEST_PAUSE, "discord.py's own go up to 1,024 seconds"


def test_a_discord_py_that_moved_its_pauses_is_told_and_used_as_it_is(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.delattr("discord.shard.ExponentialBackoff")
    assert not keep_pauses_short()
    assert "may come back late" in caplog.text


async def test_discord_py_resumes_a_connection_that_was_reset_by_this_number() -> None:
    events: list[Any] = []
    client: Any = SimpleNamespace(
        dispatch=lambda *_: None,  # pyright: ignore[reportUnknownLambdaType]
        is_closed=lambda: False,
        _reconnect=True,
    )
    socket: Any = SimpleNamespace(shard_id=0)
    shard: Any = discord.shard.Shard(socket, client, events.append)
    await shard._handle_disconnect(ConnectionResetError(RESET, "reset"))
    (event,) = events
    assert event.type is discord.shard.EventType.resume, "discord.py moved the number of a reset"
