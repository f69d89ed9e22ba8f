"""A raid of new accounts beside true members, over sockets: it loses nobody's pledge."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from typing import Any

import pytest

from tests.loopback.exchange import Exchange
from tests.loopback.home import Home, assert_calm
from tests.loopback.messages import Message
from tests.loopback.server import Discord
from tests.loopback.world import MANAGE_GUILD, MEMBER_PERMISSIONS, Guild, User, snowflake

RAID, RAID_LONG = 60, 500
MEMBERS, MEMBERS_LONG = 12, 50
BOTH = 10
"""How many of the raid signed in another server too."""
TOGETHER = 10
_ROWS = "SELECT * FROM attributions ORDER BY campaign, signer, server"
_NUMBERS = "SELECT campaign, scope, counted, held FROM numbers ORDER BY campaign, scope"


async def all_sign(home: Home, people: list[User], guild: Guild) -> None:
    """Let people join and sign, a few at a time: Discord waits three seconds only."""
    for start in range(0, len(people), TOGETHER):
        some = people[start : start + TOGETHER]
        for one in some:
            guild.join(one)
        presses = await asyncio.gather(*(home.sign(one, guild.channel) for one in some))
        await asyncio.gather(*(press.finished() for press in presses))
        assert all(home.says_signed(press) for press in presses)


def an_hour_later(home: Home) -> None:
    """Let everything have happened an hour earlier: what is being checked can be decided then."""
    with closing(sqlite3.connect(home.database)) as connection, connection:
        connection.execute("UPDATE attributions SET hour = hour - 1")


def card_of(exchange: Exchange) -> Message:
    card = exchange.original or exchange.source
    assert card is not None, exchange.callback
    return card


def state(home: Home) -> tuple[list[Any], list[Any]]:
    return home.ask(_ROWS), home.ask(_NUMBERS)


@pytest.mark.long
async def test_a_raid_counts_nowhere_until_it_is_decided_and_an_undo_leaves_all_as_it_was(
    loopback: Discord, home: Home, long: bool
) -> None:
    guild, other = loopback.guild("Somewhere"), loopback.guild("Elsewhere")
    members = [User(f"member{one}") for one in range(MEMBERS_LONG if long else MEMBERS)]
    raid = [User(f"new{one}", id=snowflake()) for one in range(RAID_LONG if long else RAID)]
    moderator = User("priya")
    guild.join(moderator, permissions=MEMBER_PERMISSIONS | MANAGE_GUILD)
    campaign = home.live_campaign()
    async with home.bot(CAMPAIGN_CONFIG=campaign) as process:
        await all_sign(home, members, guild)
        await all_sign(home, raid, guild)
        await all_sign(home, raid[:BOTH], other)
        looker = members[0]
        tally = await (await loopback.slash("tally show", looker, guild.channel)).finished()
        assert f"**{len(members)} people have signed" in tally.text
        assert f"{len(raid)} more are being checked" in tally.text
        assert home.counted(members) == members
        assert home.counted(raid) == []
        assert (await process.stop())[0] == 0
        await loopback.gateway.disconnected()
    an_hour_later(home)
    before = state(home)

    async with home.bot(CAMPAIGN_CONFIG=campaign) as process:
        shown = await (await loopback.slash("moderation", moderator, guild.channel)).finished()

        async def pressed(prefix: str, card: Message, *values: str) -> Message:
            begun = (
                loopback.select(prefix, list(values), moderator, card)
                if values
                else loopback.press(card.button(prefix), moderator, card)
            )
            return card_of(await (await begun).finished())

        checked = await pressed("amh:moderation:checked:", card_of(shown))
        choice = await pressed("amh:moderation:kind", checked, "000011")
        why = await pressed("amh:moderation:aside:", choice)
        sure = await pressed("amh:moderation:reason:000011", why, "11")
        done = await pressed("amh:moderation:aside_yes:", sure)
        assert home.counted(members) == members
        held = home.ask("SELECT count(*) FROM attributions WHERE state = 1")
        assert held == [(BOTH,)], "the other server decides about its own"
        await pressed("amh:moderation:undo:", done)
        assert state(home) == before
        home.assert_counters_equal_rows()
        assert (await process.stop())[0] == 0
    assert_calm(process)
