"""The support file: each mistake is one line at its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config.directory import directory_of
from bot.config.load import SUPPORT
from bot.domain.resources import Emergency
from tests.config.support_file import GOOD, faults


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
    "a fall-back of one country": (
        'regions: ["*"]',
        "regions: [GB]",
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


def test_a_folder_of_before_the_list_of_audiences_reads_where_to_see_one(tmp_path: Path) -> None:
    before, _, _ = GOOD.partition("audiences:\n")
    found = faults(tmp_path, before)
    assert len(found) == 3
    for fault in found:
        assert fault.endswith(
            "is not in the list of audiences, for there is none yet (the shipped "
            "config/resources.yaml shows how)"
        )


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
