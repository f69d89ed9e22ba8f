"""The support page fits a message in every choice and language, and promises only what is true."""

from __future__ import annotations

import itertools
import re

import pytest

from bot.config import Configuration
from bot.domain.resources import (
    PAGE,
    Audience,
    Choice,
    Directory,
    Resource,
    page_for,
)
from bot.interactions.cards import CARD_TEXT, Card
from bot.messages import Messages, Voice
from cogs.resources import words
from cogs.resources.cards import copy_card, support_card, told_card, warning_card, wrong_card
from cogs.resources.entries import Shown
from cogs.resources.menus import country_menu
from tests.cogs.drawing import faults
from tests.cogs.examples.resources import TODAY, longest_directory
from tests.components import text_of, walk


def told(card: Card) -> str:
    return text_of({"components": card.to_components()})


def cards(shown: Shown, say: Voice) -> list[Card]:
    page = shown.page
    return [
        support_card(shown, say),
        copy_card(shown, say),
        warning_card(page, say),
        wrong_card(page, say),
        told_card(say(words.DM_SENT), page, say),
    ]


def test_every_card_of_every_choice_fits_in_every_language(configuration: Configuration) -> None:
    messages, directory = Messages(configuration.messages), configuration.directory
    for locale in messages.locales:
        say = messages.voice(locale)
        for country, need in itertools.product([None, *directory.emergency], [None, *Audience]):
            start, total = 0, 1
            while start < total:
                choice = Choice(country, need)
                page = page_for(directory, choice, locale=locale, today=TODAY, start=start)
                for card in cards(Shown(page, directory, TODAY), say):
                    assert faults(card) == [], (locale, choice, start)
                start, total = start + PAGE, page.total


def test_countries_stand_where_a_reader_looks_for_them(configuration: Configuration) -> None:
    messages, directory = Messages(configuration.messages), configuration.directory
    page = page_for(directory, Choice(), locale="fr", today=TODAY)
    menu = country_menu(page, directory, messages.voice("fr"))
    _, *labels = [one.label for one in menu.options]
    at = labels.index("États-Unis")
    assert labels[at - 1 : at + 2] == ["Espagne", "États-Unis", "France"]
    assert labels[-1] == "Royaume-Uni"


@pytest.fixture
def overlong(configuration: Configuration) -> Directory:
    return longest_directory(configuration)


def test_the_longest_entries_are_spread_over_pages_and_none_is_lost(
    configuration: Configuration, overlong: Directory
) -> None:
    say = Messages(configuration.messages).voice("en")
    seen: list[str] = []
    start = 0
    while True:
        page = page_for(overlong, Choice("GB"), locale="en", today=TODAY, start=start)
        card = support_card(Shown(page, overlong, TODAY), say)
        assert card.content_length() <= CARD_TEXT
        assert faults(card) == []
        assert faults(copy_card(Shown(page, overlong, TODAY), say)) == []
        seen += [one.name for one in page.resources if f"**{one.name}**" in told(card)]
        more = [part for part in walk(card.to_components()) if part.get("label") == "More"]
        if not more:
            break
        start = int(more[0]["custom_id"].rpartition(":")[2])
    assert sorted(seen) == sorted({one.name for one in overlong.resources if _in_gb(one)})
    assert len(seen) == page.total


def _in_gb(one: Resource) -> bool:
    return one.worldwide or "GB" in one.countries


def test_an_overdue_entry_is_marked_with_its_day(
    configuration: Configuration, overlong: Directory
) -> None:
    page = page_for(overlong, Choice("GB"), locale="en", today=TODAY)
    card = support_card(Shown(page, overlong, TODAY), Messages(configuration.messages).voice("en"))
    assert "Last checked on 15 August 2026, so it may have changed." in told(card)


PROMISES_TOO_MUCH = re.compile(
    r"anonym|anónim|anônim|untrace|intraçable|intraceable|unverfolgbar|spurlos|irrastreable|"
    r"imposible de rastrear|irrastreável|impossível de rastrear|sans laisser de trace|"
    r"completely private|100 ?%",
    re.IGNORECASE,
)


def test_no_language_promises_what_nobody_can_keep(configuration: Configuration) -> None:
    for locale, catalogue in configuration.messages.items():
        for key, said in catalogue.items():
            forms = [said] if isinstance(said, str) else said.values()
            for form in forms:
                assert not PROMISES_TOO_MUCH.search(form), (locale, key)


def test_the_pattern_would_find_it() -> None:
    for promise in ("an anonymous page", "es ist anonym", "de forma anónima", "anônimo"):
        assert PROMISES_TOO_MUCH.search(promise)


def test_the_page_and_the_copy_say_what_remains(configuration: Configuration) -> None:
    say = Messages(configuration.messages).voice("en")
    page = page_for(configuration.directory, Choice(), locale="en", today=TODAY)
    shown = Shown(page, configuration.directory, TODAY)
    for sentence in ("only you", "Discord itself can see", "Your device", "the numbers you call"):
        assert sentence in told(support_card(shown, say))
    assert "It stays here until you delete it" in told(copy_card(shown, say))
