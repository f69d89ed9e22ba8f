"""The general page, shared for everyone: asked first, nothing chosen goes along."""

from __future__ import annotations

import logging
from typing import Any

import discord
import pytest
import simcord
from simcord.results import InteractionResult

from bot.domain.phrases import phrase
from bot.domain.settings import Feature
from cogs.resources import words
from tests.cogs.resources.helping import choose, chosen, opened
from tests.components import text_of, walk
from tests.simulated import World, ids, message_of, press, said

SHARE, SHARE_YES, REPLY_YES = (
    f"amh:resources:{action}" for action in ("share", "share_yes", "reply_yes")
)
MENU = "Find help"


async def page_of(world: World, actor: simcord.MemberActor) -> InteractionResult:
    return await actor.slash(world.channel, "resources")


def posts(world: World) -> list[Any]:
    return [one for one in world.channel.history() if one.author.bot]


def parts_of(post: Any) -> list[dict[str, Any]]:
    return [part.to_dict() for part in post.components]


async def share(world: World) -> Any:
    asked = await press(world.organiser, await page_of(world, world.organiser), SHARE)
    await press(world.organiser, asked, SHARE_YES)
    (post,) = posts(world)
    return post


async def test_who_may_post_is_asked_and_then_everyone_sees_the_general_page(world: World) -> None:
    page = await page_of(world, world.organiser)
    asked = await press(world.organiser, page, SHARE)
    assert asked.ephemeral or message_of(asked).ephemeral
    assert "with your name under it" in said(asked)
    assert posts(world) == []
    await press(world.organiser, asked, SHARE_YES)
    (post,) = posts(world)
    shown = text_of({"components": parts_of(post)})
    assert shown.splitlines()[0] == world.say(words.FIRST_LINE)
    assert world.say(words.SHARED_NOTE) in shown
    assert f"Shared by <@{world.organiser.id}>" in shown
    assert world.say(words.WHAT_REMAINS).splitlines()[0] not in shown
    controls = [part["custom_id"] for part in walk(parts_of(post)) if part.get("custom_id")]
    kinds = {one.split(":")[2] for one in controls}
    assert {"country", "audience"} <= kinds <= {"country", "audience", "page"}
    assert not post.flags.ephemeral


async def test_after_the_press_the_question_says_so_and_cannot_be_pressed_again(
    world: World,
) -> None:
    asked = await press(world.organiser, await page_of(world, world.organiser), SHARE)
    done = await press(world.organiser, asked, SHARE_YES)
    told = [message_of(done), *done.followups]
    assert any(world.say(words.SHARED) in text_of({"components": one.components}) for one in told)
    assert ids(done) == []


async def test_not_now_posts_nothing(world: World) -> None:
    asked = await press(world.organiser, await page_of(world, world.organiser), SHARE)
    answer = await press(world.organiser, asked, "amh:resources:share_no")
    assert "Nothing was posted" in said(answer)
    assert posts(world) == []


async def test_whoever_chooses_on_the_posted_page_is_answered_alone(world: World) -> None:
    post = await share(world)
    before = parts_of(post)
    (menu,) = [one for one in walk(before) if "country" in str(one.get("custom_id"))]
    answer = await world.alice.select(post, ["GB"], custom_id=menu["custom_id"])
    assert message_of(answer).ephemeral
    assert "999" in said(answer)
    assert chosen(answer, "country") == ["GB"]
    (after,) = posts(world)
    assert parts_of(after) == before


async def test_nothing_chosen_could_go_along(world: World) -> None:
    page = await choose(world.organiser, await page_of(world, world.organiser), "country", "GB")
    assert SHARE not in ids(page)
    page = await choose(world.organiser, page, "country", "-")
    assert SHARE in ids(page)


async def test_who_may_not_post_is_not_offered_it_and_a_forged_press_is_refused(
    world: World,
) -> None:
    assert SHARE not in ids(await opened(world))
    for custom_id in (SHARE, SHARE_YES, f"{REPLY_YES}:1"):
        forged = await world.post_control(world.channel, custom_id)
        answer = await world.alice.click(forged, custom_id=custom_id)
        assert message_of(answer).ephemeral
        assert len(posts(world)) == len(world.channel.history())
    assert all("Find help" not in text_of({"components": parts_of(one)}) for one in posts(world))
    assert all(world.say(words.FIRST_LINE) not in str(parts_of(one)) for one in posts(world))


async def test_who_may_post_shares_only_from_the_question(world: World) -> None:
    forged = await world.post_control(world.channel, SHARE_YES)
    answer = await world.organiser.click(forged, custom_id=SHARE_YES)
    assert message_of(answer).ephemeral
    assert "Please try /resources again" in said(answer)
    assert len(posts(world)) == 1, "the forged control, unchanged, and nothing else"


