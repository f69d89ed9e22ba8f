"""The support file: each mistake is one line at its place, and the shipped file has none."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.config import attention
from bot.config.directory import directory_of
from bot.config.load import SUPPORT
from bot.config.models.phones import NotDiallable, phone
from bot.config.yaml.faults import Fault
from bot.domain.resources import (
    Choice,
    Directory,
    Emergency,
    Phone,
    TextLine,
    page_for,
)
from tests.domain.audiences import ON_REQUEST, Audience

ROOT = Path(__file__).resolve().parents[2] / "config"
TODAY = date(2026, 11, 23)

GOOD = """\
review_every_days: 90
fallback: [world]
countries:
  - country: GB
    call: ["999"]
  - country: DE
    call: ["110", "112"]
parts:
  - part: GB-ENG
    name:
      en: England
resources:
  - id: one
    name: One
    does:
      en: Helps.
    audience: [survivor]
    regions: [GB-ENG]
    contacts:
      phone: "0808 500 2222"
    source: its own page
    evidence: official-page
    verified_on: 2026-11-01
    verified_by: the team
  - id: world
    name: World
    does:
      en: Lists help.
    audience: [survivor, supporter]
    regions: ["*"]
    contacts:
      web: https://example.org
    source: a list
    evidence: corroborated
audiences:
  - id: survivor
    label: { en: It happened to me }
    first: true
  - id: survivor-men
    label: { en: "It happened to me, and I am a man" }
    first: true
  - id: supporter
    label: { en: It happened to someone else }
