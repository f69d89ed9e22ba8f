"""The bot notes in which servers it is and until when; a store that is away disturbs nothing."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.db import Database
from bot.db.sql import run
from bot.db.transactions.work import Work
from bot.domain.clock import day_number, day_of
from bot.domain.refusals import NothingRecorded
from tests.simulated import World, clock, said


@dataclass(frozen=True)
class Rows(Work[Any]):
    def perform(self, connection: Connection) -> Any:
        return run(connection, "SELECT guild_id, joined_day, left_day FROM servers")


async def noted(world: World) -> dict[int, tuple[int, int | None]]:
    """Return since and until which day the bot is in each server."""
    await world.env.settle()
    rows = await world.database.writer.submit(Rows())
    return {row[0]: (row[1], row[2]) for row in rows}


def today() -> int:
    return day_number(day_of(clock()))


async def test_the_servers_are_noted_when_the_bot_begins_to_serve(world: World) -> None:
    await world.restart()
    servers = (world.guild.id, world.other_guild.id)
    assert await noted(world) == dict.fromkeys(servers, (today(), None))


async def test_a_server_that_comes_and_goes_has_both_days(world: World) -> None:
    came = today()
    guild = world.bot.get_guild(world.guild.id)
    world.bot.dispatch("guild_join", guild)
    assert await noted(world) == {world.guild.id: (came, None)}
    await world.pass_time(2 * 86_400)
    world.bot.dispatch("guild_remove", guild)
    assert (await noted(world))[world.guild.id] == (came, came + 2)
    world.bot.dispatch("guild_join", guild)
    assert (await noted(world))[world.guild.id] == (came, None)


@pytest.mark.parametrize(("outage", "left"), [(True, False), (False, True)])
async def test_an_outage_is_no_removal(world: World, *, outage: bool, left: bool) -> None:
    await world.restart()
    payload: dict[str, Any] = {"id": str(world.guild.id)} | (
        {"unavailable": True} if outage else {}
    )
    world.env.backend.emit("GUILD_DELETE", payload)
    day = (await noted(world))[world.guild.id][1]
    assert (day is not None) is left


async def test_a_store_that_is_away_is_told_in_a_line_and_disturbs_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def away(*_: object, **__: object) -> None:
        raise NothingRecorded

    with monkeypatch.context() as patch:
        patch.setattr(type(world.database.servers), "join", away)
        patch.setattr(type(world.database.servers), "leave", away)
        with caplog.at_level(logging.WARNING, "bot.services.records"):
            await world.restart()
            world.bot.dispatch("guild_remove", world.bot.get_guild(world.guild.id))
            policy = await world.alice.slash(world.channel, "privacy policy")
        assert "What is kept" in said(policy)
    told = [one.getMessage() for one in caplog.records if one.name == "bot.services.records"]
    assert told == [
        "the servers could not be noted: the store does not answer",
        "the removal from a server could not be noted: the store does not answer",
    ]
    assert await noted(world) == {}
    await world.restart()
    assert world.guild.id in await noted(world), "it is noted when the bot serves again"


GONE = 4_040_404_040_404_040_404
"""A server that the bot was in, as the store says, and that Discord does not know of any more."""


def asked_for(world: World, guild_id: int) -> int:
    """Return how often Discord was asked for a server."""
    return sum(one.path == f"/guilds/{guild_id}" for one in world.env.http_requests)


async def test_a_removal_while_the_bot_was_away_is_noted_by_discords_word_alone(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    await world.database.servers.join([GONE], day=today())
    await world.restart()
    assert (await noted(world))[GONE][1] is None, "nothing of it stands between start and serving"
    with caplog.at_level(logging.INFO):
        await world.pass_time()
    days = {guild_id: left for guild_id, (_, left) in (await noted(world)).items()}
    assert days == {world.guild.id: None, world.other_guild.id: None, GONE: today()}
    assert asked_for(world, GONE) == 1
    assert asked_for(world, world.guild.id) == 0
    await world.pass_time()
    assert asked_for(world, GONE) == 1, "it is not asked for again"
    assert str(GONE) not in caplog.text


@pytest.mark.parametrize(("status", "code"), [(404, 0), (403, 50001), (500, 0)])
async def test_no_other_answer_is_a_removal(
    world: World, status: int, code: int, caplog: pytest.LogCaptureFixture
) -> None:
    await world.database.servers.join([GONE], day=today())
    world.env.inject_error("GET", f"/guilds/{GONE}", status=status, code=code, times=None)
    await world.pass_time()
    assert asked_for(world, GONE) >= 1
    assert (await noted(world))[GONE][1] is None
    told = "Discord did not say whether the bot is still in a server; asked again"
    assert (told in caplog.text) is (status == 500)


async def test_an_unavailable_server_is_not_even_asked_for(world: World) -> None:
    await world.restart()
    world.env.backend.emit("GUILD_DELETE", {"id": str(world.guild.id), "unavailable": True})
    await world.pass_time()
    assert (await noted(world))[world.guild.id][1] is None
    assert asked_for(world, world.guild.id) == 0


async def test_of_a_lost_shard_no_server_is_asked_for(world: World) -> None:
    """What it was told of is not known then: all of its servers would be asked for."""
    await world.database.servers.join([GONE], day=today())
    assert world.bot.shards_known.lost(0)
    await world.pass_time()
    assert asked_for(world, GONE) == 0
    world.bot.shards_known.resumed(0)
    await world.pass_time()
    assert asked_for(world, GONE) == 1


async def test_what_belonged_to_a_former_server_goes_and_its_pledges_stay(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    await world.let_sign(3, world.other_guild)
    before = await world.counts()
    await world.restart()
    for days in (30, 31):
        await world.database.servers.join([world.other_guild.id], day=today() - 90)
        await world.database.servers.leave(guild_id=world.other_guild.id, day=today() - days)
        world.env.backend.emit("GUILD_DELETE", {"id": str(world.other_guild.id)})
        assert world.other_guild.id in await noted(world), "it may still come back"
        with caplog.at_level(logging.INFO):
            await world.pass_time()
    assert set(await noted(world)) == {world.guild.id}
    assert await world.counts() == before
    assert "what belonged to servers that removed the bot is deleted: 1" in caplog.text
    assert str(world.other_guild.id) not in caplog.text


async def test_a_store_that_is_away_when_something_is_due_is_asked_again(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def away(*_: object, **__: object) -> None:
        raise NothingRecorded

    await world.database.servers.join([GONE], day=1)
    await world.database.servers.leave(guild_id=GONE, day=2)
    with monkeypatch.context() as patch:
        patch.setattr(type(world.database.removal), "part", away)
        await world.pass_time()
    assert "former servers could not be looked after: the store does not answer" in caplog.text
    await world.pass_time()
    assert GONE not in await noted(world)


async def test_a_fault_of_the_look_is_told_and_the_next_one_comes(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    await world.database.servers.join([GONE], day=1)
    with monkeypatch.context() as patch:
        patch.setattr(type(world.services.server_records), "remove_overdue", broken)
        await world.pass_time()
    assert "looking after former servers failed; it is tried again" in caplog.text
    await world.pass_time()
    assert (await noted(world))[GONE][1] == today()


async def test_nothing_is_sent_to_anyone_when_the_bot_comes_to_a_server(world: World) -> None:
    sent = len(world.env.http_requests)
    world.bot.dispatch("guild_join", world.bot.get_guild(world.guild.id))
    assert world.guild.id in await noted(world)
    assert list(world.env.http_requests)[sent:] == []


async def test_a_removal_that_is_noted_twice_keeps_its_first_day(database: Database) -> None:
    servers = database.servers
    await servers.join([GONE], day=1)
    for day in (2, 20):
        await servers.leave(guild_id=GONE, day=day)
    assert await servers.left_by(2) == [GONE]
