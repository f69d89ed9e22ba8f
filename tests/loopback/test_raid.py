"""A raid of new accounts beside true members, over sockets: it loses nobody's pledge."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from contextlib import closing
from typing import Any

import pytest

from bot.domain.moderation.notices import STEPS, step_of
from tests.components import walk
from tests.loopback.home import Home, assert_calm
from tests.loopback.messages import Message
from tests.loopback.server import Discord
from tests.loopback.world import MANAGE_GUILD, MEMBER_PERMISSIONS, Channel, Guild, User, snowflake

RAID, RAID_LONG = 60, 500
MEMBERS, MEMBERS_LONG = 12, 50
BOTH = 10
"""How many of the raid signed in another server too."""
TOGETHER = 10
LOG = "mod-log"
TELLING = 0.1
"""Seconds after which moderators are told again: the shipped ten minutes are too long here."""
_LOOK = "amh:moderation:home"
_ROWS = "SELECT * FROM attributions ORDER BY campaign, signer, server"
_NOTICES_EARLIER = "UPDATE notices SET since_hour = since_hour - 1, latest_hour = latest_hour - 1"
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
        connection.execute(_NOTICES_EARLIER)


def state(home: Home) -> tuple[list[Any], list[Any]]:
    return home.ask(_ROWS), home.ask(_NUMBERS)


def newcomers(number: int) -> list[User]:
    """Return people whose accounts are as new as can be."""
    return [User(f"new{one}", id=snowflake()) for one in range(number)]


async def log_channel_of(guild: Guild, moderator: User, loopback: Discord) -> Channel:
    """Let a moderator choose the channel in which the bot tells them something; return it."""
    (channel,) = (one for one in guild.channels if one.name == LOG)
    shown = (await (await loopback.slash("setup", moderator, guild.channel)).finished()).card
    if "amh:setup:step:1" in shown.buttons:
        begun = await loopback.press("amh:setup:home", moderator, shown)
        shown = (await begun.finished()).card
    begun = await loopback.select("amh:setup:open", ["where"], moderator, shown)
    shown = (await begun.finished()).card
    (menu,) = (
        one["custom_id"]
        for one in walk(shown.components)
        if one.get("custom_id", "").startswith("amh:setup:put:log_channel:")
    )
    begun = await loopback.select(menu, [str(channel.id)], moderator, shown)
    await begun.finished()
    return channel


class Told:
    """What moderators were told in a channel: all that the bot asked Discord for there."""

    def __init__(self, loopback: Discord, channel: Channel) -> None:
        self._loopback = loopback
        self._channel = channel

    def asked(self, method: str) -> int:
        """Return how often the bot posted (POST) or edited (PATCH) there."""
        place = f"/channels/{self._channel.id}/messages"
        asked = self._loopback.state.requests
        return sum(one.method == method and one.path.startswith(place) for one in asked)

    @property
    def messages(self) -> list[Message]:
        """What stands there."""
        made = self._loopback.state.messages.values()
        return [one for one in made if one.channel is self._channel and not one.ephemeral]

    def says(self, people: int) -> bool:
        """Whether the messages there are one, and it says so many."""
        found = [one.text for one in self.messages]
        return len(found) == 1 and f"At least {people} signatures since" in found[0]

    async def so_many(self, people: int) -> None:
        """Wait until it says so many."""
        await self._loopback.wait(lambda: self.says(people), timeout=60)


async def pressed(
    loopback: Discord, moderator: User, prefix: str, card: Message, *values: str
) -> Message:
    """Press a button of a card, or choose values in its menu; return what it becomes."""
    begun = (
        loopback.select(prefix, list(values), moderator, card)
        if values
        else loopback.press(card.button(prefix), moderator, card)
    )
    return (await (await begun).finished()).card


async def set_aside(loopback: Discord, moderator: User, member: User, told: Message) -> Message:
    """Let a moderator set aside all that is checked of new accounts; return the card after it.

    The way there is the button of what they were told, which is no way for anybody else.
    """
    refused = await loopback.press(told.button(_LOOK), member, told)
    assert "You cannot do that here." in (await refused.finished()).text
    said = told.text
    card = await pressed(loopback, moderator, _LOOK, told)
    assert card.ephemeral
    assert told.text == said, "the message stays for the others"
    card = await pressed(loopback, moderator, "amh:moderation:checked:", card)
    card = await pressed(loopback, moderator, "amh:moderation:kind", card, "000011")
    card = await pressed(loopback, moderator, "amh:moderation:aside:", card)
    card = await pressed(loopback, moderator, "amh:moderation:reason:000011", card, "11")
    return await pressed(loopback, moderator, "amh:moderation:aside_yes:", card)


async def tallies(loopback: Discord, looker: User, *guilds: Guild) -> list[str]:
    """Return the published tallies that somebody reads, whatever their moment is."""
    shown = [
        await (await loopback.slash("tally show", looker, one.channel)).finished() for one in guilds
    ]
    return [re.sub(r"<t:\d+", "<t:", one.text) for one in shown]


@pytest.mark.long
async def test_a_raid_counts_nowhere_until_it_is_decided_and_an_undo_leaves_all_as_it_was(
    loopback: Discord, home: Home, long: bool
) -> None:
    guild, other = loopback.guild("Somewhere"), loopback.guild("Elsewhere")
    members = [User(f"member{one}") for one in range(MEMBERS_LONG if long else MEMBERS)]
    raid = newcomers(RAID_LONG if long else RAID)
    looker, moderator = members[0], User("priya")
    for one in (guild, other):
        one.channels.append(Channel(LOG, one))
        one.join(looker)
        one.join(moderator, permissions=MEMBER_PERMISSIONS | MANAGE_GUILD)
    home.telling = TELLING
    campaign = home.live_campaign()
    async with home.bot(CAMPAIGN_CONFIG=campaign) as process:
        here = Told(loopback, await log_channel_of(guild, moderator, loopback))
        there = Told(loopback, await log_channel_of(other, moderator, loopback))
        await all_sign(home, members, guild)
        await all_sign(home, raid[:TOGETHER], guild)
        await here.so_many(STEPS[0])
        await all_sign(home, raid[TOGETHER:], guild)
        await here.so_many(step_of(len(raid)))
        assert (here.asked("POST"), there.asked("POST")) == (1, 0)
        edits = here.asked("PATCH")
        assert 1 <= edits <= STEPS.index(step_of(len(raid))), "in coarse steps"
        await all_sign(home, raid[:BOTH], other)
        await there.so_many(BOTH)
        (tally, _) = await tallies(loopback, looker, guild, other)
        assert f"**{len(members)} people have signed" in tally
        assert f"{len(raid)} more are being checked" in tally
        assert home.counted(members) == members
        assert home.counted(raid) == []
        assert (await process.stop())[0] == 0
        await loopback.gateway.disconnected()
    an_hour_later(home)
    before = state(home)

    async with home.bot(CAMPAIGN_CONFIG=campaign) as process:
        published = await tallies(loopback, looker, guild, other)
        done = await set_aside(loopback, moderator, looker, here.messages[0])
        assert home.counted(members) == members
        held = home.ask("SELECT count(*) FROM attributions WHERE state = 1")
        assert held == [(BOTH,)], "the other server decides about its own"
        await pressed(loopback, moderator, "amh:moderation:undo:", done)
        assert state(home) == before
        assert await tallies(loopback, looker, guild, other) == published
        home.assert_counters_equal_rows()
        # the raid grows elsewhere, twice: moderators of every server were told what was due since
        for more, step in ((15, 25), (25, 50)):
            await all_sign(home, newcomers(more), other)
            await there.so_many(step)
        assert (await process.stop())[0] == 0
    assert (here.asked("POST"), here.asked("PATCH")) == (1, edits), "told once"
    assert (there.asked("POST"), there.asked("PATCH")) == (1, 2)
    assert here.says(step_of(len(raid)))
    assert_calm(process)
