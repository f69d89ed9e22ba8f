"""A passage as a picture: described, posted, and replaced by its text where it cannot be drawn."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.config import Configuration
from bot.domain.letter import Translation
from bot.interactions.cards import Card, quote
from bot.messages import Messages
from bot.pictures import Chart, Pictures, Quotation
from cogs.letter.cards import described, posted_card
from cogs.letter.passages import Reading, exactly
from tests.components import walk
from tests.simulated import World, message_of, press, said


class NoPictures(Pictures):
    """Draws nothing."""

    async def draw(self, wanted: Quotation | Chart, *, person: int | None = None) -> bytes | None:
        return None


def galleries(components: Any) -> list[Any]:
    return [one for one in walk(components) if one.get("type") == 12]


def texts(card: Card) -> list[str]:
    return [one["content"] for one in walk(card.to_components()) if one.get("type") == 10]


async def test_a_picture_comes_with_its_words_and_can_be_posted(world: World) -> None:
    shown = await world.organiser.slash(world.channel, "letter quote", **{"as": "picture"})
    assert shown.ephemeral
    (gallery,) = galleries(message_of(shown).components)
    (item,) = gallery["items"]
    assert "quote.png" in item["media"]["url"]
    described = item["description"]
    (passage,) = [one for one in world.configuration.letter.passages if one.text in described]
    assert "A quotation on a plain card" in described
    assert world.configuration.letter.title in said(shown)
    await press(world.organiser, shown, "amh:letter:post")
    (post,) = world.channel.history()
    (gallery,) = galleries([part.to_dict() for part in post.components])
    assert passage.text in gallery["items"][0]["description"]
    assert len(post.attachments) == 1


async def test_a_picture_that_takes_long_is_deferred_and_then_posted(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = await world.organiser.slash(world.channel, "letter quote", **{"as": "picture"})
    monkeypatch.setattr("bot.interactions.response.PATIENCE", 0.01)
    drawn = world.services.pictures.draw
    before = len(world.env.http_requests)

    async def slowly(wanted: Quotation | Chart, *, person: int) -> bytes | None:
        await asyncio.sleep(0.1)
        return await drawn(wanted, person=person)

    monkeypatch.setattr(world.services.pictures, "draw", slowly)
    await press(world.organiser, shown, "amh:letter:post")
    first, *_ = list(world.env.http_requests)[before:]
    assert first.json == {"type": 6}, "an answer that may be late is deferred first"
    (post,) = world.channel.history()
    assert len(post.attachments) == 1


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_a_picture_comes_with_what_stands_under_its_text(
    configuration: Configuration, locale: str
) -> None:
    say = Messages(configuration.messages).voice(locale)
    for passage in configuration.letter.passages:
        reading = Reading.of(configuration.letter, passage, locale)
        text, picture = (
            texts(posted_card(reading, say, shared_by=1, pictured=pictured))
            for pictured in (False, True)
        )
        place = text.index(quote(exactly(reading.words)).content)
        assert picture == text[:place] + text[place + 1 :]


def test_the_description_says_whose_translation_is_shown_however_long_it_is(
    configuration: Configuration,
) -> None:
    say = Messages(configuration.messages).voice("fr")
    passage = configuration.letter.passage("vast-majority")
    for words in ("court", "mot " * 400):
        reading = Reading(configuration.letter, passage, "fr", Translation("fr", words, "Journal"))
        said = described(reading, say)
        assert said.endswith("Traduction\u202f: Journal")
        assert configuration.letter.title in said
        assert len(said) <= 1_024
    assert "…" in said


async def test_another_stays_a_picture(world: World) -> None:
    shown = await world.alice.slash(world.channel, "letter quote", **{"as": "picture"})
    shown = await press(world.alice, shown, "amh:letter:another")
    assert galleries(message_of(shown).components)
    text = await press(world.alice, shown, "amh:letter:read")
    assert not galleries(message_of(text).components)


async def test_where_no_picture_can_be_drawn_the_text_is_shown_and_posted(world: World) -> None:
    world.bot.get_cog("letter")
    world.services.pictures.draw = NoPictures().quotation  # type: ignore[method-assign]
    shown = await world.organiser.slash(world.channel, "letter quote", **{"as": "picture"})
    assert "The picture could not be drawn just now" in said(shown)
    assert any(one.text in said(shown) for one in world.configuration.letter.passages)
    await press(world.organiser, shown, "amh:letter:post")
    (post,) = world.channel.history()
    assert not galleries([part.to_dict() for part in post.components])
