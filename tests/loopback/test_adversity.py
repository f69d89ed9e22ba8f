"""What goes wrong around the bot is answered honestly, in time, and does not end it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

import pytest

from bot.exits import Exit
from tests.loopback.exchange import ANSWER_WITHIN, Answer
from tests.loopback.home import CONFIRM, Home, assert_calm
from tests.loopback.server import Discord
from tests.loopback.world import Guild, User


async def test_a_stalled_database_is_said_in_time_and_nothing_is_recorded(
    loopback: Discord, home: Home, guild: Guild, member: User
) -> None:
    async with home.bot() as process:
        card = await home.card(member, guild.channel)
        with closing(sqlite3.connect(home.database, isolation_level=None)) as another:
            another.execute("BEGIN EXCLUSIVE")
            press = await (await loopback.press(card.button(CONFIRM), member, card)).answered()
            await press.finished()
            another.execute("ROLLBACK")
        after = await (await loopback.press(card.button(CONFIRM), member, card)).finished()
        await process.stop()

    assert press.answer is Answer.SILENT, "deferred: the private card stays as it is meanwhile"
    assert press.latency is not None
    assert press.latency < ANSWER_WITHIN
    assert home.words("errors.nothing_recorded") in press.said
    assert press.private
    assert home.says_signed(after), "it works again without a restart"
    assert home.ask("SELECT COUNT(*) FROM pledges") == [(1,)]
    home.assert_counters_equal_rows()
    assert "Traceback" not in process.log


UNKNOWN = ("amh:pledge:dance", "amh:letter:read:1", "amh:pledge:confirm", "amh", "other", "💚")


async def test_what_another_release_posted_gets_an_honest_private_answer(
    loopback: Discord, home: Home, guild: Guild, member: User
) -> None:
    field = {"type": 4, "id": 2, "custom_id": "why", "value": "because"}
    form: dict[str, Any] = {
        "custom_id": "amh:old:form",
        "components": [{"type": 18, "id": 1, "component": field}],
    }
    async with home.bot() as process:
        used = [await loopback.submit_raw(form, member, guild.channel)]
        for custom_id in UNKNOWN:
            message = loopback.old_button(guild.channel, custom_id)
            used.append(await loopback.press(custom_id, member, message))
        for exchange in used:
            await exchange.answered()
        await process.stop()

    for exchange in used:
        assert home.words("errors.outdated_control") in exchange.text, exchange.interaction
        assert exchange.private
        assert not exchange.refusals
    assert_calm(process)


async def test_malformed_events_do_not_end_the_bot(
    loopback: Discord, home: Home, guild: Guild, member: User
) -> None:
    async with home.bot() as process:
        good = await (await home.sign(member, guild.channel)).finished()
        for field in ("id", "type", "token", "version", "application_id", "attachment_size_limit"):
            await loopback.malformed(good, field)
        for field in ("data", "member", "channel", "message", "locale"):
            await loopback.malformed(good, field)
        await loopback.malformed(good, "data", "member")
        await loopback.gateway.dispatch("INTERACTION_CREATE", {})
        await loopback.gateway.dispatch("INTERACTION_CREATE", None)
        await loopback.gateway.dispatch("GUILD_CREATE", {"id": "not a number"})
        await loopback.gateway.dispatch("SOMETHING_NEW", {"id": 1})
        looked = await (await loopback.slash("pledge mine", member, guild.channel)).answered()
        code, _ = await process.stop()

    assert code == 0
    assert looked.answer is Answer.MESSAGE
    assert loopback.gateway.sessions == 1
    assert loopback.gateway.resumed == 0
    assert home.ask("SELECT COUNT(*) FROM pledges") == [(1,)]


async def test_a_lost_answer_is_no_second_answer(
    loopback: Discord, home: Home, guild: Guild, member: User
) -> None:
    async with home.bot() as process:
        card = await home.card(member, guild.channel)
        path = "/interactions/*/callback"
        loopback.refuse("POST", path, 404, 10062, "Unknown interaction")
        press = await loopback.press(card.button(CONFIRM), member, card)
        await loopback.wait(lambda: not loopback.state.injected)
        again = await (await loopback.press(card.button(CONFIRM), member, card)).finished()
        await process.stop()

    assert press.answer is None
    assert not press.followups
    assert home.words("pledge.already") in again.said, "it was stored, and the next press says so"
    assert_calm(process)


@pytest.mark.parametrize("token", ["wrong", "MTIz.GabcdE." + "x" * 38])
async def test_a_token_that_discord_refuses_is_one_sentence_and_its_own_code(
    loopback: Discord, home: Home, token: str
) -> None:
    async with home.process("run", DISCORD_TOKEN=token) as process:
        code = await process.ended()

    assert code == Exit.TOKEN, process.log
    assert "DISCORD_TOKEN" in process.log
    assert token not in process.log
    assert "Traceback" not in process.log
    assert loopback.gateway.sessions == 0
