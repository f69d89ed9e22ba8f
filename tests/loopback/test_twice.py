"""A press that comes twice makes one pledge and one answer, whichever way it comes twice."""

from __future__ import annotations

from tests.loopback.exchange import Refused
from tests.loopback.home import CONFIRM, Home, assert_calm
from tests.loopback.server import Discord
from tests.loopback.world import Guild, User


def assert_one_pledge(home: Home, member: User) -> None:
    assert home.ask("SELECT COUNT(*) FROM pledges") == [(1,)]
    assert home.counted([member]) == [member]
    home.assert_counters_equal_rows()


async def test_a_doubled_press_signs_once(
    loopback: Discord, home: Home, guild: Guild, member: User
) -> None:
    async with home.bot() as process:
        card = await home.card(member, guild.channel)
        presses = [await loopback.press(card.button(CONFIRM), member, card) for _ in range(2)]
        for press in presses:
            await press.finished()
        await process.stop()

    assert [home.says_signed(press) for press in presses].count(True) == 1
    assert [home.words("pledge.already") in press.said for press in presses].count(True) == 1
    assert all(press.original is card for press in presses), "there is one card, changed in place"
    assert not any(press.followups or press.refusals for press in presses)
    assert_one_pledge(home, member)
    assert_calm(process)


async def test_the_second_of_two_cards_says_when_it_was_signed(
    loopback: Discord, home: Home, guild: Guild, member: User
) -> None:
    async with home.bot() as process:
        first, second = [await home.card(member, guild.channel) for _ in range(2)]
        signed = await (await loopback.press(first.button(CONFIRM), member, first)).finished()
        again = await (await loopback.press(second.button(CONFIRM), member, second)).finished()
        await process.stop()

    assert home.says_signed(signed)
    assert home.words("pledge.already") in again.text
    assert_one_pledge(home, member)


async def test_an_interaction_delivered_twice_at_once_is_answered_once(
    loopback: Discord, home: Home, guild: Guild, member: User
) -> None:
    async with home.bot() as process:
        press = await home.sign(member, guild.channel)
        await loopback.redeliver(press)
        await press.finished()
        await loopback.wait(lambda: bool(press.refusals))
        await process.stop()

    assert press.refusals == [Refused(400, 40060)]
    assert not press.followups
    assert_one_pledge(home, member)
    assert_calm(process)


async def test_an_interaction_redelivered_by_a_resume_is_answered_once(
    loopback: Discord, home: Home, guild: Guild, member: User
) -> None:
    async with home.bot() as process:
        press = await (await home.sign(member, guild.channel)).finished()
        await loopback.gateway.drop(forget=1)
        await loopback.gateway.connected(resumed=1)
        await loopback.wait(lambda: bool(press.refusals))
        await process.stop()

    assert home.says_signed(press)
    assert press.refusals == [Refused(400, 40060)]
    assert not press.followups
    assert_one_pledge(home, member)
    assert_calm(process)


async def test_a_press_during_a_broken_connection_counts_after_the_resume(
    loopback: Discord, home: Home, guild: Guild, member: User
) -> None:
    async with home.bot() as process:
        card = await home.card(member, guild.channel)
        await loopback.gateway.drop()
        press = await loopback.press(card.button(CONFIRM), member, card)
        await loopback.gateway.connected(resumed=1)
        await press.finished()
        await process.stop()

    assert home.says_signed(press)
    assert_one_pledge(home, member)
    assert_calm(process)
