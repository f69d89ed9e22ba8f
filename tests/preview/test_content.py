"""The page has every card that there is, every sentence, entry and picture, in every language."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.config import Configuration
from bot.domain.letter import Letter
from bot.examples import examples_of
from bot.messages import Messages
from bot.outreach import features, phrases
from bot.preview.content import NOTICES, Entry, entries
from bot.preview.page import Contents, page
from tests.campaigns.folders import LETTER, PLEDGE, campaign, drawn
from tests.cogs.test_cards import FOUND
from tests.components import text_of
from tests.preview.conftest import PNG, draw
from tests.preview.reading import Reading

NOW = datetime(2026, 11, 26, 16, 5, tzinfo=UTC)
OF_COMMANDS = ("commands.", "command_names.", "option_names.", "options.", "choices.")


@pytest.fixture(scope="module")
def shown(shipped: Configuration) -> list[Entry]:
    """All that the page has in the letter's language, and in one that it is translated into."""
    return asyncio.run(entries(shipped, ["en", "fr"], now=NOW, draw=draw))


def words_of(entry: Entry) -> str:
    return text_of({"components": entry.shown[0].components})


def html(configuration: Configuration, found: list[Entry], *locales: str) -> str:
    messages = Messages.of(configuration)
    return page(Contents(configuration, messages, locales, found, NOW))


def test_every_card_stands_on_the_page(shown: list[Entry]) -> None:
    on_the_page = {(one.feature, one.name) for one in shown}
    declared = {
        (feature, one.name): f"{feature}.{one.card.__qualname__}"
        for feature in features()
        for one in examples_of(feature)
    }
    assert declared.keys() <= on_the_page
    assert set(declared.values()) == set(FOUND)


def test_every_sentence_can_be_read(shipped: Configuration, shown: list[Entry]) -> None:
    """Every one there is, by the shipped campaign and by two that have what it has not."""
    others = (*drawn(LETTER), *drawn(PLEDGE))
    read = {key for one in (*shown, *others) for key in one.keys}
    assert {key for key in phrases() if not key.startswith(OF_COMMANDS)} <= read
    assert phrases().keys() == shipped.said | campaign(LETTER).said | campaign(PLEDGE).said
    own = {key for one in shown for key in one.keys}
    assert {key for key in shipped.said if not key.startswith(OF_COMMANDS)} <= own


def test_each_entry_for_help_can_be_read(shipped: Configuration, shown: list[Entry]) -> None:
    pages = "\n".join(words_of(one) for one in shown if one.feature == "resources")
    assert [one.id for one in shipped.directory.resources if one.name not in pages] == []


def test_each_passage_is_there_as_a_picture(shipped: Configuration, shown: list[Entry]) -> None:
    drawn = [one.shown[0].picture for one in shown]
    assert {PNG + one.text.encode() for one in shipped.letter.passages} <= set(drawn)


def test_only_what_works_there_is_listed_in_a_direct_message(shown: list[Entry]) -> None:
    server, dm, *_ = (words_of(one) for one in shown if one.feature == "help")
    assert "</tally show:1>" in server
    assert "</privacy erase:1>" in dm
    assert "</tally show:1>" not in dm


def test_names_lead_to_one_place_each(shown: list[Entry]) -> None:
    places = [(one.feature, one.name) for one in shown]
    assert len(set(places)) == len(places)


async def test_every_language_is_on_the_page_and_loads_nothing(shipped: Configuration) -> None:
    locales = tuple(shipped.messages)
    found = await entries(shipped, locales, now=NOW, draw=draw)
    shown = Reading.of(html(shipped, found, *locales))
    for locale in locales:
        assert shown.values("class").count(f"in-{locale}") == len(found) + 1
        assert shipped.campaign.about.best(locale)[1] in shown.text
    for command in ("/pledge sign", "/versprechen unterschreiben", "Brief zitieren"):
        assert command in shown.text
    assert all(one.startswith("data:image/png;base64,") for one in shown.values("src"))
    assert {"script", "link", "iframe", "form", "button"}.isdisjoint(shown.tags)
    ids = shown.values("id")
    assert len(set(ids)) == len(ids)
    assert {one[1:] for one in shown.values("href") if one.startswith("#")} <= set(ids)
    assert NOTICES in ids


