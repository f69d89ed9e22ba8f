"""A panel stands in a channel, works for ever, changes with the settings, and is there once."""

from __future__ import annotations

from typing import Any

import discord
import pytest
from simcord.results import InteractionResult

from tests.cogs.dates import with_dates
from tests.cogs.setup.using import choose, opened
from tests.components import walk, words_of
from tests.simulated import World, ids, message_of, press, said

SIGN, READ, HELP = "amh:pledge:sign", "amh:letter:open", "amh:resources:open"


def parts_of(message: Any) -> list[dict[str, Any]]:
    return [part.to_dict() for part in message.components]


def controls(message: Any) -> set[str]:
    return {one["custom_id"] for one in walk(parts_of(message)) if one.get("custom_id")}


def edits(world: World) -> int:
    sent: list[Any] = list(world.env.http_requests)
    return sum(one.method == "PATCH" and "/webhooks/" not in one.path for one in sent)


async def place(world: World, channel: Any = None) -> InteractionResult:
    """Choose a channel on the page and post a panel there."""
    page = await opened(world, "panel")
    asked = await choose(world.organiser, page, "amh:setup:panel", channel or world.channel)
    return await press(world.organiser, asked, "amh:setup:panel_post")


async def test_it_is_seen_first_and_then_stands_in_the_chosen_channel(world: World) -> None:
    hall = world.guild.create_text_channel("hall")
    page = await opened(world, "panel")
    assert {SIGN, READ, HELP} <= set(ids(page)), "what it looks like"
    preview = [one for one in walk(message_of(page).components) if one.get("custom_id") == SIGN]
    assert [one["disabled"] for one in preview] == [True]
    asked = await choose(world.organiser, page, "amh:setup:panel", hall)
    assert f"what everyone in <#{hall.id}> will see" in said(asked)
    assert hall.history() == []
    made = await press(world.organiser, asked, "amh:setup:panel_post")
    (panel,) = hall.history()
    link = f"https://discord.com/channels/{world.guild.id}/{hall.id}/{panel.id}"
    assert f"The panel stands in <#{hall.id}> now: {link}" in said(made)
    assert "#AskMoreOfHim" in words_of(panel)
    assert controls(panel) == {SIGN, READ, HELP}
    (sent,) = [
        one
        for one in world.env.http_requests
        if one.method == "POST" and one.path.endswith(f"/channels/{hall.id}/messages")
    ]
    assert (sent.json or {})["enforce_nonce"] is True


async def test_it_works_after_a_restart_and_answers_privately(world: World) -> None:
    await place(world)
    await world.restart()
    (panel,) = world.channel.history()
    for custom_id, words in ((SIGN, "pledge"), (READ, "letter"), (HELP, "help")):
        answer = await world.alice.click(panel, custom_id=custom_id)
        assert message_of(answer).ephemeral
        assert words in said(answer).lower()
    assert words_of(world.channel.history()[0]) == words_of(panel)


async def test_a_second_one_is_not_posted_and_says_where_the_first_is(world: World) -> None:
    await place(world)
    again = await place(world)
    (panel,) = world.channel.history()
    assert "has a panel already" in said(again)
    assert said(again).count(f"/{world.channel.id}/{panel.id}") == 1


async def test_it_changes_in_place_with_what_it_shows_and_only_then(world: World) -> None:
    await place(world)
    await press(world.organiser, await opened(world, "who"), "amh:setup:put:members_may_post")
    assert edits(world) == 0
    pledge = await opened(world, "pledge")
    paused = await press(world.organiser, pledge, "amh:setup:put:signing_paused")
    (panel,) = world.channel.history()
    assert controls(panel) == {READ, HELP}
    await press(world.organiser, paused, "amh:setup:undo")
    language = await opened(world, "language")
    await choose(world.organiser, language, "amh:setup:put:locale:", "de")
    (panel,) = world.channel.history()
    assert controls(panel) == {SIGN, READ, HELP}
    assert "siehst nur du" in words_of(panel)
    assert edits(world) == 3


async def test_a_pause_by_who_moderates_signatures_shows_on_it_too(world: World) -> None:
    await place(world)
    card = await world.organiser.slash(world.channel, "moderation")
    await press(world.organiser, card, "amh:moderation:pause")
    (panel,) = world.channel.history()
    assert controls(panel) == {READ, HELP}