"""


def faults(folder: Path, text: str) -> list[str]:
    (folder / "resources.yaml").write_text(text, encoding="utf-8")
    found: list[Fault] = []
    SUPPORT.read(folder, found)
    return [str(one).partition("resources.yaml:")[2] for one in found]


def test_the_small_file_is_right(tmp_path: Path) -> None:
    assert faults(tmp_path, GOOD) == []


MISTAKES: dict[str, tuple[str, str, str]] = {
    "a number of no such country": (
        '"0808 500 2222"',
        '"0808 500"',
        "20:14: resources[0].contacts.phone: is not a valid number for GB",
    ),
    "a number with words": (
        '"0808 500 2222"',
        '"call 0808 500 2222"',
        (
            "20:14: resources[0].contacts.phone: should be a number alone: digits, spaces, "
            "hyphens, and + at the start"
        ),
    ),
    "a number without quotes": (
        '"0808 500 2222"',
        "3919",
        "20:14: resources[0].contacts.phone: should be text, but is a number; put it in quotes",
    ),
    "a name with another number": (
        "name: One",
        "name: One 0808 500 3333",
        "14:11: resources[0].name: says 0808 500 3333, but the contacts dial another number",
    ),
    "one number for two": (
        "web: https://example.org",
        'web: https://example.org\n      phone: "+44 808 500 2222"',
        "33:14: resources[1].contacts.phone: is also the number of “one”",
    ),
    "an address that is not https": (
        "https://example.org",
        "http://example.org",
        "32:12: resources[1].contacts.web: should be a web address that begins with https://",
    ),
    "a region without an emergency line": (
        "regions: [GB-ENG]",
        "regions: [IE]",
        "20:14: resources[0].contacts.phone: is not a valid number for IE",
    ),
    "a region without an emergency line, its number right": (
        'regions: [GB-ENG]\n    contacts:\n      phone: "0808 500 2222"',
        'regions: [IE]\n    contacts:\n      phone: "1800 778888"',
        "18:15: resources[0].regions[0]: lies in IE, which has no emergency line under “countries”",
    ),
    "a part without a name": (
        "regions: [GB-ENG]",
        "regions: [GB-WLS]",
        "18:15: resources[0].regions[0]: has no name under “parts”",
    ),
    "a country that is none": (
        "regions: [GB-ENG]",
        "regions: [ZZ]",
        "18:15: resources[0].regions[0]: should begin with a country code of ISO 3166, such as GB",
    ),
    "no fall-back": ("fallback: [world]", "fallback: []", "2:11: fallback: should have an entry"),
    "a fall-back that is none": (
        "fallback: [world]",
        "fallback: [one]",
        "2:12: fallback[0]: should be a resource for every country (*), with a web",
    ),
    "a fall-back that is not there": (
        "fallback: [world]",
        "fallback: [earth]",
        "2:12: fallback[0]: is the id of no resource",
    ),
    "an emergency number that is none": (
        'call: ["999"]',
        'call: ["998"]',
        "5:12: countries[0].call[0]: is no emergency number of GB",
    ),
    "a country twice": (
        'country: DE\n    call: ["110", "112"]',
        'country: GB\n    call: ["112"]',
        "6:14: countries[1].country: is there twice",
    ),
    "an id twice": ("id: world", "id: one", "25:9: resources[1].id: is there twice"),
    "nobody who checked": (
        "    verified_by: the team\n",
        "    verified_by:\n",
        "24:17: resources[0].verified_by: is missing; a check has a day and someone who made it",
    ),
    "an unknown audience": (
        "audience: [survivor]",
        "audience: [survivors]",
        (
            "17:16: resources[0].audience[0]: “survivors” is not in the list of audiences; did you "
            "mean “survivor”?"
        ),
    ),
    "no way to reach it": (
        "web: https://example.org",
        "chat: false",
        (
            "32:7: resources[1].contacts: should hold a way to reach the organisation, such as "
            "phone or web"
        ),
    ),
    "every country and one": (
        'regions: ["*"]',
        'regions: ["*", GB]',
        "30:14: resources[1].regions: should be * alone, or a list of countries",
    ),
    "a short code that nobody vouches for": (
        'phone: "0808 500 2222"',
        'phone: "0808"',
        (
            "20:14: resources[0].contacts.phone: is not a valid number for GB; say under "
            "short_codes where this short code was read"
        ),
    ),
    "a short code without a source": (
        'phone: "0808 500 2222"\n',
        'phone: "0808"\n    short_codes:\n      - number: "0808"\n',
        (
            "22:9: resources[0].short_codes[0].source: is missing (Where it was read: who gives "
            "it, and when)"
        ),
    ),
    "a source for a number that is known": (
        'phone: "0808 500 2222"\n',
        'phone: "116 123"\n    short_codes:\n      - number: "116123"\n        source: a list\n',
        (
            "22:17: resources[0].short_codes[0].number: is a number that the list of phone "
            "numbers knows; take it out here"
        ),
    ),
    "a source for a number that is not there": (
        'phone: "0808 500 2222"\n',
        'phone: "0808 500 2222"\n    short_codes:\n      - number: "155"\n        source: a list\n',
        "22:17: resources[0].short_codes[0].number: is none of the contacts",
    ),
    "a short code that is not short": (
        'phone: "0808 500 2222"\n',
        'phone: "08085"\n    short_codes:\n      - number: "08085002"\n        source: a list\n',
        (
            "22:17: resources[0].short_codes[0].number: should be a short code in quotes: "
            "3 to 6 digits, no spaces"
        ),
    ),
    "a number for every country without its code": (
        "web: https://example.org",
        'phone: "0808 500 3333"',
        (
            "32:14: resources[1].contacts.phone: serves every country, so it should begin with + "
            "and a country code"
        ),
    ),
}


@pytest.mark.parametrize(("old", "new", "told"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_at_its_place(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert GOOD.count(old) == 1
    assert told in faults(tmp_path, GOOD.replace(old, new))


@pytest.mark.parametrize(
    ("written", "country", "tel"),
    [
        ("116 016", "DE", "tel:116016"),
        ("116 016", "ES", "tel:116016"),
        ("3919", "FR", "tel:3919"),
        ("016", "ES", "tel:016"),
        ("180", "BR", "tel:180"),
        ("181", "IN", "tel:181"),
        ("079", "MX", "tel:079"),
        ("0808  2000 247", "GB", "tel:+448082000247"),
        ("(01) 554 3811", "IE", "tel:+35315543811"),
    ],
)
def test_a_number_is_shown_as_written_and_dialled_as_its_country_does(
    written: str, country: str, tel: str
) -> None:
    assert phone(written, [country]) == Phone(" ".join(written.split()), tel)


@pytest.mark.parametrize(
    ("written", "country"), [("116 016", "US"), ("3919", "GB"), ("0800", "GB"), ("+1 800 5", "US")]
)
def test_a_number_that_its_country_cannot_dial_is_refused(written: str, country: str) -> None:
    with pytest.raises(NotDiallable, match=f"valid number for {country}"):
        phone(written, [country])


def test_a_folder_of_before_the_list_of_audiences_reads_where_to_see_one(tmp_path: Path) -> None:
    before, _, _ = GOOD.partition("audiences:\n")
    found = faults(tmp_path, before)
    assert len(found) == 3
    for fault in found:
        assert fault.endswith(
            "is not in the list of audiences, for there is none yet (the shipped "
            "config/resources.yaml shows how)"
        )


def told(folder: Path, text: str, today: date) -> list[str]:
    assert faults(folder, text) == []
    return [str(one).partition("resources.yaml:")[2] for one in attention(folder, today)]


def test_what_needs_someone_is_told_without_refusing_the_file(tmp_path: Path) -> None:
    unchecked = (
        "12:1: resources: 1 of 2 have not been checked by this campaign yet; the page says so"
    )
    thin = "4:5: countries[0]: GB has resources for survivor in parts of it only"
    empty = "6:5: countries[1]: DE has no resources for survivor"
    men = [
        "4:5: countries[0]: GB has no resources for survivor-men",
        "6:5: countries[1]: DE has no resources for survivor-men",
    ]
    usual = [men[0], thin, empty, men[1], unchecked]
    assert told(tmp_path, GOOD, TODAY) == usual
    (late,) = set(told(tmp_path, GOOD, date(2027, 3, 1))).difference(usual)
    assert late == (
        "23:5: resources[0].verified_on: “one” was last checked on 2026-11-01; it is overdue, and "
        "marked on the page"
    )
    (hidden,) = set(told(tmp_path, GOOD, date(2027, 6, 1))).difference(usual)
    assert hidden.endswith("it is hidden, the directories stand in for it")


def test_a_short_code_stands_on_the_word_of_its_source_and_that_is_told(tmp_path: Path) -> None:
    vouched = GOOD.replace(
        'phone: "0808 500 2222"\n',
        'phone: "0 808"\n    short_codes:\n      - number: "0808"\n        source: a paper\n',
    )
    (line,) = [one for one in told(tmp_path, vouched, TODAY) if "0808" in one]
    assert line == (
        "22:9: resources[0].short_codes[0]: “one” gives 0808, which the list of phone numbers does "
        "not know; it was read in: a paper"
    )
    filled = SUPPORT.read(tmp_path, [])
    assert filled is not None
    one = directory_of(filled.value).find("one")
    assert one is not None
    assert one.contacts.phone == Phone("0 808", "tel:0808")


def test_a_file_that_names_two_countries_offers_every_other_with_its_numbers(
    tmp_path: Path,
) -> None:
    assert faults(tmp_path, GOOD) == []
    filled = SUPPORT.read(tmp_path, [])
    assert filled is not None
    directory = directory_of(filled.value)
    assert directory.campaign_countries == ("GB", "DE")
    assert not directory.emergency["DE"].from_list
    assert directory.emergency["FR"] == Emergency(("112",), from_list=True)
    assert len(directory.emergency) > 230


def test_a_country_with_help_for_men_is_not_told(tmp_path: Path) -> None:
    helped = GOOD.replace("audience: [survivor]", "audience: [survivor, survivor-men]")
    men = [one for one in told(tmp_path, helped, TODAY) if "survivor-men" in one]
    assert men == ["6:5: countries[1]: DE has no resources for survivor-men"]


def test_a_lapsed_fall_back_stays_and_is_told(tmp_path: Path) -> None:
    verified = "    verified_on: 2020-01-01\n    verified_by: the team\n"
    checked = GOOD.replace("audiences:\n", f"{verified}audiences:\n")
    assert any("so it stays on the page" in one for one in told(tmp_path, checked, TODAY))


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
