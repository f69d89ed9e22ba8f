"""What Discord does not let be posted is posted another way, or it is said why not."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.interactions.response import Response
from tests.cogs.letter.quoting import choose, passage, posts, remark
from tests.components import text_of
from tests.simulated import World, message_of, press, said


@pytest.mark.parametrize(("status", "code"), [(400, 50035), (403, 160002), (400, 160002)])
async def test_what_nobody_can_reply_to_is_answered_without_a_reference(
    allowed: World, status: int, code: int
) -> None:
    target = await remark(allowed)
    shown = await choose(allowed, allowed.alice, target)
    path = f"/channels/{allowed.channel.id}/messages"
    allowed.env.inject_error("POST", path, status=status, code=code)
    await press(allowed.alice, shown, "amh:letter:reply")
    _, answer = posts(allowed.channel)
    assert f"channels/{allowed.guild.id}/{allowed.channel.id}/{target.id}" in answer
    assert passage(allowed).text in answer


REFUSED = [
    (404, 10003, "This channel is not there any more. Nothing was posted."),
    (404, 10008, "That message is not there any more."),
    (400, 50083, "This thread is archived or locked. Nothing was posted"),
    (403, 160005, "This thread is archived or locked. Nothing was posted"),
    (400, 200000, "AutoMod did not let it through. Nothing was posted."),
]


@pytest.mark.parametrize(("status", "code", "why"), REFUSED)
async def test_a_reply_that_cannot_be_posted_says_why_and_lets_the_channel_go_on(
    allowed: World, status: int, code: int, why: str, caplog: pytest.LogCaptureFixture
) -> None:
    target = await remark(allowed)
    shown = await choose(allowed, allowed.alice, target)
    path = f"/channels/{allowed.channel.id}/messages"
    allowed.env.inject_error("POST", path, status=status, code=code)
    caplog.clear()
    answer = await press(allowed.alice, shown, "amh:letter:reply")
    told = [message_of(answer), *answer.followups]
    assert any(why in text_of({"components": one.components}) for one in told)
    assert "unexpected" not in caplog.text
    assert len(posts(allowed.channel)) == 1, "the remark alone"
    await press(allowed.alice, await choose(allowed, allowed.alice, target), "amh:letter:reply")
    assert len(posts(allowed.channel)) == 2


async def test_post_here_says_why_too(allowed: World) -> None:
    shown = await allowed.alice.slash(allowed.channel, "letter quote")
    allowed.env.inject_error("POST", "/webhooks/*", status=400, code=200000)
    answer = await press(allowed.alice, shown, "amh:letter:post")
    told = [message_of(answer), *answer.followups]
    assert any("AutoMod" in text_of({"components": one.components}) for one in told)
    assert posts(allowed.channel) == []


async def test_a_post_that_is_cancelled_lets_the_channel_go_on(
    allowed: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when the bot stops, or whoever waits for the post gives up."""

    async def cancelled(*_: object, **__: object) -> None:
        raise asyncio.CancelledError

    shown = await allowed.alice.slash(allowed.channel, "letter quote")
    with monkeypatch.context() as patch:
        patch.setattr(Response, "post", cancelled)
        await press(allowed.alice, shown, "amh:letter:post")
    assert posts(allowed.channel) == []
    await press(allowed.alice, shown, "amh:letter:post")
    assert len(posts(allowed.channel)) == 1


POLL: dict[str, Any] = {
    "question": {"text": "Who?"},
    "answers": [],
    "expiry": None,
    "allow_multiselect": False,
}
"""A poll without an end, as Discord sends it."""


def with_polls(world: World) -> None:
    """Let each message that a menu is opened on, or that a pressed one replies to, be a poll."""
    emit = world.env.backend.emit

    def emitting(event: str, payload: Any, *args: Any, **kwargs: Any) -> Any:
        if event == "INTERACTION_CREATE":
            resolved: dict[str, Any] = payload["data"].get("resolved") or {}
            for one in resolved.get("messages", {}).values():
                one["poll"] = POLL
            if (pressed := payload.get("message")) and "message_reference" in pressed:
                pressed["referenced_message"] = {**pressed, "poll": POLL}
        return emit(event, payload, *args, **kwargs)

    world.env.backend.emit = emitting  # type: ignore[method-assign]


async def test_a_poll_without_an_end_is_answered_and_so_is_a_press_on_the_answer(
    allowed: World,
) -> None:
    with_polls(allowed)
    target = await remark(allowed)
    shown = await choose(allowed, allowed.alice, target)
    await press(allowed.alice, shown, "amh:letter:reply")
    answer = allowed.channel.history()[-1]
    assert answer.reference is not None
    assert answer.reference.message_id == target.id
    read = await allowed.bob.click(answer, custom_id="amh:letter:read:speak-out")
    assert passage(allowed).text in said(read)
