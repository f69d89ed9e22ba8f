"""Whoever was told "signed" is signed, however the process ends in the middle of a burst."""

from __future__ import annotations

import asyncio
import random

import pytest

from tests.loopback.exchange import Exchange
from tests.loopback.home import CONFIRM, Home, assert_calm
from tests.loopback.server import Discord
from tests.loopback.world import Guild, User

PEOPLE = 60
ROUNDS, ROUNDS_LONG = 3, 30
WITHIN = 8.0
"""Seconds a stop may take: most hosts kill after ten."""


async def begin_burst(home: Home, guild: Guild) -> list[Exchange]:
    """Let new people press *I pledge* on cards of their own, all at once."""
    people = [User(f"person{number}") for number in range(PEOPLE)]
    for person in people:
        guild.join(person)
    cards = [  # a few at a time: the burst is of presses, and Discord waits three seconds only
        card
        for start in range(0, PEOPLE, 10)
        for card in await asyncio.gather(
            *(home.card(person, guild.channel) for person in people[start : start + 10])
        )
    ]
    return [
        await home.discord.press(card.button(CONFIRM), person, card)
        for card, person in zip(cards, people, strict=True)
    ]


def answered(presses: list[Exchange]) -> list[Exchange]:
    return [press for press in presses if press.answer is not None]


@pytest.mark.long
async def test_no_acknowledged_pledge_is_lost_when_the_process_is_killed(
    loopback: Discord, home: Home, long: bool
) -> None:
    chance = random.Random(20180302)  # noqa: S311 - for moments, not for secrets
    guild = loopback.guild("Somewhere")
    signed: list[User] = []
    for _ in range(ROUNDS_LONG if long else ROUNDS):
        async with home.bot() as process:
            presses = await begin_burst(home, guild)
            enough = chance.randrange(PEOPLE)
            await loopback.wait(lambda: len(answered(presses)) >= enough)  # noqa: B023
            process.kill()
            await process.ended()
            await loopback.gateway.disconnected()
        signed += [press.user for press in presses if home.says_signed(press)]

    async with home.bot(CAMPAIGN_CONFIG=home.live_campaign()) as process:
        assert home.counted(signed) == signed, "acknowledged, and not in the file"
        home.assert_counters_equal_rows()
        looker = User("looker")
        guild.join(looker)
        tally = await (await loopback.slash("tally show", looker, guild.channel)).finished()
        await process.stop()

    number = home.ask("SELECT COUNT(*) FROM pledges")[0][0]
    assert f"**{number:,}" in tally.text or f"{number:,} people" in tally.text
    assert signed, "no round was killed after its first answer"


async def test_a_stop_in_a_burst_keeps_what_it_acknowledged_and_is_in_time(
    loopback: Discord, home: Home
) -> None:
    guild = loopback.guild("Somewhere")
    async with home.bot() as process:
        presses = await begin_burst(home, guild)
        await loopback.wait(lambda: len(answered(presses)) >= PEOPLE // 10)
        code, seconds = await process.stop()

    assert code == 0, process.log
    assert seconds < WITHIN
    signed = [press.user for press in presses if home.says_signed(press)]
    assert home.counted(signed) == signed
    for press in (press for press in presses if press.said):
        honest = home.says_signed(press) or home.words("errors.nothing_recorded") in press.said
        assert honest, press.said
    home.assert_counters_equal_rows()
    assert_calm(process)


async def test_a_button_posted_before_a_restart_works_after_it(
    loopback: Discord, home: Home
) -> None:
    member = User("ada")
    guild = loopback.guild("Somewhere", member)
    async with home.bot() as process:
        card = await home.card(member, guild.channel)
        assert (await process.stop())[0] == 0
        await loopback.gateway.disconnected()
    async with home.bot():
        press = await (await loopback.press(card.button(CONFIRM), member, card)).finished()

    assert home.says_signed(press)
    assert home.counted([member]) == [member]