async def test_it_tells_of_the_campaign_in_the_language_that_was_chosen(world: World) -> None:
    await world.choose(locale="de")
    await place(world)
    (panel,) = world.channel.history()
    about = world.configuration.campaign.about
    assert about.best("de")[1].strip() in words_of(panel)
    assert about.best("en")[1].strip() not in words_of(panel)


async def test_what_another_process_changed_shows_within_the_hour(world: World) -> None:
    await place(world)
    world.services.servers.listen(lambda _: None)
    await world.choose(features_off=["letter", "pledge"])
    await world.pass_time(2 * 3_600)
    (panel,) = world.channel.history()
    assert controls(panel) == {HELP}
    assert edits(world) == 1


async def test_one_that_somebody_deleted_stays_deleted_until_it_is_posted_again(
    world: World,
) -> None:
    await place(world)
    tidies = world.guild.create_role("Tidy", permissions=discord.Permissions(manage_messages=True))
    moderator = world.guild.add_member(world.env.create_user("mo"), roles=[tidies])
    await moderator.delete(world.channel.history()[0])
    await press(world.organiser, await opened(world, "pledge"), "amh:setup:put:signing_paused")
    assert await world.services.panels.of_server(guild_id=world.guild.id) == ()
    assert world.channel.history() == []
    assert "The panel stands in" in said(await place(world))
    await moderator.delete(world.channel.history()[0])
    assert "The panel stands in" in said(await place(world)), "deleted a moment ago"
    assert len(world.channel.history()) == 1


@pytest.mark.parametrize(
    ("status", "code", "words", "kept"),
    [
        (403, 50001, "The bot may not see", False),
        (403, 50013, "The bot may not see", False),
        (404, 10003, "That channel is not there any more", False),
        (400, 50035, "Discord refused the panel", False),
        (400, 200000, "AutoMod does not let the panel through", False),
        (500, 0, "Discord did not answer", True),
    ],
)
async def test_what_discord_refuses_is_said_and_nothing_is_kept_of_it(
    world: World, status: int, code: int, words: str, kept: bool
) -> None:
    path = "/channels/*/messages"
    world.env.inject_error("POST", path, status=status, code=code)
    assert words in said(await place(world))
    assert world.channel.history() == []
    assert await world.services.panels.of_server(guild_id=world.guild.id) == ()
    begun = await world.services.panels.begin(
        guild_id=world.guild.id, channel_id=world.channel.id, nonce=7
    )
    assert (begun.shows != "7") is kept


async def test_one_that_discord_lets_nobody_change_is_tried_once(world: World) -> None:
    await place(world)
    world.env.inject_error("PATCH", "/channels/*/messages/*", status=403, code=50001)
    await press(world.organiser, await opened(world, "pledge"), "amh:setup:put:signing_paused")
    await world.pass_time(3 * 3_600)
    assert edits(world) == 1
    assert len(await world.services.panels.of_server(guild_id=world.guild.id)) == 1
    await opened(world, "check")
    (panel,) = world.channel.history()
    assert controls(panel) == {READ, HELP}, "who mended the right and looks sees it tried again"


async def test_none_is_posted_nor_changed_where_the_bot_is_silent(world: World) -> None:
    await world.choose(silent_channels=[world.channel.id])
    assert "the bot posts nothing" in said(await place(world))
    assert world.channel.history() == []
    await world.choose(silent_channels=None)
    await place(world)
    await world.choose(silent_channels=[world.channel.id], signing_paused=True)
    await world.pass_time(3_600)
    assert edits(world) == 0


async def test_a_channel_that_one_may_not_write_in_oneself_gets_none(world: World) -> None:
    staff = world.guild.create_text_channel(
        "staff", overwrites={world.organisers: discord.PermissionOverwrite(send_messages=False)}
    )
    voice = world.guild.create_voice_channel("voice")
    for channel, words in (
        (staff.id, "You cannot do that here"),
        (voice.id, "among what can be chosen"),
        (world.other_channel.id, "among what can be chosen"),
        ("x", "among what can be chosen"),
    ):
        forged = await world.post_control(world.channel, f"amh:setup:panel_post:{channel}")
        assert words in said(await world.organiser.click(forged, label="Old"))
    assert staff.history() == []


async def test_after_the_last_day_it_says_so_and_offers_no_signing(world: World) -> None:
    await place(world)
    await with_dates(world, {"closes": "2019-01-01"})
    await world.pass_time(2 * 3_600)
    (panel,) = world.channel.history()
    assert controls(panel) == {READ, HELP}
    assert "This campaign closed on 1 January 2019." in words_of(panel)
