"""*Post here* says "Posted" on the private card, and a second press asks before it posts again."""

from __future__ import annotations

from typing import Any

import discord
import pytest

from bot.interactions import posting
from tests.components import text_of
from tests.simulated import World, ids, message_of, press, said

CARDS: list[tuple[str, str, dict[str, str]]] = [
    ("campaign", "campaign:post", {}),
    ("tally show", "tally:post", {}),
    ("letter quote", "letter:post", {}),
    ("letter verify", "letter:verdict", {"text": "The moon is made of cheese"}),
]
POSTED = "Posted in this channel."
QUESTION = "Post it once more?"


@pytest.mark.parametrize(("command", "pressed", "options"), CARDS)
async def test_it_says_posted_and_asks_at_the_second_press(
    world: World, command: str, pressed: str, options: dict[str, str]
) -> None:
    olga, action = world.organiser, f"amh:{pressed}"
    card = await olga.slash(world.channel, command, **options)
    before = said(card)
    done = await press(olga, card, action)
    assert message_of(done).id == message_of(card).id
    assert said(done) == f"{before}\n{POSTED}"
    assert len(world.channel.history()) == 1

    asked = await press(olga, done, action)
    assert len(world.channel.history()) == 1
    assert QUESTION in said(asked)
    assert POSTED not in said(asked)
    no = await olga.click(message_of(asked), custom_id=the(asked, "+not-now"))
    assert said(no) == said(done)
    assert len(world.channel.history()) == 1

    asked = await press(olga, no, action)
    await world.env.advance_time(31)  # the channel's rest after a quotation
    again = await olga.click(message_of(asked), custom_id=the(asked, "+sure"))
    assert said(again) == said(done)
    assert len(world.channel.history()) == 2


def the(result: Any, step: str) -> str:
    (found,) = [one for one in ids(result) if one.endswith(step)]
    return found


async def test_a_refused_post_does_not_say_posted(world: World) -> None:
    world.expected = (*world.expected, discord.HTTPException)
    card = await world.organiser.slash(world.channel, "campaign")
    world.env.inject_error("POST", "/webhooks/*", status=400)
    await press(world.organiser, card, "amh:campaign:post")
    assert world.channel.history() == []
    assert POSTED not in said(card)


async def test_the_picture_stays_on_the_card(world: World) -> None:
    card = await world.organiser.slash(world.channel, "letter quote", **{"as": "picture"})
    done = await press(world.organiser, card, "amh:letter:post")
    assert POSTED in said(done)
    (gallery,) = [one for one in message_of(done).components[0]["components"] if one["type"] == 12]
    assert gallery["items"][0]["media"]["url"]


async def test_where_there_is_no_room_on_the_card_the_answer_stands_alone(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = await world.organiser.slash(world.channel, "campaign")
    monkeypatch.setattr(posting, "CARD_TEXT", 100)
    done = await press(world.organiser, card, "amh:campaign:post")
    assert said(done) == POSTED
    assert len(world.channel.history()) == 1


async def test_who_put_the_card_away_meanwhile_is_told_all_the_same(world: World) -> None:
    card = await world.organiser.slash(world.channel, "campaign")
    world.env.inject_error("PATCH", "/webhooks/*/messages/@original", status=404, code=10008)
    done = await press(world.organiser, card, "amh:campaign:post")
    post, notice = done.followups
    assert (post.ephemeral, notice.ephemeral) == (False, True)
    assert text_of({"components": notice.components}) == POSTED
    assert len(world.channel.history()) == 1
