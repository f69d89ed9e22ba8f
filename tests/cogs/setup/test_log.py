"""The log of a server: who changed what, undone while it still holds, by whoever may."""

from __future__ import annotations

import discord
from simcord.results import InteractionResult

from bot.domain.settings.log import PANEL
from tests.cogs.setup.test_panel import place
from tests.cogs.setup.using import choose, chosen, numbers, opened, put
from tests.simulated import World, ids, press, said


async def test_what_another_did_meanwhile_is_told_and_lost_only_to_who_saw_it(
    world: World,
) -> None:
    second = world.guild.add_member(world.env.create_user("mo"), roles=[world.organisers])
    mine = await opened(world, "letter")
    theirs = await second.slash(world.channel, "setup")
    theirs = await press(second, theirs, "amh:setup:home")
    theirs = await choose(second, theirs, "amh:setup:open", "letter")
    await put(world, mine, "channel_rest", "60")
    answer = await choose(second, theirs, "amh:setup:put:channel_rest:", "300")
    assert "“Rest of a channel” was changed meanwhile" in said(answer)
    assert "**Rest of a channel:** 1 minute" in said(answer)
    assert await chosen(world) == {"channel_rest": 60}
    answer = await choose(second, answer, "amh:setup:put:channel_rest:", "300")
    assert "Rest of a channel: 1 minute → 5 minutes" in said(answer)
    default = await press(world.organiser, await opened(world, "letter"), "amh:setup:reset")
    assert "5 minutes → 30 seconds (default)" in said(default)
    late = await press(second, answer, "amh:setup:reset:channel_rest")
    assert "It is so already" in said(late), "two who do the same lose nothing"
    back = await press(world.organiser, default, "amh:setup:undo")
    assert "30 seconds (default) → 5 minutes" in said(back)
    again = await choose(second, theirs, "amh:setup:put:channel_rest:", "300")
    assert "It is so already" in said(again)
    assert await numbers(world) == [(number, "channel_rest") for number in (1, 2, 3, 4)]
    assert await chosen(world) == {"channel_rest": 300}


async def test_a_page_of_the_log_shows_who_did_what_and_undoes_what_still_holds(
    world: World,
) -> None:
    assert "Nothing has been changed yet" in said(await opened(world, "log"))
    for rest in (60, 300):
        await world.choose(channel_rest=rest)
    await world.choose(members_may_post=True, signing_paused=True, sharing="nobody", locale="de")
    shown = await opened(world, "log")
    assert f"<@{world.organiser.id}>" in said(shown)
    assert "Page 1 of 2" in said(shown)
    assert undos(shown) == ["6", "5", "4", "3", "2"]
    older = await press(world.organiser, shown, "amh:setup:log:1")
    assert "10 seconds" not in said(older)
    assert "30 seconds (default) → 1 minute" in said(older)
    assert undos(older) == [], "it was changed again since"
    shown = await press(world.organiser, older, "amh:setup:log:0")
    shown = await press(world.organiser, shown, "amh:setup:undo:2")
    assert "Undone. Rest of a channel: 5 minutes → 1 minute" in said(shown)
    assert (await chosen(world))["channel_rest"] == 60
    old = await world.post_control(world.channel, "amh:setup:undo:1:l0")
    refused = await world.organiser.click(old, label="Old")
    assert "Undone." in said(refused), "the first change holds again, so it can be undone"
    again = await world.organiser.click(old, label="Old")
    assert "It is so already" in said(again)
    await world.choose(channel_rest=900)
    refused = await world.organiser.click(old, label="Old")
    assert "changed again since" in said(refused)
    assert (await chosen(world))["channel_rest"] == 900


async def test_who_was_erased_is_a_former_moderator_in_the_log(world: World) -> None:
    await world.choose(channel_rest=60)
    await world.services.privacy.erase(user_id=world.organiser.id)
    shown = await opened(world, "log")
    assert "A former moderator" in said(shown)
    assert str(world.organiser.id) not in said(shown)


def undos(result: InteractionResult) -> list[str]:
    """Return the numbers of the changes that the log offers to undo."""
    return [one.split(":")[3] for one in ids(result) if one.startswith("amh:setup:undo:")]


async def test_a_panel_that_is_posted_and_one_that_is_gone_stand_in_the_log(world: World) -> None:
    await place(world)
    await place(world)  # it says where the first is, and posts none
    tidies = world.guild.create_role("Tidy", permissions=discord.Permissions(manage_messages=True))
    moderator = world.guild.add_member(world.env.create_user("mo"), roles=[tidies])
    assert await numbers(world) == [(1, PANEL)]
    await moderator.delete(world.channel.history()[0])
    await opened(world, "check")
    await opened(world, "check")
    assert await numbers(world) == [(1, PANEL), (2, PANEL)]
    shown = await opened(world, "log")
    channel = f"<#{world.channel.id}>"
    assert f"A panel was posted in {channel}.\n-# <@{world.organiser.id}>, in the hour" in said(
        shown
    )
    assert f"The panel in {channel} is not there any more" in said(shown)
    assert "Noticed by the bot in the hour" in said(shown)
    assert not [one for one in ids(shown) if one.startswith("amh:setup:undo")]
    forged = await world.post_control(world.channel, "amh:setup:undo:1:g")
    assert "among what can be chosen" in said(await world.organiser.click(forged, label="Old"))
    await world.services.privacy.erase(user_id=world.organiser.id)
    assert "A former moderator" in said(await opened(world, "log"))
