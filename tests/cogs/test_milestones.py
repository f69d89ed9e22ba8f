"""A milestone is announced in the channel that was chosen for it: once, and without pings."""

from __future__ import annotations

from typing import Any

import pytest

from bot.domain.refusals import StoreUnreadable
from tests.components import text_of
from tests.simulated import World, clock


def posts(channel: Any) -> list[str]:
    return [
        text_of({"components": [part.to_dict() for part in one.components]})
        for one in channel.history()
    ]


async def sign(world: World, number: int, *, elsewhere: int = 0) -> None:
    await world.let_sign(number, world.guild)
    await world.let_sign(elsewhere, world.other_guild)
    await world.pass_time()


async def test_each_is_announced_once_and_none_that_was_there_before(world: World) -> None:
    await sign(world, 12)
    await world.choose(announcements=world.channel.id)
    await world.pass_time()
    assert posts(world.channel) == [], "ten were reached before anybody wanted to hear of it"
    await sign(world, 8, elsewhere=6)
    campaign, server = posts(world.channel)
    assert campaign.startswith("## A milestone: 25\n26 people have signed #AskMoreOfHim.")
    assert "As of <t:" in campaign
    assert server.startswith("## A milestone: 10\n12 people in this server have signed")
    await world.restart()
    await world.pass_time()
    assert len(posts(world.channel)) == 2
    await sign(world, 8)
    assert len(posts(world.channel)) == 3
    assert "A milestone: 25\n28 people in this server have signed" in posts(world.channel)[2]
    assert posts(world.other_channel) == []


SILENT = "silent_channels"


@pytest.mark.parametrize(
    "off",
    [{"milestones": False}, {"features_off": ["tally"]}, {"announcements": None}, {SILENT: True}],
)
async def test_where_it_is_off_nothing_is_announced_then_or_later(
    world: World, off: dict[str, Any]
) -> None:
    await world.choose(announcements=world.channel.id)
    await sign(world, 5)
    chosen: dict[str, Any] = {SILENT: [world.channel.id]} if SILENT in off else off
    await world.choose(**chosen)
    await sign(world, 7)
    on: dict[str, Any] = {
        "announcements": world.channel.id,
        "milestones": True,
        "features_off": None,
        SILENT: None,
    }
    await world.choose(**on)
    await world.pass_time()
    assert posts(world.channel) == []
    await sign(world, 15)
    assert "A milestone: 25" in posts(world.channel)[0]


@pytest.mark.parametrize(
    ("code", "why"),
    [
        (50013, "the bot may not see the channel or not write in it"),
        (200000, "this server’s AutoMod did not let it through"),
        (50035, "Discord refused it"),
    ],
)
async def test_a_channel_that_takes_nothing_is_told_in_the_log_and_not_tried_again(
    world: World, code: int, why: str
) -> None:
    log = world.guild.create_text_channel("moderators")
    await world.choose(announcements=world.channel.id, log_channel=log.id)
    await world.pass_time(600)
    where = f"/channels/{world.channel.id}/messages"
    world.env.inject_error("POST", where, status=403, code=code)
    await sign(world, 10)
    await world.pass_time()
    (line,) = posts(log)
    assert "The milestone 10 could not be announced" in line
    assert why in line
    assert posts(world.channel) == []


async def test_what_discord_does_not_take_now_is_announced_the_next_time(world: World) -> None:
    await world.choose(announcements=world.channel.id)
    await world.pass_time(600)
    where = f"/channels/{world.channel.id}/messages"
    world.env.inject_error("POST", where, status=500, times=5)
    await sign(world, 10)
    (post,) = posts(world.channel)
    assert "A milestone: 10" in post


async def test_what_is_not_reached_any_more_at_the_next_try_is_not_announced(world: World) -> None:
    """It was reached yesterday, when Discord did not take it; since then some withdrew."""
    await world.choose(announcements=world.channel.id)
    await world.pass_time(86_400 - 900)
    world.env.inject_error("POST", f"/channels/{world.channel.id}/messages", status=500, times=5)
    people = await world.let_sign(10, world.guild)
    await world.pass_time(600)
    assert (clock().day, clock().hour) == (1, 23)
    tried = [one for one in world.env.http_requests if one.path.endswith("/messages")]
    assert tried, "Discord did not take it"
    for person in people[:4]:
        await world.services.pledges.withdraw(
            user_id=person.id, guild_id=world.guild.id, everywhere=True
        )
    await world.pass_time()
    assert posts(world.channel) == []


async def test_it_speaks_the_language_of_the_server(world: World) -> None:
    await world.choose(announcements=world.channel.id, locale="de")
    await world.pass_time(600)
    await sign(world, 10)
    assert "Ein Meilenstein: 10" in posts(world.channel)[0]


async def test_a_store_that_is_away_is_told_in_a_line(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def unreadable(**_: object) -> None:
        raise StoreUnreadable

    monkeypatch.setattr(world.database.milestones, "all", unreadable)
    await world.pass_time(600)
    assert "milestones could not be looked at" in caplog.text
