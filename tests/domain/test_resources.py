"""Which help is shown to whom: never nothing, never guessed, never what has lapsed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.resources import (
    PAGE,
    Choice,
    Contacts,
    Directory,
    Emergency,
    Hours,
    Page,
    Resource,
    page_for,
)
from bot.domain.resources.review import Condition, Review
from tests.domain.audiences import AUDIENCES, ON_REQUEST, Audience

TODAY = date(2026, 11, 23)
ALWAYS = Hours(always=True)


reviews = st.builds(
    Review,
    st.none() | st.dates(date(2024, 1, 1), TODAY),
    st.integers(7, 400),
)


def resource(name: str, *regions: str, **changes: object) -> Resource:
    made = Resource(
        id=name,
        name=name,
        does={"en": "Helps."},
        audiences=frozenset({Audience.SURVIVOR}),
        regions=frozenset(regions or {"*"}),
        contacts=Contacts(web="https://example.org"),
        review=Review(None, 90),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def directory(*resources: Resource) -> Directory:
    fallback = resource("fallback", audiences=frozenset({Audience.CRISIS}))
    return Directory(
        resources=(*resources, fallback),
        emergency={"GB": Emergency(("999",)), "IE": Emergency(("112",))},
        fallback=("fallback",),
        parts={"GB-ENG": {"en": "England"}},
        audiences=AUDIENCES,
    )


def shown(found: Directory, choice: Choice, *, locale: str = "en-GB", start: int = 0) -> Page:
    return page_for(found, choice, locale=locale, today=TODAY, start=start)


def names(page: Page) -> list[str]:
    return [one.name for one in page.resources]


SURVIVOR_IN_GB = Choice("GB", Audience.SURVIVOR)


def test_a_country_shows_its_own_then_what_serves_every_country() -> None:
    found = directory(resource("world"), resource("gb", "GB"), resource("ie", "IE"))
    assert names(shown(found, SURVIVOR_IN_GB)) == ["gb", "world"]


def test_a_resource_for_part_of_a_country_is_shown_and_names_the_part() -> None:
    part = resource("part", "GB-ENG")
    assert names(shown(directory(part), SURVIVOR_IN_GB)) == ["part"]
    assert part.parts_of("GB") == ("GB-ENG",)
    assert resource("whole", "GB", "GB-ENG").parts_of("GB") == ()


def test_without_a_country_only_what_serves_every_country_is_shown() -> None:
    found = directory(resource("gb", "GB"), resource("world"))
    assert names(shown(found, Choice())) == ["world", "fallback"]


def test_among_equals_ones_language_then_always_open_then_official_then_the_files_order() -> None:
    found = directory(
        resource("last", "GB"),
        resource("official", "GB", official=True),
        resource("always", "GB", hours=ALWAYS),
        resource("polish", "GB", languages=("pl",)),
    )
    by_locale = shown(found, SURVIVOR_IN_GB, locale="pl")
    assert names(by_locale) == ["polish", "always", "official", "last"]
    assert names(shown(found, SURVIVOR_IN_GB, locale="en-GB"))[-1] == "polish"


def test_with_no_need_chosen_survivors_come_first_whatever_else_speaks_for_another() -> None:
    found = directory(
        resource("work", "GB", audiences=frozenset({Audience.WORKPLACE}), official=True),
        resource("polish", "GB", audiences=frozenset({Audience.SUPPORTER}), languages=("pl",)),
        resource("men", "GB", audiences=frozenset({Audience.SURVIVOR_MEN})),
        resource("survivors", "GB", hours=ALWAYS),
    )
    order = names(shown(found, Choice("GB"), locale="pl"))
    assert order == ["survivors", "men", "polish", "work"]


@pytest.mark.parametrize("need", [Audience.BYSTANDER, Audience.OWN_BEHAVIOUR])
def test_help_for_others_is_shown_only_to_who_asks_for_it(need: Audience) -> None:
    other = resource("other", "GB", audiences=frozenset({need}))
    both = resource("both", "GB", audiences=frozenset({need, Audience.SURVIVOR}))
    found = directory(other, both)
    assert names(shown(found, Choice("GB"))) == ["both", "fallback"]
    assert names(shown(found, Choice("GB", need))) == ["other", "both"]


def test_a_country_in_which_nothing_is_says_so() -> None:
    found = directory(resource("world"), resource("gb", "GB"))
    assert not shown(found, SURVIVOR_IN_GB).worldwide_only
    assert shown(found, Choice("IE", Audience.SURVIVOR)).worldwide_only
    assert not shown(found, Choice(None, Audience.SURVIVOR)).worldwide_only


def test_a_regional_language_is_the_same_language() -> None:
    assert resource("one", languages=("pt-BR",)).speaks("pt-BR")
    assert resource("one", languages=("es",)).speaks("es-419")
    assert not resource("one").speaks("en")


def test_where_nothing_fits_the_directories_stand_in() -> None:
    page = shown(directory(), SURVIVOR_IN_GB)
    assert (names(page), page.stands_in) == (["fallback"], True)
    assert not shown(directory(resource("gb", "GB")), SURVIVOR_IN_GB).stands_in


@pytest.mark.parametrize(
    ("need", "expected"),
    [
        (Audience.SURVIVOR, ["for survivors", "for anyone"]),
        (Audience.OWN_BEHAVIOUR, ["for anyone", "for survivors"]),
    ],
)
def test_who_fears_to_do_harm_is_not_led_to_survivors_help_first(
    need: Audience, expected: list[str]
) -> None:
    anyone = resource("for anyone", audiences=frozenset({Audience.CRISIS}))
    both = (resource("for survivors", "GB"), anyone)
    found = replace(directory(), resources=both, fallback=("for survivors", "for anyone"))
    assert names(shown(found, Choice("IE", need))) == expected


@pytest.mark.parametrize(
    ("days", "condition"),
    [
        (0, Condition.CURRENT),
        (90, Condition.CURRENT),
        (91, Condition.OVERDUE),
        (180, Condition.OVERDUE),
        (181, Condition.LAPSED),
    ],
)
def test_a_late_check_is_first_marked_then_hidden(days: int, condition: Condition) -> None:
    assert Review(TODAY - timedelta(days=days), 90).condition(TODAY) is condition


@given(reviews, st.dates(date(2024, 1, 1), date(2030, 1, 1)))
def test_a_condition_lasts_until_its_next_turn(review: Review, today: date) -> None:
    turn = review.next_turn(today)
    now = review.condition(today)
    assert review.condition(turn - timedelta(days=1)) is now
    assert (turn == date.max) == (now in (Condition.UNCHECKED, Condition.LAPSED))
    assert turn == date.max or review.condition(turn) is not now


def test_what_nobody_checked_is_unchecked_at_any_time() -> None:
    assert Review(None, 7).condition(date.max) is Condition.UNCHECKED


def test_what_has_lapsed_is_hidden_and_the_directories_stand_in_for_it() -> None:
    lapsed = Review(TODAY - timedelta(days=181), 90)
    one, other = resource("one", "GB", review=lapsed), resource("other", "GB")
    assert names(shown(directory(one, other), SURVIVOR_IN_GB)) == ["other", "fallback"]
    assert names(shown(directory(one), SURVIVOR_IN_GB)) == ["fallback"]
    assert shown(directory(one), SURVIVOR_IN_GB).stands_in


def test_a_directory_that_others_fall_back_on_never_lapses() -> None:
    lapsed = Review(TODAY - timedelta(days=1_000), 90)
    found = directory()
    found = replace(found, resources=(replace(found.resources[0], review=lapsed),))
    assert names(shown(found, SURVIVOR_IN_GB)) == ["fallback"]
    assert names(shown(found, Choice(None, Audience.CRISIS))) == ["fallback"]


anything = st.builds(
    resource,
    st.text("abc", min_size=1),
    st.sampled_from(["GB", "GB-ENG", "IE", "*"]),
    audiences=st.frozensets(st.sampled_from(Audience), min_size=1),
    review=reviews,
    languages=st.sampled_from([(), ("en",), ("ga", "en")]),
    hours=st.sampled_from([None, ALWAYS]),
)
choices = st.builds(
    Choice, st.sampled_from([None, "GB", "IE"]), st.none() | st.sampled_from(Audience)
)


@given(st.lists(anything, max_size=12), choices, st.sampled_from(["en", "ga", "de"]))
def test_turning_the_pages_shows_all_that_fits_once_and_is_never_empty(
    resources: list[Resource], choice: Choice, locale: str
) -> None:
    unique = {one.id: one for one in resources}
    found = directory(*unique.values())
    total = shown(found, choice, locale=locale).total
    pages = [shown(found, choice, locale=locale, start=at) for at in range(0, total, PAGE)]
    seen = [one.id for page in pages for one in page.resources]
    assert len(seen) == len(set(seen))
    assert all(0 < len(page.resources) <= PAGE for page in pages)
    for one in found.resources:
        here = one.worldwide or choice.country in one.countries
        asked = one.audiences - ON_REQUEST if choice.audience is None else {choice.audience}
        wanted = asked & one.audiences
        lapsed = one.review.condition(TODAY) is Condition.LAPSED
        if here and wanted and not lapsed:
            assert one.id in seen
        elif one.id != "fallback":
            assert one.id not in seen
    past = shown(found, choice, locale=locale, start=999)
    assert past.resources[-1] == pages[-1].resources[-1]
