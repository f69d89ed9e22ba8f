"""Who is a member of a server is asked over the gateway, and never waited for long."""

from __future__ import annotations

import asyncio
from bisect import bisect_left

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.interactions.lookups import members
from bot.interactions.lookups.members import UNDER_WAY, MemberLookup, RateLimit
from tests.loopback.conftest import Online
from tests.loopback.server import Discord
from tests.loopback.world import Guild, User

ADA, BEN = User("ada"), User("ben")


def client_of_ours() -> discord.Client:
    """Return a client that asks for no more than the bot does."""
    return discord.Client(
        intents=discord.Intents(guilds=True),
        member_cache_flags=discord.MemberCacheFlags.none(),
        chunk_guilds_at_startup=False,
        guild_ready_timeout=0.1,  # seconds of quiet after which a client is ready; 2 by default
    )


async def known(client: discord.Client, guild: Guild, loopback: Discord) -> discord.Guild:
    await loopback.wait(lambda: client.get_guild(guild.id) is not None)
    await client.wait_until_ready()
    found = client.get_guild(guild.id)
    assert found is not None
    return found


async def test_who_left_is_not_among_the_members(loopback: Discord, online: Online) -> None:
    guild = loopback.guild("Somewhere", ADA)
    client = client_of_ours()
    async with online(client):
        kept = await known(client, guild, loopback)
        there = await MemberLookup(client).among(guild.id, [ADA.id, BEN.id])
        assert kept.get_member(ADA.id) is None, "nobody is kept in memory"

    assert there == {ADA.id}


async def test_a_hundred_people_are_asked_for_at_once(loopback: Discord, online: Online) -> None:
    people = [User(f"member-{number}") for number in range(100)]
    guild = loopback.guild("Somewhere", *people)
    client = client_of_ours()
    async with online(client):
        await known(client, guild, loopback)
        there = await MemberLookup(client).among(guild.id, [one.id for one in people])

    assert there == {one.id for one in people}


async def test_without_a_word_from_discord_nobody_knows_and_the_question_goes_on(
    loopback: Discord, online: Online, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(members, "PATIENCE", 0.1)
    loopback.gateway.tells_members = False
    guild = loopback.guild("Somewhere", ADA)
    client = client_of_ours()
    async with online(client):
        await known(client, guild, loopback)
        lookup = MemberLookup(client)
        asked = [lookup.among(guild.id, [ADA.id]) for _ in range(UNDER_WAY)]
        assert await asyncio.gather(*asked) == [None] * UNDER_WAY
        open_ = {one for one in asyncio.all_tasks() if "query_members" in repr(one)}
        assert len(open_) >= UNDER_WAY, "discord.py's own calls are not cancelled"

        loopback.gateway.tells_members = True
        assert await lookup.among(guild.id, [ADA.id]) is None, "no more are asked meanwhile"
        assert await MemberLookup(client).among(guild.id, [ADA.id]) == {ADA.id}
        for one in open_:
            one.cancel()


async def test_a_wall_is_answered_while_long_lists_wait_for_their_turns(
    loopback: Discord, online: Online, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(members, "AT_ONCE", 1)
    monkeypatch.setattr(members, "APART", 3_600.0)
    guild = loopback.guild("Somewhere", ADA)
    client = client_of_ours()
    async with online(client):
        await known(client, guild, loopback)
        lookup = MemberLookup(client)
        found = await lookup.in_turn(guild.id, [ADA.id, BEN.id])
        assert [one.name for one in found or ()] == [ADA.name]
        waiting = [
            asyncio.ensure_future(lookup.in_turn(guild.id, [ADA.id])) for _ in range(UNDER_WAY + 1)
        ]
        assert await lookup.among(guild.id, [ADA.id]) == {ADA.id}
        assert not any(one.done() for one in waiting), "all lists together have one turn an hour"
        for one in waiting:
            one.cancel()


@given(st.lists(st.floats(0, 90), max_size=250))
def test_no_minute_has_more_questions_of_lists_than_leaves_some_to_walls(
    pauses: list[float],
) -> None:
    limit = RateLimit(at_once=members.AT_ONCE, apart=members.APART)
    now, asked = 0.0, list[float]()
    for pause in pauses:
        now += pause + limit.wait(now + pause)
        asked.append(now)
    most = max(
        (bisect_left(asked, one + 60) - number for number, one in enumerate(asked)), default=0
    )
    assert most <= 81, "discord.py lets 110 through"


def test_the_first_questions_of_a_list_follow_each_other_at_once() -> None:
    limit = RateLimit(at_once=3, apart=2.0)
    assert [limit.wait(100.0) for _ in range(5)] == [0.0, 0.0, 0.0, 2.0, 4.0]
    assert limit.wait(1_000.0) == 0.0


async def test_without_a_connection_or_a_server_nobody_knows(
    loopback: Discord, online: Online
) -> None:
    guild = loopback.guild("Somewhere", ADA)
    client = client_of_ours()
    async with online(client):
        await known(client, guild, loopback)
        assert await MemberLookup(client).among(1, [ADA.id]) is None
    assert await MemberLookup(client).among(guild.id, [ADA.id]) is None