async def test_the_right_is_looked_up_at_each_press(world: World) -> None:
    await world.choose(members_may_post=True)
    asked = await press(world.alice, await page_of(world, world.alice), SHARE)
    await world.choose(members_may_post=None)
    answer = await press(world.alice, asked, SHARE_YES)
    assert "You cannot do that here" in said(answer)
    assert posts(world) == []


async def test_the_page_is_posted_in_the_servers_language(world: World) -> None:
    await world.choose(locale="de")
    shown = text_of({"components": parts_of(await share(world))})
    assert world.messages.voice("de")(words.SHARED_NOTE) in shown


async def test_a_message_is_answered_with_the_page(world: World) -> None:
    target = await world.bob.send(world.channel, "I do not know where to turn.")
    asked = await world.organiser.context_menu(world.channel, MENU, target)
    assert message_of(asked).ephemeral
    assert "is not notified" in said(asked)
    await press(world.organiser, asked, REPLY_YES)
    (post,) = posts(world)
    assert post.reference.message_id == target.id
    assert world.say(words.SHARED_NOTE) in text_of({"components": parts_of(post)})


async def test_where_the_bot_may_not_write_the_page_comes_without_a_reference(
    world: World,
) -> None:
    target = await world.bob.send(world.channel, "I do not know where to turn.")
    asked = await world.organiser.context_menu(world.channel, MENU, target)
    world.env.inject_error("POST", "*/channels/*/messages", status=403, code=50013)
    await press(world.organiser, asked, REPLY_YES)
    (post,) = posts(world)
    assert world.say(words.SHARED_NOTE) in text_of({"components": parts_of(post)})


@pytest.mark.parametrize(
    ("code", "words"),
    [(50083, "errors.thread_closed"), (200000, "errors.blocked_by_server")],
)
async def test_where_the_page_cannot_be_posted_it_says_why(
    world: World, caplog: pytest.LogCaptureFixture, code: int, words: str
) -> None:
    target = await world.bob.send(world.channel, "I do not know where to turn.")
    asked = await world.organiser.context_menu(world.channel, MENU, target)
    world.env.inject_error("POST", "*/channels/*/messages", status=400, code=code)
    caplog.clear()
    answer = await press(world.organiser, asked, REPLY_YES)
    told = [message_of(answer), *answer.followups]
    why = world.say(phrase(words))
    assert any(why in text_of({"components": one.components}) for one in told)
    assert posts(world) == []
    assert [one for one in caplog.records if one.name.startswith(("bot", "cogs"))] == []


@pytest.mark.parametrize("chosen", [{}, {"features_off": [Feature.SHARING]}], ids=["on", "off"])
async def test_who_may_not_answer_with_it_finds_help_there(
    world: World, chosen: dict[str, Any]
) -> None:
    await world.choose(**chosen)
    target = await world.bob.send(world.channel, "I do not know where to turn.")
    answer = await world.alice.context_menu(world.channel, MENU, target)
    assert message_of(answer).ephemeral
    assert said(answer) == said(await opened(world))
    assert ids(answer) == ids(await opened(world))
    assert posts(world) == []


async def test_where_sharing_is_off_organisers_find_help_there_too(world: World) -> None:
    await world.choose(features_off=[Feature.SHARING])
    target = await world.bob.send(world.channel, "I do not know where to turn.")
    answer = await world.organiser.context_menu(world.channel, MENU, target)
    assert world.say(words.FIRST_LINE) in said(answer)
    assert SHARE not in ids(answer)


async def test_finding_help_from_a_message_asks_no_store_and_writes_no_line(
    world: World, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def asks(**_: object) -> None:
        raise AssertionError("the store was asked")

    target = await world.bob.send(world.channel, "I do not know where to turn.")
    monkeypatch.setattr(world.services.servers, "settings", asks)
    monkeypatch.setattr(world.services.servers, "glance", asks)
    caplog.set_level(logging.DEBUG)
    caplog.clear()
    answer = await world.alice.context_menu(world.channel, MENU, target)
    assert world.say(words.FIRST_LINE) in said(answer)
    assert [one for one in caplog.records if one.name.startswith(("bot", "cogs"))] == []


async def test_sharing_writes_no_line_either(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.clear()
    await share(world)
    assert [one for one in caplog.records if one.name.startswith(("bot", "cogs"))] == []


async def test_a_refused_post_is_told_and_nothing_is_said_to_be_there(world: World) -> None:
    world.expected += (discord.HTTPException,)
    asked = await press(world.organiser, await page_of(world, world.organiser), SHARE)
    world.env.inject_error("POST", "/webhooks/*", status=500, times=None)
    answer = await press(world.organiser, asked, SHARE_YES)
    everything = [message_of(answer), *answer.followups]
    shown = "\n".join(text_of({"components": one.components}) for one in everything)
    assert world.say(words.SHARED) not in shown
    assert posts(world) == []
