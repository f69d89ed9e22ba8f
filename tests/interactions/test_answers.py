"""Whatever goes wrong, one honest private answer: unknown ids, errors, lost connections."""

from __future__ import annotations

import logging

import discord
import pytest

from bot.interactions.cards import Card, panel, text
from bot.interactions.response import Response
from tests.simulated import World, message_of, press, said


@pytest.mark.parametrize(
    "custom_id",
    [
        "amh:pledge:gone",
        "amh:gone:sign",
        "amh:",
        "amh",
        "other-bot:thing",
        "amh:pledge:wall",
        "amh:pledge:wall:many",
        "amh:pledge:wall:-1",
        "amh:pledge:leave:nowhere",
        "amh:pledge:confirm:2018-1",
    ],
)
async def test_an_unknown_or_outdated_button_is_answered_honestly(
    world: World, custom_id: str
) -> None:
    message = await world.post_control(world.channel, custom_id)
    answer = await world.alice.click(message, custom_id=custom_id)
    assert message_of(answer).ephemeral
    assert "earlier version of the bot" in said(answer)


async def test_a_forged_confirmation_signs_nothing(world: World) -> None:
    message = await world.post_control(world.channel, "amh:pledge:confirm:2018-1:en:000000000000")
    await world.alice.click(message, label="Old")
    assert (await world.counts()).counted == 0


async def test_an_unexpected_error_has_a_reference_in_the_answer_and_in_the_log(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def breaks(**_: object) -> None:
        raise ZeroDivisionError

    hub = await world.alice.slash(world.channel, "campaign")
    monkeypatch.setattr(world.database.pledges, "standing", breaks)
    with caplog.at_level(logging.DEBUG):
        answer = await press(world.alice, hub, "amh:pledge:mine")
    reference = said(answer).rsplit("reference ", 1)[1].split(".")[0]
    (record,) = [one for one in caplog.records if one.name == "bot.interactions.errors"]
    assert vars(record)["reference"] == reference
    for person in (world.alice.id, world.guild.id, world.channel.id):
        assert str(person) not in caplog.text


async def test_an_interaction_answered_elsewhere_is_not_answered_twice(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.expected += (discord.HTTPException,)
    world.env.inject_error("POST", "/interactions/*/callback", status=400, code=40060)
    await world.alice.slash(world.channel, "help")
    assert [one for one in caplog.records if one.levelno >= logging.WARNING] == []


async def test_an_answer_that_discord_loses_is_logged_without_names(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.expected += (discord.HTTPException,)
    world.env.inject_error("POST", "/interactions/*/callback", status=500, times=None)
    await world.alice.slash(world.channel, "help")
    assert "could not be delivered" in caplog.text
    assert str(world.alice.id) not in caplog.text


async def test_a_malformed_event_does_not_end_the_bot(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.env.backend.emit("INTERACTION_CREATE", {"id": "1"})
    await world.env.settle()
    assert "a malformed event was dropped" in caplog.text
    assert said(await world.alice.slash(world.channel, "help"))


async def test_while_stopping_nothing_is_taken_and_that_is_said(world: World) -> None:
    hub = await world.alice.slash(world.channel, "campaign")
    world.bot.router.closing = True
    answer = await press(world.alice, hub, "amh:pledge:sign")
    assert "Nothing was recorded" in said(answer)
    answer = await world.alice.slash(world.channel, "pledge sign")
    assert "Nothing was recorded" in said(answer)
    world.bot.router.closing = False


async def test_a_handler_that_raises_is_reported_not_swallowed(world: World) -> None:
    async def breaks(given: Response) -> None:
        raise RuntimeError(given.locale)

    world.bot.router.add("help", {"break": breaks})
    message = await world.post_control(world.channel, "amh:help:break")
    answer = await world.alice.click(message, label="Old")
    assert "Something went wrong on our side" in said(answer)
    assert message_of(answer).ephemeral


async def test_only_a_refresh_may_change_the_card_it_stands_on(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """Deferred, another press would have said "thinking" in a message of its own."""

    async def edits(given: Response) -> None:
        await given.edit(Card(panel(text("changed"))))

    world.bot.router.add("help", {"changes": edits, "refresh": edits})
    for action, changed in (("changes", False), ("refresh", True)):
        message = await world.post_control(world.channel, f"amh:help:{action}")
        answer = await world.alice.click(message, label="Old")
        assert ("changed" in said(answer)) == changed
        assert message_of(answer).ephemeral != changed
    (fault,) = [one for one in caplog.records if one.name == "bot.interactions.errors"]
    assert fault.exc_info is not None
    assert isinstance(fault.exc_info[1], ValueError)


async def test_counters_that_differ_raise_an_alarm_and_nothing_is_mended(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def differ(**_: object) -> list[str]:
        return ["the campaign counts 2, its rows are 1"]

    monkeypatch.setattr(world.database.reconciliation, "differences", differ)
    await world.env.advance_time(6 * 3600)
    monkeypatch.undo()
    (alarm,) = [one for one in caplog.records if one.name == "bot.interactions.loops.numbers"]
    assert vars(alarm)["difference"] == "the campaign counts 2, its rows are 1"


async def test_an_answer_that_came_too_late_is_logged_without_names(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.expected += (discord.HTTPException,)
    world.env.inject_error("POST", "/interactions/*/callback", status=404, code=10062)
    await world.alice.slash(world.channel, "help")
    assert "an answer came too late" in caplog.text
    assert str(world.alice.id) not in caplog.text


async def test_that_a_look_up_came_too_late_is_not_logged(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.expected += (discord.HTTPException,)
    world.env.inject_error("POST", "/interactions/*/callback", status=404, code=10062)
    with caplog.at_level(logging.DEBUG):
        await world.alice.slash(world.channel, "resources")
    assert [one for one in caplog.records if one.name.startswith(("bot", "cogs"))] == []
