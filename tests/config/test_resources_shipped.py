"""The support file that is shipped: whom it leads where."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import attention
from bot.config.directory import directory_of
from bot.config.load import SUPPORT
from bot.config.yaml.faults import Fault
from bot.domain.resources import Choice, Directory, Phone, TextLine, page_for
from tests.config.support_file import TODAY
from tests.domain.audiences import ON_REQUEST, Audience

ROOT = Path(__file__).resolve().parents[2] / "config"


@pytest.fixture(scope="module")
def shipped() -> Directory:
    found: list[Fault] = []
    filled = SUPPORT.read(ROOT, found)
    assert filled is not None, found
    return directory_of(filled.value)


def test_the_shipped_file_holds_every_entry_and_claims_no_check(shipped: Directory) -> None:
    assert len(shipped.resources) == 66
    assert len(shipped.campaign_countries) == 23
    assert all(one.review.verified_on is None for one in shipped.resources)
    remarks = [one.message for one in attention(ROOT, TODAY)]
    line, *vouched = [one for one in remarks if "survivor-men" not in one]
    assert line.startswith("66 of 66 have not been checked")
    assert [one.split(",")[0] for one in vouched] == [
        "“in-ncw” gives 14490",
        "“pt-cig” gives 3060",
        "“co-155” gives 155",
        "“pe-100” gives 100",
    ]


NEXT_COUNTRIES = {
    "AT": ("0800 222 555", "133"),
    "BE": ("0800 30 030", "101"),
    "PT": ("800 202 148", "112"),
    "IT": ("1522", "112"),
    "NL": ("0800-0188", "112"),
    "SE": ("020-50 50 50", "112"),
    "AR": ("144", "911"),
    "CO": ("155", "123"),
    "PE": ("100", "105"),
    "KE": ("1195", "999"),
    "CA": ("1-888-933-9007", "911"),
}


@pytest.mark.parametrize(("country", "numbers"), NEXT_COUNTRIES.items())
def test_a_survivor_finds_the_line_of_each_of_the_next_countries(
    shipped: Directory, country: str, numbers: tuple[str, str]
) -> None:
    line, emergency = numbers
    choice = Choice(country, Audience.SURVIVOR)
    found = page_for(shipped, choice, locale="en-US", today=TODAY).resources
    assert line in {one.contacts.phone.display for one in found if one.contacts.phone}
    assert emergency in shipped.emergency[country].call
    assert not shipped.emergency[country].from_list


def test_with_no_need_chosen_survivors_lines_come_first_in_every_country(
    shipped: Directory,
) -> None:
    survivors = {Audience.SURVIVOR, Audience.SURVIVOR_MEN}
    for country in (None, *shipped.campaign_countries):
        for locale in ("en-US", "de", "fr", "es-ES", "pt-BR"):
            first = page_for(shipped, Choice(country), locale=locale, today=TODAY)
            starts = range(0, first.total, len(first.resources))
            found = [
                one
                for start in starts
                for one in page_for(
                    shipped, Choice(country), locale=locale, today=TODAY, start=start
                ).resources
            ]
            theirs = [one for one in found if not one.worldwide]
            for_them = [bool(one.audiences & survivors) for one in theirs]
            assert for_them == sorted(for_them, reverse=True), (country, locale)
            assert found, country
            assert [one.id for one in found if one.audiences <= ON_REQUEST] == [], country


def test_a_man_it_happened_to_is_led_to_what_says_it_is_for_any_gender(shipped: Directory) -> None:
    choice = Choice("GB", Audience.SURVIVOR_MEN)
    shown = page_for(shipped, choice, locale="en-GB", today=TODAY).resources
    assert {"gb-survivorstrust", "int-nomore"} <= {one.id for one in shown}


def test_where_men_have_no_resource_of_their_country_that_is_told(shipped: Directory) -> None:
    lacking = "has no resources for survivor-men"
    told = {one.message.split()[0] for one in attention(ROOT, TODAY) if lacking in one.message}
    assert "ZA" in told
    assert told.isdisjoint({"IE", "NZ", "AU", "CA"})
    assert told == set(shipped.campaign_countries) - {
        country
        for one in shipped.resources
        if Audience.SURVIVOR_MEN in one.audiences
        for country in one.countries
    }


def test_every_need_has_someone_somewhere(shipped: Directory) -> None:
    assert {need for one in shipped.resources for need in one.audiences} == set(Audience)


def test_a_text_line_keeps_the_word_to_send(shipped: Directory) -> None:
    found = shipped.find("us-ndvh")
    assert found is not None
    assert found.contacts.text == TextLine(Phone("88788", "tel:88788"), "START")
    assert shipped.find("nobody") is None
