"""Whom to call in danger, in every country: what the library of phone numbers confirms, no more."""

from __future__ import annotations

import re

import phonenumbers
import pytest
from babel import Locale

from bot.config.models.emergency import CONFIRMED
from bot.config.models.phones import UNION, is_emergency_number

FOR_EVERY_SERVICE = ("112", "911", "999")
MOST = 5


def known(country: str, digits: range) -> list[str]:
    """Return the emergency numbers of so many digits that the library knows of a country."""
    metadata = phonenumbers.PhoneMetadata.short_metadata_for_region(country)
    if metadata is None or metadata.emergency is None:
        return []
    pattern = re.compile(metadata.emergency.national_number_pattern or "(?!)")
    lengths = [one for one in metadata.emergency.possible_length if one in digits]
    numbers = (f"{number:0{length}}" for length in lengths for number in range(10**length))
    return [number for number in numbers if pattern.fullmatch(number)]


def chosen(country: str) -> tuple[str, ...]:
    """Return the numbers that the page should show, by the rule that stands beside the table."""
    numbers = known(country, range(2, 4)) or known(country, range(4, 7))
    if country in UNION:
        return tuple(number for number in numbers if number == "112")
    every = [number for number in FOR_EVERY_SERVICE if number in numbers]
    in_order = every + [number for number in numbers if number not in every]
    return tuple(every if every and len(in_order) > MOST else in_order)


@pytest.fixture(scope="module")
def should_be() -> dict[str, tuple[str, ...]]:
    found = {country: chosen(country) for country in sorted(phonenumbers.SUPPORTED_REGIONS)}
    return {country: numbers for country, numbers in found.items() if numbers}


def test_the_table_holds_what_the_library_confirms(should_be: dict[str, tuple[str, ...]]) -> None:
    assert dict(sorted(CONFIRMED.items())) == should_be


def test_each_number_reaches_the_emergency_services_of_its_country() -> None:
    for country, numbers in CONFIRMED.items():
        assert all(is_emergency_number(number, country) for number in numbers), country


def test_in_the_european_union_it_is_112_alone() -> None:
    assert {CONFIRMED[country] for country in UNION} == {("112",)}


def test_each_country_has_a_name() -> None:
    names = Locale.parse("en").territories
    assert len(CONFIRMED) > 230
    assert [country for country in CONFIRMED if country not in names] == []
