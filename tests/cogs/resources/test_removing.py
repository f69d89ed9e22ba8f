"""*Close* and *Delete* remove a page of one's own, and never what others see too."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cogs.resources.using import deletions, letters
from tests.simulated import World, press, said

FORGED = ("amh:resources:close", "amh:resources:leave", "amh:resources:delete")


@pytest.mark.parametrize("custom_id", FORGED)
async def test_a_forged_button_on_a_public_message_removes_nothing(
    world: World, custom_id: str, caplog: pytest.LogCaptureFixture
) -> None:
    message = await world.post_control(world.channel, custom_id)
    caplog.clear()
    answer = await world.alice.click(message, custom_id=custom_id)
    assert answer.ephemeral
    assert "from an earlier version of the bot" in said(answer)
    assert deletions(world) == []
    assert len(world.channel.history()) == 1, "the message is still there"
    assert [one for one in caplog.records if one.name.startswith(("bot", "cogs"))] == []


async def test_in_the_messages_of_two_people_nothing_is_removed(world: World) -> None:
    page = await world.alice.slash(world.channel, "resources")
    warned = await press(world.alice, page, "amh:resources:dm")
    await press(world.alice, warned, "amh:resources:dm_yes")
    (copy,) = letters(world.alice)
    emit = world.env.backend.emit

    def elsewhere(event: str, payload: Any, *args: Any, **kwargs: Any) -> Any:
        if event == "INTERACTION_CREATE":
            payload["context"] = 2  # a private channel that is not the bot's own
        return emit(event, payload, *args, **kwargs)

    world.env.backend.emit = elsewhere  # type: ignore[method-assign]
    answer = await world.alice.user.click(copy, label="Delete")
    assert "from an earlier version of the bot" in said(answer)
    assert deletions(world) == []
    assert len(letters(world.alice)) == 1
