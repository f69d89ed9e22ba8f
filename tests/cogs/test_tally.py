"""The tally as a card: a sentence with its moment, what changed, and what may be posted of it."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.components import text_of, walk
from tests.simulated import World, ids, press, said


async def test_the_tally_is_a_sentence_with_its_moment(world: World) -> None:
    await world.let_sign(9, world.guild)
    await world.let_sign(5, world.other_guild)
    await world.pass_time()
    shown = await world.bob.slash(world.channel, "tally show")
    assert shown.ephemeral
    assert "14 people have signed." in said(shown)
    assert "14 more than at the end of yesterday" in said(shown)
    assert "In this server: 9 people (as of <t:" in said(shown)
    assert "Next milestone: 25. The goal is 1,000." in said(shown)
    assert "As of <t:" in said(shown)
    hub = await world.bob.slash(world.channel, "campaign")
    assert "**14 people** have signed. Next milestone: 25. As of <t:" in said(hub)


@pytest.mark.parametrize(
    ("held", "told"),
    [(4, "Fewer than 5 more are being checked"), (5, "5 more are being checked")],
)
async def test_five_that_are_checked_are_told_and_four_are_a_few(
    world: World, held: int, told: str
) -> None:
    await world.let_sign(6, world.guild)
    with world.newcomers():
        await world.let_sign(held, world.guild)
    await world.pass_time()
    assert f"\n{told}" in said(await world.alice.slash(world.channel, "tally show"))


async def test_a_signature_appears_with_others_at_the_next_publication(world: World) -> None:
    await world.sign(world.alice)
    await world.let_sign(1, world.guild)
    await world.pass_time()
    for command in ("tally show", "campaign"):
        waits = await world.bob.slash(world.channel, command)
        assert "Every signature counts here. Yours can be one of them." in said(waits), command
    await world.let_sign(1, world.guild)
    at_once = await world.bob.slash(world.channel, "tally show")
    assert "Every signature counts here. Yours can be one of them." in said(at_once)
    assert "As of" not in said(at_once)
    await world.pass_time()
    for command in ("tally show", "campaign"):
        few = await world.bob.slash(world.channel, command)
        assert "**Fewer than 5 people" in said(few), command
        assert "have signed so far" in said(few), command
        assert "As of <t:" in said(few), command


async def test_a_number_that_fell_to_nothing_is_few_and_does_not_tell(world: World) -> None:
    people = await world.let_sign(4, world.guild)
    await world.pass_time()
    for person in people:
        await world.services.pledges.withdraw(user_id=person.id, guild_id=None, everywhere=True)
    await world.pass_time()
    for command in ("tally show", "campaign"):
        few = await world.bob.slash(world.channel, command)
        assert "ewer than 5 people" in said(few), command
        assert "As of <t:" in said(few), command


async def test_growth_out_of_the_few_is_not_told_as_no_change(world: World) -> None:
    await world.let_sign(4, world.guild)
    await world.pass_time()
    await world.pass_time(86_400)
    await world.let_sign(5, world.guild)
    await world.pass_time()
    shown = await world.bob.slash(world.channel, "tally show")
    assert "9 people have signed." in said(shown)
    assert "since the end of yesterday" not in said(shown)
    assert "than at the end of yesterday" not in said(shown)


async def test_a_decrease_has_a_published_reason(world: World) -> None:
    first, second, third, *_ = await world.let_sign(9, world.guild)
    await world.pass_time(86_400)
    same = await world.bob.slash(world.channel, "tally show")
    assert "There is no change to tell since the end of yesterday" in said(same)
    for person in (first, second):
        await world.services.pledges.withdraw(user_id=person.id, guild_id=None, everywhere=True)
    await world.pass_time()
    waits = await world.bob.slash(world.channel, "tally show")
    assert "9 people have signed." in said(waits)
    assert "There is no change to tell since the end of yesterday" in said(waits)
    await world.services.pledges.withdraw(user_id=third.id, guild_id=None, everywhere=True)
    await world.pass_time()
    fewer = await world.bob.slash(world.channel, "tally show")
    assert "6 people have signed." in said(fewer)
    assert "3 fewer than at the end of yesterday (UTC): people may withdraw" in said(fewer)


async def test_from_five_people_on_the_server_is_counted_beside_five_others(world: World) -> None:
    await world.let_sign(5, world.guild)
    await world.let_sign(4, world.other_guild)
    await world.pass_time()
    shown = await world.bob.slash(world.channel, "tally show")
    assert "9 people have signed." in said(shown)
    assert "In this server" not in said(shown), "and it is not said why"
    await world.let_sign(3, world.other_guild)
    await world.pass_time()
    shown = await world.bob.slash(world.channel, "tally show")
    assert "12 people have signed." in said(shown)
    assert "In this server: 5 people (as of <t:" in said(shown)


async def test_sign_is_offered_on_the_tally_to_who_has_not(world: World) -> None:
    await world.sign(world.alice)
    assert "amh:pledge:sign" not in ids(await world.alice.slash(world.channel, "tally show"))
    assert "amh:pledge:sign" in ids(await world.bob.slash(world.channel, "tally show"))


async def test_a_posted_number_can_be_brought_up_to_date_by_anyone(world: World) -> None:
    for command, feature in (("tally show", "tally"), ("campaign", "campaign")):
        shown = await world.organiser.slash(world.channel, command)
        await press(world.organiser, shown, f"amh:{feature}:post")
    await world.let_sign(6, world.guild)
    await world.pass_time()
    for feature, post in zip(("tally", "campaign"), world.channel.history(), strict=True):
        found = [
            part["custom_id"]
            for part in walk([one.to_dict() for one in post.components])
            if str(part.get("custom_id")).startswith(f"amh:{feature}:refresh")
        ]
        await world.bob.click(post, custom_id=found[0])
    for post in world.channel.history():
        words = text_of({"components": [part.to_dict() for part in post.components]})
        assert "6 people" in words
        assert "As of <t:" in words
        assert f"Shared by <@{world.organiser.id}>" in words


async def test_the_tally_is_seen_first_and_then_posted(world: World) -> None:
    shown = await world.organiser.slash(world.channel, "tally show")
    assert world.channel.history() == []
    await press(world.organiser, shown, "amh:tally:post")
    (post,) = world.channel.history()
    payload = {"components": [part.to_dict() for part in post.components]}
    assert f"Shared by <@{world.organiser.id}>" in text_of(payload)


async def test_a_slow_tally_is_still_posted_for_everyone(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = await world.organiser.slash(world.channel, "tally show")
    monkeypatch.setattr("bot.interactions.response.PATIENCE", 0.01)
    snapshot = world.database.tallies.published

    async def slowly(**given: Any) -> Any:
        await asyncio.sleep(0.1)
        return await snapshot(**given)

    monkeypatch.setattr(world.database.tallies, "published", slowly)
    await press(world.organiser, shown, "amh:tally:post")
    (post,) = world.channel.history()
    assert not post.flags.ephemeral
    assert "Where the campaign stands" in text_of(
        {"components": [part.to_dict() for part in post.components]}
    )


async def test_numbers_are_published_after_a_fault_too(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken() -> None:
        raise RuntimeError

    await world.let_sign(8, world.guild)
    with monkeypatch.context() as fault:
        fault.setattr(world.services.tallies, "publish_due", broken)
        await world.pass_time()
    assert "publishing numbers failed; it is tried again" in caplog.messages
    assert (await world.services.tallies.show(guild_id=None)).campaign.counted == 0
    await world.pass_time()
    assert (await world.services.tallies.show(guild_id=None)).campaign.counted == 8
