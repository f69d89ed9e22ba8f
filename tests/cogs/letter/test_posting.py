"""What is posted of the letter: seen first, where the server allows, with a rest between."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import discord
import pytest
from simcord.results import InteractionResult

from bot.domain.refusals import OrganisersOnly
from tests.cogs.letter.quoting import MENU, choose, passage, posts, remark
from tests.components import walk, words_of
from tests.simulated import World, ids, message_of, press, said


async def test_a_passage_is_seen_first_and_then_posted_with_the_sharers_name(
    allowed: World,
) -> None:
    shown = await allowed.alice.slash(allowed.channel, "letter quote")
    assert posts(allowed.channel) == []
    await press(allowed.alice, shown, "amh:letter:post")
    (post,) = posts(allowed.channel)
    assert f"Shared by <@{allowed.alice.id}>" in post
    assert any(one.text in said(shown) and one.text in post for one in passages(allowed))


def passages(world: World) -> Any:
    return world.configuration.letter.passages


async def test_members_may_not_post_unless_the_server_allows_and_organisers_may(
    world: World,
) -> None:
    shown = await world.alice.slash(world.channel, "letter quote")
    assert not [one for one in ids(shown) if one.startswith("amh:letter:post")]
    shown = await world.organiser.slash(world.channel, "letter quote")
    await press(world.organiser, shown, "amh:letter:post")
    assert len(posts(world.channel)) == 1


async def test_the_right_to_post_is_looked_up_at_the_press(allowed: World) -> None:
    shown = await allowed.alice.slash(allowed.channel, "letter quote")
    await allowed.choose(members_may_post=None)
    answer = await press(allowed.alice, shown, "amh:letter:post")
    assert "You cannot do that here" in said(answer)
    assert posts(allowed.channel) == []
    # A refused post leaves no rest behind.
    shown = await allowed.organiser.slash(allowed.channel, "letter quote")
    await press(allowed.organiser, shown, "amh:letter:post")
    assert len(posts(allowed.channel)) == 1


async def test_a_channel_rests_after_a_quotation_and_other_channels_do_not(
    allowed: World,
) -> None:
    other = allowed.guild.create_text_channel("other")
    shown = await allowed.alice.slash(allowed.channel, "letter quote")
    await press(allowed.alice, shown, "amh:letter:post")
    for actor in (allowed.alice, allowed.bob, allowed.organiser):
        again = await actor.slash(allowed.channel, "letter quote")
        refused = await press(actor, again, "amh:letter:post")
        assert "a moment ago" in said(refused)
        assert refused.ephemeral
    elsewhere = await allowed.bob.slash(other, "letter quote")
    await press(allowed.bob, elsewhere, "amh:letter:post")
    assert (len(posts(allowed.channel)), len(posts(other))) == (1, 1)
    await allowed.env.advance_time(31)
    again = await allowed.bob.slash(allowed.channel, "letter quote")
    await press(allowed.bob, again, "amh:letter:post")
    assert len(posts(allowed.channel)) == 2


async def test_posts_are_in_the_servers_language(allowed: World) -> None:
    allowed.server_locale = "fr"
    translation = allowed.configuration.letter.passage("make-it-clear").translation("fr")
    assert translation is not None
    shown = await allowed.alice.slash(allowed.channel, "letter verify", text=translation.text)
    await press(allowed.alice, shown, "amh:letter:verdict")
    (post,) = posts(allowed.channel)
    assert translation.text in post
    assert "franceinfo, HuffPost (France)" in post
    assert "Traduction" in post
    assert allowed.configuration.letter.passage("make-it-clear").text in post


async def test_the_buttons_of_a_post_work_for_everyone_also_after_a_restart(
    allowed: World,
) -> None:
    shown = await allowed.alice.slash(allowed.channel, "letter quote")
    await press(allowed.alice, shown, "amh:letter:post")
    await allowed.restart()
    (post,) = allowed.channel.history()
    (read,) = [one for one in buttons(post) if one.startswith("amh:letter:read")]
    answer = await allowed.bob.click(post, custom_id=read)
    assert answer.ephemeral
    assert "Passage" in said(answer)
    answer = await allowed.bob.click(post, custom_id="amh:pledge:sign")
    assert answer.ephemeral


def buttons(message: Any) -> list[str]:
    components = walk([part.to_dict() for part in message.components])
    return [one["custom_id"] for one in components if one.get("custom_id")]


async def test_the_message_menu_answers_with_a_reply_that_was_seen_first(allowed: World) -> None:
    target = await remark(allowed)
    shown = await choose(allowed, allowed.alice, target)
    assert "what everyone here would see" in said(shown)
    assert len(posts(allowed.channel)) == 1
    done = await press(allowed.alice, shown, "amh:letter:reply")
    assert "Your answer is posted" in said(done)
    _, answer = allowed.channel.history()
    assert answer.reference is not None
    assert answer.reference.message_id == target.id
    assert passage(allowed).text in words_of(answer)
    assert f"Shared by <@{allowed.alice.id}>" in words_of(answer)


async def test_another_passage_can_be_chosen_before_posting(allowed: World) -> None:
    shown = await choose(allowed, allowed.alice, await remark(allowed))
    again = await press(allowed.alice, shown, "amh:letter:choose")
    (menu,) = ids(again)
    shown = await allowed.alice.select(message_of(again), ["ask-more"], custom_id=menu)
    assert allowed.configuration.letter.passage("ask-more").text in said(shown)


@pytest.mark.parametrize("number", [25, 26, 60])
async def test_every_passage_of_a_long_letter_can_be_chosen(allowed: World, number: int) -> None:
    letter = allowed.configuration.letter
    long = [replace(letter.passages[0], id=f"p{at}", text=f"Text {at}.") for at in range(number)]
    allowed.services.letter.letter = replace(letter, passages=tuple(long))
    shown = await allowed.alice.context_menu(allowed.channel, MENU, await remark(allowed))
    offered = menu_of(shown)
    while later := [one for one in controls(shown, "amh:letter:choose")[1:] if not one["disabled"]]:
        shown = await allowed.alice.click(message_of(shown), custom_id=later[0]["custom_id"])
        offered |= menu_of(shown)
    assert offered == {one.id for one in long}
    assert bool(controls(shown, "amh:letter:choose")) == (number > 25)
    (menu,) = controls(shown, "amh:letter:chosen")
    shown = await allowed.alice.select(
        message_of(shown), [long[-1].id], custom_id=menu["custom_id"]
    )
    again = await press(allowed.alice, shown, "amh:letter:choose")
    assert long[-1].id in menu_of(again)


def controls(shown: InteractionResult, prefix: str) -> list[Any]:
    found = [one for one in walk(message_of(shown).components) if one.get("custom_id")]
    return [one for one in found if one["custom_id"].startswith(f"{prefix}:")]


def menu_of(shown: InteractionResult) -> set[str]:
    (menu,) = controls(shown, "amh:letter:chosen")
    return {one["value"] for one in menu["options"]}


async def test_where_the_bot_may_not_write_the_answer_names_the_message(allowed: World) -> None:
    bot_role = discord.utils.get(allowed.bot.guilds, id=allowed.guild.id)
    assert bot_role is not None
    target = await remark(allowed)
    shown = await choose(allowed, allowed.alice, target)
    allowed.env.inject_error("POST", f"/channels/{allowed.channel.id}/messages", status=403)
    await press(allowed.alice, shown, "amh:letter:reply")
    _, answer = posts(allowed.channel)
    assert f"channels/{allowed.guild.id}/{allowed.channel.id}/{target.id}" in answer
    assert passage(allowed).text in answer


async def test_the_menu_is_refused_where_members_may_not_post(world: World) -> None:
    answer = await world.alice.context_menu(world.channel, MENU, await remark(world))
    assert answer.ephemeral
    assert world.say(OrganisersOnly.phrase) in said(answer)
    assert "those who manage this server" in said(answer)
    forged = await world.post_control(world.channel, "amh:letter:reply:1:courage")
    refused = await world.alice.click(forged, custom_id="amh:letter:reply:1:courage")
    assert "You cannot do that here" in said(refused)


async def test_replies_rest_like_posts(allowed: World) -> None:
    target = await remark(allowed)
    await press(allowed.alice, await choose(allowed, allowed.alice, target), "amh:letter:reply")
    again = await choose(allowed, allowed.bob, target)
    refused = await press(allowed.bob, again, "amh:letter:reply")
    assert "a moment ago" in said(refused)
    assert len(posts(allowed.channel)) == 2


async def test_the_menu_is_gone_with_the_feature(world: World) -> None:
    await world.choose(features_off=["letter"])
    answer = await world.organiser.context_menu(world.channel, MENU, await remark(world))
    assert "switched this off" in said(answer)


async def test_a_post_that_discord_refuses_leaves_no_rest_behind(allowed: World) -> None:
    allowed.expected = (*allowed.expected, discord.HTTPException)
    target = await remark(allowed)
    shown = await choose(allowed, allowed.alice, target)
    allowed.env.inject_error("POST", f"/channels/{allowed.channel.id}/messages", status=400)
    failed = await press(allowed.alice, shown, "amh:letter:reply")
    assert "Something went wrong on our side" in said(failed)
    assert len(posts(allowed.channel)) == 1
    again = await choose(allowed, allowed.alice, target)
    await press(allowed.alice, again, "amh:letter:reply")
    assert len(posts(allowed.channel)) == 2
