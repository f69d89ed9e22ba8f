"""Answering a message over real sockets: what Discord refuses is posted otherwise, or told."""

from __future__ import annotations

from typing import Any

import pytest

from tests.components import walk
from tests.domain.letters import shipped
from tests.loopback.exchange import Exchange
from tests.loopback.home import Home, assert_calm
from tests.loopback.messages import Message
from tests.loopback.server import Discord
from tests.loopback.world import MANAGE_GUILD, MEMBER_PERMISSIONS, Channel, Guild, User

ORGANISER = User("organiser")
POLL: dict[str, Any] = {
    "question": {"text": "Who?"},
    "answers": [],
    "expiry": None,
    "allow_multiselect": False,
    "layout_type": 1,
    "results": {"answer_counts": [], "is_finalized": False},
}
"""A poll without an end, as Discord's documentation has it and its description has it not."""

JOINED = 7
"""The type of Discord's own message on somebody's arrival."""

PASSAGE = shipped().passages[0]
TOLD = [
    (404, 10003, "This channel is not there any more. Nothing was posted."),
    (404, 10008, "That message is not there any more."),
    (400, 50083, "This thread is archived or locked. Nothing was posted"),
    (403, 160005, "This thread is archived or locked. Nothing was posted"),
    (400, 200000, "AutoMod did not let it through. Nothing was posted."),
]


@pytest.fixture
def rooms(guild: Guild) -> list[Channel]:
    """Return channels, as each rests after a post, and let in who may post there."""
    guild.join(ORGANISER, permissions=MEMBER_PERMISSIONS | MANAGE_GUILD)
    guild.channels += [Channel(f"room-{number}", guild=guild) for number in range(5)]
    return guild.channels


async def chosen(loopback: Discord, target: Message) -> Message:
    """Choose a passage from the menu of a message; return the card that shows it."""
    opened = await (await loopback.menu("Quote the letter", ORGANISER, target)).finished()
    assert opened.original is not None, opened.callback
    (menu,) = [one["custom_id"] for one in walk(opened.original.components) if one["type"] == 3]
    picked = await loopback.select(menu, [PASSAGE.id], ORGANISER, opened.original)
    await picked.finished()
    return opened.original


async def reply(loopback: Discord, card: Message) -> Exchange:
    """Press what posts the passage in answer."""
    pressed = await loopback.press(card.button("amh:letter:reply:"), ORGANISER, card)
    return await pressed.finished()


def posts(loopback: Discord, channel: Channel) -> list[Message]:
    """Return what the bot posted in a channel for all to see."""
    made = [one for one in loopback.state.messages.values() if one.channel is channel]
    return [one for one in made if one.author is loopback.state.bot and not one.ephemeral]


async def test_what_nobody_can_reply_to_is_answered_with_a_link_instead(
    loopback: Discord, home: Home, member: User, rooms: list[Channel]
) -> None:
    refused = (403, 160002), (400, 50035)
    async with home.bot() as process:
        targets = [loopback.write(member, one, poll=POLL) for one in rooms[: len(refused)]]
        targets.append(loopback.write(member, rooms[len(refused)], type=JOINED))
        for target, refusal in zip(targets, [*refused, None], strict=True):
            card = await chosen(loopback, target)
            if refusal:
                loopback.refuse("POST", "/channels/*/messages", *refusal, "Cannot reply")
            answer = await reply(loopback, card)
            made = [one for one in answer.followups if not one.ephemeral]
            assert [PASSAGE.text in one.text for one in made] == [True], answer.said
            assert f"/{target.channel.id}/{target.id}" in made[0].text
        await process.stop()
    assert_calm(process)


async def test_a_message_deleted_meanwhile_and_a_poll_without_an_end_are_answered(
    loopback: Discord, home: Home, member: User, rooms: list[Channel]
) -> None:
    async with home.bot() as process:
        gone, poll = loopback.write(member, rooms[0]), loopback.write(member, rooms[1], poll=POLL)
        card = await chosen(loopback, gone)
        gone.deleted = True
        await reply(loopback, card)
        (alone,) = posts(loopback, rooms[0])
        assert (PASSAGE.text in alone.text, "message_reference" in alone.extra) == (True, False)
        told = await reply(loopback, await chosen(loopback, poll))
        (answer,) = posts(loopback, rooms[1])
        assert "Your answer is posted." in told.said
        assert answer.extra["message_reference"]["message_id"] == str(poll.id)
        pressed = await loopback.press(answer.button("amh:letter:read:"), member, answer)
        assert PASSAGE.text in (await pressed.finished()).said
        await process.stop()
    assert_calm(process)
    assert all("poll.expiry" in one for one in loopback.state.faults)
    loopback.state.faults.clear()


async def test_what_cannot_be_posted_at_all_is_told_and_the_channel_does_not_rest(
    loopback: Discord, home: Home, member: User, rooms: list[Channel]
) -> None:
    async with home.bot() as process:
        for status, code, why in TOLD:
            target = loopback.write(member, rooms[0])
            card = await chosen(loopback, target)
            loopback.refuse("POST", "/channels/*/messages", status, code, "Refused")
            answer = await reply(loopback, card)
            assert why in answer.said
            assert answer.private
            assert posts(loopback, rooms[0]) == []
        await reply(loopback, await chosen(loopback, loopback.write(member, rooms[0])))
        assert len(posts(loopback, rooms[0])) == 1, "nothing of it made the channel rest"
        await process.stop()
    assert_calm(process)