async def test_what_a_language_lacks_is_named_where_it_shows(shipped: Configuration) -> None:
    some = {key: words for key, words in shipped.messages["de"].items() if key != "help.title"}
    without = replace(shipped, messages={**shipped.messages, "de": some})
    found = await entries(without, ["de"], now=NOW, draw=draw)
    lacking = {(one.name, key) for one in found for key in one.shown[0].lacking}
    assert lacking == {(one, "help.title") for one in ("help", "help_in_dm", "help_too_long")}
    assert html(without, found, "de").count("not translated: <code>help.title</code>") == 3


async def test_words_of_a_folder_are_no_markup(shipped: Configuration) -> None:
    hostile = '</title></style><script>alert("x")</script>'
    campaign = shipped.campaign.model_copy(update={"name": hostile})
    harmful = {
        key: hostile if isinstance(words, str) else words
        for key, words in shipped.messages["en"].items()
    }
    written: Any = {"en": harmful}
    spoilt = replace(shipped, campaign=campaign, messages=written)
    shown = Reading.of(html(spoilt, await entries(spoilt, ["en"], now=NOW, draw=draw), "en"))
    assert "script" not in shown.tags
    assert shown.tags.count("title") == 1
    assert shown.text.count(hostile) > 200


def one_passage(letter: Letter) -> Letter:
    return replace(letter, passages=(replace(letter.passages[0], translations=()),))


def right_to_left(letter: Letter) -> Letter:
    first = replace(letter.passages[0], text="نحن نطلب المزيد", translations=())
    return replace(letter, locale="ar", passages=(first, *letter.passages[1:]))


@pytest.mark.parametrize("change", [one_passage, right_to_left])
async def test_another_letter_has_its_page_too(
    shipped: Configuration, change: Callable[[Letter], Letter]
) -> None:
    other = replace(shipped, letter=change(shipped.letter))
    found = await entries(other, ["fr"], now=NOW, draw=draw)
    shown = html(other, found, "fr")
    assert f'<blockquote dir="auto"><p dir="auto">{other.letter.passages[0].text}</p>' in shown


async def test_a_campaign_that_has_little_has_its_page_too(shipped: Configuration) -> None:
    """One passage, nobody named, a goal of five at once: whatever may be left out."""
    campaign = shipped.campaign
    at_once = campaign.tally.publish.model_copy(update={"at_least": 1, "every_minutes": 0})
    little = replace(
        shipped,
        campaign=campaign.model_copy(
            update={
                "links": (),
                "goal": campaign.goal.model_copy(update={"target": 5}),
                "tally": campaign.tally.model_copy(update={"publish": at_once}),
            }
        ),
        letter=replace(one_passage(shipped.letter), signatories=(), themes={}, press_count=0),
    )
    found = await entries(little, ["de"], now=NOW, draw=draw)
    assert {one.name for one in found} >= {"hub", "signatories", "support", "verify_put_together"}
    said = {key for one in found for key in one.keys}
    assert not said & {"pledge.signed_later", "pledge.tally_later", "tally.together"}
    assert "Das Versprechen" in Reading.of(html(little, found, "de")).text


async def test_a_language_without_words_is_shown_in_english(shipped: Configuration) -> None:
    found = await entries(shipped, ["it"], now=NOW, draw=draw)
    assert "italiano</bdi> (no words yet: others stand in)" in html(shipped, found, "it")
    assert "no words yet" not in html(shipped, [], "en")
    assert words_of(found[0]).startswith("## #AskMoreOfHim")
