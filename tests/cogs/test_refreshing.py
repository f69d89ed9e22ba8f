"""A posted number that takes long to refresh: no new message, and no fault that others see."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from simcord.results import InteractionResult

from bot.domain.refusals import StoreUnreadable
from tests.components import text_of, walk, words_of
from tests.simulated import World, message_of, press

POSTED = pytest.mark.parametrize(
    ("command", "feature"), [("tally show", "tally"), ("campaign", "campaign")]
)
UPDATE_LATER = {"type": 6}


async def posted(world: World, command: str, feature: str) -> None:
    """Post a card with a number; afterwards there are more signatures than it says."""
    shown = await world.organiser.slash(world.channel, command)
    await press(world.organiser, shown, f"amh:{feature}:post")
    await world.let_sign(6, world.guild)
    await world.pass_time()


async def refresh(world: World, feature: str) -> tuple[InteractionResult, list[Any]]:
    """Press *Refresh* on the one post; return the answer and the bodies that were sent."""
    (post,) = world.channel.history()
    ids = [part.get("custom_id", "") for part in walk([one.to_dict() for one in post.components])]
    (found,) = [one for one in ids if one.startswith(f"amh:{feature}:refresh")]
    before = len(world.env.http_requests)
    answer = await world.bob.click(post, custom_id=found)
    return answer, [request.json for request in list(world.env.http_requests)[before:]]


def slowed(
    world: World, monkeypatch: pytest.MonkeyPatch, fault: type[Exception] | None = None
) -> None:
    """Let the numbers take longer than an answer may, and then come, or not."""
    monkeypatch.setattr("bot.interactions.response.PATIENCE", 0.01)
    published = world.database.tallies.published

    async def slowly(**given: Any) -> Any:
        await asyncio.sleep(0.1)
        if fault is not None:
            raise fault
        return await published(**given)

    monkeypatch.setattr(world.database.tallies, "published", slowly)


@POSTED
async def test_a_slow_number_is_refreshed_in_its_place_and_leaves_no_other_message(
    world: World, monkeypatch: pytest.MonkeyPatch, command: str, feature: str
) -> None:
    await posted(world, command, feature)
    slowed(world, monkeypatch)
    answer, sent = await refresh(world, feature)
    assert sent[0] == UPDATE_LATER
    assert len(sent) == 2, "deferred, then the posted card itself is changed"
    (post,) = world.channel.history()
    assert message_of(answer).id == post.id
    assert answer.followups == []
    assert "6 people" in words_of(post)


@POSTED
async def test_a_number_that_cannot_be_refreshed_is_told_to_the_presser_alone(
    world: World, monkeypatch: pytest.MonkeyPatch, command: str, feature: str
) -> None:
    await posted(world, command, feature)
    before = words_of(world.channel.history()[0])
    slowed(world, monkeypatch, StoreUnreadable)
    answer, sent = await refresh(world, feature)
    assert sent[0] == UPDATE_LATER
    (told,) = answer.followups
    assert "cannot be looked up just now" in text_of({"components": told.components})
    assert told.ephemeral
    (post,) = world.channel.history()
    assert words_of(post) == before


@POSTED
@pytest.mark.parametrize("slow", [False, True])
async def test_a_card_that_was_deleted_meanwhile_is_told_so_and_nothing_is_logged(
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    command: str,
    feature: str,
    *,
    slow: bool,
) -> None:
    await posted(world, command, feature)
    if slow:
        slowed(world, monkeypatch)
        world.env.inject_error("PATCH", "*/messages/@original", status=404, code=10008)
    else:
        world.env.inject_error("POST", "*/callback", status=404, code=10008)
    answer, _ = await refresh(world, feature)
    told = answer.followups[-1] if slow else message_of(answer)
    assert "That message is not there any more." in text_of({"components": told.components})
    assert told.ephemeral
    assert "unexpected error" not in caplog.messages
