"""A passage as a picture: described, posted, and replaced by its text where it cannot be drawn."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import Any

import pytest

from bot.config import Configuration
from bot.domain.letter import Translation
from bot.interactions.cards import Card, quote
from bot.messages import Messages
from bot.outreach import phrases
from bot.pictures import Chart, Pictures, Quotation
from cogs.letter.cards import described, posted_card
from cogs.letter.passages import Reading, exactly
from cogs.letter.pictures import any_picture
from tests.cogs.slow_drawing import draw_slowly
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
    meanwhile = draw_slowly(world, monkeypatch)
    await press(world.organiser, shown, "amh:letter:post")
    assert meanwhile == [{"type": 6}], "deferred while the picture is being drawn, not after it"
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
    world.services.pictures.draw = NoPictures().draw  # type: ignore[method-assign]
    shown = await world.organiser.slash(world.channel, "letter quote", **{"as": "picture"})
    assert "The picture could not be drawn just now" in said(shown)
    assert any(one.text in said(shown) for one in world.configuration.letter.passages)
    await press(world.organiser, shown, "amh:letter:post")
    (post,) = world.channel.history()
    assert not galleries([part.to_dict() for part in post.components])


async def test_a_renderer_that_dies_leaves_the_text(world: World) -> None:
    dying = Pictures(command=(sys.executable, "-c", "import os; os.abort()"))
    world.services.pictures.draw = dying.draw  # type: ignore[method-assign]
    shown = await world.organiser.slash(world.channel, "letter quote", **{"as": "picture"})
    assert any(one.text in said(shown) for one in world.configuration.letter.passages)
    await press(world.organiser, shown, "amh:letter:post")
    (post,) = world.channel.history()
    assert not post.attachments


def in_japanese(configuration: Configuration, *, all_of_it: bool) -> Configuration:
    """Return the configuration with a letter of which some passages, or all, are in Japanese."""
    letter, words = configuration.letter, "沈黙は答えではない。"
    passages = (
        *(replace(one, text=words, translations=()) for one in letter.passages[:6]),
        *(() if all_of_it else letter.passages[6:7]),
    )
    return replace(configuration, letter=replace(letter, passages=passages))


class TestAPassageWithoutAFont:
    @pytest.fixture
    def configuration(self, configuration: Configuration) -> Configuration:
        return in_japanese(configuration, all_of_it=False)

    async def test_it_is_posted_as_text_and_the_next_one_is_a_picture(self, world: World) -> None:
        shown = await world.organiser.slash(world.channel, "letter quote", **{"as": "picture"})
        for _ in range(len(world.configuration.letter.passages)):
            if not galleries(message_of(shown).components):
                break
            shown = await press(world.organiser, shown, "amh:letter:another:picture")
        assert "the bot has no font for this script" in said(shown)
        buttons = [one.get("custom_id", "") for one in walk(message_of(shown).components)]
        assert not [one for one in buttons if one.startswith("amh:letter:post:picture")]
        await press(world.organiser, shown, "amh:letter:post:text")
        (post,) = world.channel.history()
        assert not post.attachments
        for _ in range(len(world.configuration.letter.passages)):
            if galleries(message_of(shown).components):
                return
            shown = await press(world.organiser, shown, "amh:letter:another:picture")
        pytest.fail("the passage with a font was never a picture")


class TestALetterWithoutAFont:
    @pytest.fixture
    def configuration(self, configuration: Configuration) -> Configuration:
        return in_japanese(configuration, all_of_it=True)

    async def test_no_picture_is_among_the_choices(self, world: World) -> None:
        letter = world.bot.tree.get_command("letter")
        assert letter is not None
        quote, *_ = letter.to_dict(world.bot.tree)["options"]
        (form,) = [one for one in quote["options"] if one["name"] == "as"]
        assert [one["value"] for one in form["choices"]] == ["text"]
        assert "choices.picture" in phrases(), "a rehearsal reads the words anew beside the bot"


def test_any_passage_with_a_font_is_enough_for_the_choice(configuration: Configuration) -> None:
    voices = [Messages(configuration.messages).voice("de")]
    assert any_picture(configuration.letter, voices)
    assert any_picture(in_japanese(configuration, all_of_it=False).letter, voices)
    nothing = in_japanese(configuration, all_of_it=True).letter
    assert not any_picture(nothing, voices)
    assert not any_picture(replace(configuration.letter, title="公開書簡"), voices)


JAPANESE = {"letter.picture_credit": "公開書簡、{date}、第{paragraph}段落"}


def test_a_campaign_in_a_language_without_a_font_has_no_pictures(
    configuration: Configuration,
) -> None:
    words = Messages({**configuration.messages, "ja": {**configuration.messages["en"], **JAPANESE}})
    assert not any_picture(configuration.letter, [words.voice("ja")])
    assert any_picture(configuration.letter, [words.voice("ja"), words.voice("fr")])


class TestALanguageWithoutAFont:
    @pytest.fixture
    def configuration(self, configuration: Configuration) -> Configuration:
        languages = (*configuration.languages, "ja")
        messages = {**configuration.messages, "ja": JAPANESE}
        return replace(configuration, messages=messages, languages=languages)

    async def test_who_reads_it_is_told_and_offered_no_picture(self, world: World) -> None:
        world.locale = "ja"
        shown = await world.organiser.slash(world.channel, "letter quote", **{"as": "picture"})
        assert "the bot has no font for this script" in said(shown)
        assert not galleries(message_of(shown).components)
        offered = [one.get("custom_id", "") for one in walk(message_of(shown).components)]
        assert not [one for one in offered if ":picture" in one]

    async def test_where_all_read_it_a_picture_is_not_offered_to_be_posted(
        self, world: World
    ) -> None:
        world.server_locale = "ja"
        shown = await world.organiser.slash(world.channel, "letter quote", **{"as": "picture"})
        assert galleries(message_of(shown).components)
        await press(world.organiser, shown, "amh:letter:post:text")
        (post,) = world.channel.history()
        assert not post.attachments
