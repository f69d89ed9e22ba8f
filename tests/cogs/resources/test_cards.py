"""The support page fits a message in every choice and language, and promises only what is true."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

import pytest

from bot.config import Configuration
from bot.domain.resources import (
    PAGE,
    Choice,
    Directory,
    Resource,
    page_for,
)
from bot.interactions.cards import CARD_TEXT, Card
from bot.messages import Messages, Voice
from cogs.resources import words
from cogs.resources.cards import (
    copy_card,
    posted_card,
    support_card,
    told_card,
    warning_card,
    wrong_card,
)
from cogs.resources.countries import country_menu
from cogs.resources.entries import SupportPage
from tests.cogs.drawing import faults
from tests.cogs.examples.resources import TODAY, longest_directory
from tests.components import text_of, walk
from tests.domain.audiences import ON_REQUEST, Audience


def told(card: Card) -> str:
    return text_of({"components": card.to_components()})


def cards(shown: SupportPage, say: Voice) -> list[Card]:
    page = shown.page
    return [
        support_card(shown, say),
        copy_card(shown, say),
        warning_card(page, say),
        wrong_card(page, say),
        told_card(say(words.DM_SENT), page, say),
    ]


FROM_THE_LIST = ("KI", "JP", "YT")
"""Countries of which only the list of numbers tells: many numbers, three, one for all."""


def test_every_card_of_every_choice_fits_in_every_language(configuration: Configuration) -> None:
    messages, directory = Messages(configuration.messages), configuration.directory
    for locale in messages.locales:
        say = messages.voice(locale)
        countries = [None, *directory.campaign_countries, *FROM_THE_LIST]
        for country, need in itertools.product(countries, [None, *Audience]):
            start, total = 0, 1
            while start < total:
                choice = Choice(country, need)
                page = page_for(directory, choice, locale=locale, today=TODAY, start=start)
                for card in cards(SupportPage(page, directory, TODAY), say):
                    assert faults(card) == [], (locale, choice, start)
                start, total = start + PAGE, page.total


def test_only_the_first_general_page_can_be_shared(configuration: Configuration) -> None:
    say, directory = Messages(configuration.messages).voice("en"), configuration.directory
    twice = [replace(one, id=f"{one.id}-{time}") for time in (1, 2) for one in directory.resources]
    directory = replace(directory, resources=tuple(twice))
    shared: list[bool] = []
    for start in (0, PAGE):
        page = page_for(directory, Choice(), locale="en", today=TODAY, start=start)
        assert page.start == start
        card = support_card(SupportPage(page, directory, TODAY), say, may_share=True)
        parts = walk(card.to_components())
        shared.append("amh:resources:share" in [one.get("custom_id") for one in parts])
    assert shared == [True, False]


def test_countries_stand_where_a_reader_looks_for_them(configuration: Configuration) -> None:
    messages, directory = Messages(configuration.messages), configuration.directory
    page = page_for(directory, Choice(), locale="fr", today=TODAY)
    menu = country_menu(SupportPage(page, directory, TODAY), messages.voice("fr"))
    _, *labels, more = [one.label for one in menu.options]
    at = labels.index("États-Unis")
    assert labels[at - 1 : at + 2] == ["Espagne", "États-Unis", "France"]
    assert labels[-1] == "Suède"
    assert more == "Autres pays"


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
        card = support_card(SupportPage(page, overlong, TODAY), say)
        assert card.content_length() <= CARD_TEXT
        assert faults(card) == []
        assert faults(copy_card(SupportPage(page, overlong, TODAY), say)) == []
        seen += [one.name for one in page.resources if f"**{one.name}**" in told(card)]
        more = [part for part in walk(card.to_components()) if part.get("label") == "More"]
        if not more:
            break
        start = int(more[0]["custom_id"].rpartition(":")[2])
    fitting = [one for one in overlong.resources if _in_gb(one) and one.audiences - ON_REQUEST]
    assert sorted(seen) == sorted({one.name for one in fitting})
    assert len(seen) == page.total


def _in_gb(one: Resource) -> bool:
    return one.worldwide or "GB" in one.countries


def test_an_overdue_entry_is_marked_with_its_day(
    configuration: Configuration, overlong: Directory
) -> None:
    page = page_for(overlong, Choice("GB"), locale="en", today=TODAY)
    card = support_card(
        SupportPage(page, overlong, TODAY), Messages(configuration.messages).voice("en")
    )
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
    shown = SupportPage(page, configuration.directory, TODAY)
    for sentence in (
        "Here, only you can see this page.",
        "Discord itself can see",
        "Your device",
        "the numbers you call",
        "If someone checks your phone, use a device they cannot reach.",
    ):
        assert sentence in told(support_card(shown, say))
    assert "It stays here until you delete it" in told(copy_card(shown, say))
    for left in (copy_card(shown, say), warning_card(page, say)):
        assert "may still be in your list" in told(left)


NOT_TO_BLAME = {
    "en": "Whatever happened, you are not to blame. You decide what you tell.",
    "de": "Was auch passiert ist: Du bist nicht schuld. Du entscheidest, was du erzählst.",
    "fr": (
        "Quoi qu’il soit arrivé, ce n’est pas ta faute. "
        "C’est toi qui décides de ce que tu racontes."
    ),
    "es": "Pasara lo que pasara, no es culpa tuya. Tú decides qué contar.",
    "pt-BR": "Não importa o que aconteceu: a culpa não é sua. Você decide o que contar.",
}


@pytest.mark.parametrize(("locale", "sentence"), NOT_TO_BLAME.items())
def test_nobody_it_happened_to_is_to_blame_in_any_language(
    configuration: Configuration, locale: str, sentence: str
) -> None:
    say, directory = Messages(configuration.messages).voice(locale), configuration.directory
    for need in (None, Audience.SURVIVOR, Audience.SURVIVOR_MEN, Audience.WORKPLACE):
        page = page_for(directory, Choice("GB", need), locale=locale, today=TODAY)
        shown = SupportPage(page, directory, TODAY)
        cards = (
            support_card(shown, say),
            copy_card(shown, say),
            posted_card(shown, say, shared_by=1),
        )
        for card in cards:
            first, numbers, comfort, *_ = told(card).splitlines()
            assert first == say(words.FIRST_LINE)
            assert "**999**" in numbers
            assert comfort == sentence


@pytest.mark.parametrize("need", [Audience.OWN_BEHAVIOUR, Audience.BYSTANDER, Audience.SUPPORTER])
def test_who_comes_for_another_reason_is_not_told_whose_fault_it_is(
    configuration: Configuration, need: Audience
) -> None:
    say, directory = Messages(configuration.messages).voice("en"), configuration.directory
    page = page_for(directory, Choice("GB", need), locale="en", today=TODAY)
    assert "to blame" not in told(support_card(SupportPage(page, directory, TODAY), say))


def test_numbers_from_the_list_say_so_and_that_they_name_no_police(
    configuration: Configuration,
) -> None:
    say, directory = Messages(configuration.messages).voice("en"), configuration.directory

    def numbers(country: str) -> str:
        page = page_for(directory, Choice(country), locale="en", today=TODAY)
        return told(support_card(SupportPage(page, directory, TODAY), say)).splitlines()[1]

    unchecked = "This is from a public list; this campaign has not checked it."
    assert numbers("PL") == f"**In danger now?** Call **112**. {unchecked}"
    assert numbers("JP") == (
        f"**In danger now?** Call **110** or **119**. {unchecked} "
        "The list does not say which of them is the police."
    )
    assert unchecked not in numbers("GB")


def test_a_country_without_an_organisation_says_that_the_rest_serves_every_country(
    configuration: Configuration,
) -> None:
    say, directory = Messages(configuration.messages).voice("en"), configuration.directory
    for choice, said in (
        (Choice("JP"), True),
        (Choice("GB", Audience.CRISIS), True),
        (Choice("GB"), False),
        (Choice(), False),
    ):
        page = page_for(directory, choice, locale="en", today=TODAY)
        card = support_card(SupportPage(page, directory, TODAY), say)
        assert (say(words.WORLDWIDE_ONLY) in told(card)) == said, choice


@pytest.mark.parametrize(
    ("country", "numbers"),
    [("CH", ("112", "117", "118", "144")), ("CL", ("911", "131", "132", "133"))],
)
def test_a_country_whose_line_no_source_confirms_yet_still_gives_what_is_true(
    configuration: Configuration, country: str, numbers: tuple[str, ...]
) -> None:
    directory = configuration.directory
    page = page_for(directory, Choice(country), locale="en", today=TODAY)
    for locale in configuration.messages:
        say = Messages(configuration.messages).voice(locale)
        shown = told(support_card(SupportPage(page, directory, TODAY), say))
        assert [one for one in numbers if f"**{one}**" in shown] == list(numbers)
        assert say(words.WORLDWIDE_ONLY) in shown
        assert {one.id for one in page.resources}.issuperset(directory.fallback)
