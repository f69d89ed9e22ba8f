"""The bot notes in which servers it is and until when; a store that is away disturbs nothing."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import Connection

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
    assert await noted(world) == {world.guild.id: (came, came + 2)}
    world.bot.dispatch("guild_join", guild)
    assert await noted(world) == {world.guild.id: (came, None)}


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
        with caplog.at_level(logging.WARNING, "bot.services.servers"):
            await world.restart()
            world.bot.dispatch("guild_remove", world.bot.get_guild(world.guild.id))
            policy = await world.alice.slash(world.channel, "privacy policy")
        assert "What is kept" in said(policy)
    told = [one.getMessage() for one in caplog.records if one.name == "bot.services.servers"]
    assert told == [
        "the servers could not be noted: the store does not answer",
        "the removal from a server could not be noted: the store does not answer",
    ]
    assert await noted(world) == {}
    await world.restart()
    assert world.guild.id in await noted(world), "it is noted when the bot serves again"
