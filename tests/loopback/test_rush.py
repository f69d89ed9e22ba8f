"""More people press than can be answered: nobody is told "signed" in vain, and nothing is lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from bot.config import Configuration
from bot.db import Database
from bot.interactions.connection.admission import Admission, Rushes, Slots
from bot.messages import Messages
from bot.outreach import OutreachBot
from bot.services import Services
from tests.loopback.conftest import Online
from tests.loopback.exchange import Exchange
from tests.loopback.home import CONFIRM
from tests.loopback.messages import Message
from tests.loopback.server import Discord
from tests.loopback.world import Guild, User
from tests.simulated import configuration, database, services

__all__ = ["configuration", "database", "services"]

AT_ONCE = 3
BUSY = "Many people are using the bot at once. Nothing was recorded"


@pytest.fixture
async def store_works(database: Database, monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """While this is not set, nobody's signature is taken."""
    works, sign = asyncio.Event(), database.pledges.sign

    async def slowly(work: Any) -> Any:
        await works.wait()
        return await sign(work)

    monkeypatch.setattr(database.pledges, "sign", slowly)
    return works


@pytest.fixture
async def bot(
    services: Services, configuration: Configuration, online: Online
) -> AsyncIterator[OutreachBot]:
    """Let the real bot serve a few at once, in this process and over real sockets."""
    bot = OutreachBot(services, Messages(configuration.messages), admission=Admission(AT_ONCE))
    async with online(bot):
        await bot.wait_until_ready()
        yield bot


def full(places: Slots, key: int) -> bool:
    """Let nobody in."""
    del places, key
    return False


async def press(loopback: Discord, guild: Guild, card: Message) -> list[Exchange]:
    """Let people press *I pledge*, each on a card of their own, one after another."""
    people = [User(f"person{number}") for number in range(AT_ONCE)]
    for one in people:
        guild.join(one)
    return [await loopback.press(card.button(CONFIRM), one, replace(card)) for one in people]


async def test_who_is_turned_away_is_told_so_has_stored_nothing_and_comes_again(
    loopback: Discord,
    guild: Guild,
    member: User,
    store_works: asyncio.Event,
    bot: OutreachBot,
    caplog: pytest.LogCaptureFixture,
) -> None:
    shown = await (await loopback.slash("pledge sign", member, guild.channel)).answered()
    assert shown.original is not None
    card, custom_id = shown.original, shown.original.button(CONFIRM)
    others = await press(loopback, guild, card)
    refused = await (await loopback.press(custom_id, member, card)).answered()
    command = await (await loopback.slash("tally show", member, guild.channel)).answered()
    assert refused.said.startswith(BUSY)
    assert command.said.startswith(BUSY)
    assert refused.private
    assert command.private
    assert bot.admission.rushes().now
    in_need = await (await loopback.slash("resources", member, guild.channel)).answered()
    assert BUSY not in in_need.said, "help has places of its own"

    store_works.set()
    for one in others:
        assert "You have signed" in (await one.finished()).said
    assert (await bot.services.pledges.standing(user_id=member.id, guild_id=guild.id)).here is None
    again = await (await loopback.press(custom_id, member, card)).finished()
    assert "You have signed" in again.said
    assert caplog.text.count("more people press than can be answered") == 1


async def test_what_comes_past_that_is_not_even_read(
    loopback: Discord, guild: Guild, member: User, store_works: asyncio.Event, bot: OutreachBot
) -> None:
    shown = await (await loopback.slash("pledge sign", member, guild.channel)).answered()
    assert shown.original is not None
    card = shown.original
    others = await press(loopback, guild, card)
    await asyncio.gather(*(loopback.slash("help", member, guild.channel) for _ in range(20)))
    store_works.set()
    for one in others:
        await one.finished()
    await (await loopback.slash("help", member, guild.channel)).answered()
    bot.admission.close()
    rushes = bot.admission.rushes()
    assert rushes.turned_away + rushes.unanswered == 20
    assert rushes.unanswered > 0


@pytest.mark.usefixtures("store_works")
async def test_a_rush_for_help_leaves_no_trace_and_names_the_emergency_number(
    loopback: Discord,
    guild: Guild,
    member: User,
    bot: OutreachBot,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(Slots, "enter", full)
    in_need = await (await loopback.slash("resources", member, guild.channel)).answered()
    assert "Please try /resources again" in in_need.said
    assert "112" in in_need.said
    assert (bot.admission.rushes(), caplog.text) == (Rushes(), "")
