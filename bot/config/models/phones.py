"""Checks a written phone number and returns it as people read it and as a phone dials it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Final

import phonenumbers
from phonenumbers import shortnumberinfo

from bot.domain.resources import Phone

COUNTRIES: Final = frozenset(phonenumbers.SUPPORTED_REGIONS)
"""The countries whose numbers can be checked, by ISO 3166-1 code."""

_WRITTEN = re.compile(r"\+?[0-9(][0-9 ()/.-]{1,24}")

# Commission Decision 2007/116/EC, as amended until 2022: one meaning in every state of the EU.
_HARMONISED: Final = frozenset({"116000", "116006", "116016", "116111", "116117", "116123"})
UNION: Final = frozenset({
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE",
    "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
})  # fmt: skip
"""The states of the European Union."""


class NotDiallable(Exception):
    """A written number that no phone of its country could dial, with the sentence for a person."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def short_code(written: str) -> str | None:
    """Return the digits of a number so short that only one country can dial it, or None."""
    digits = re.sub(r"[ -]", "", written)
    return digits if re.fullmatch(r"[0-9]{3,6}", digits) else None


def phone(written: str, countries: Iterable[str], vouched: Collection[str] = ()) -> Phone:
    """Return the two forms of a number that serves some countries, or any where none are named.

    It is shown as it is written, for an organisation groups its digits so that they are remembered.
    `vouched` are the digits of short codes that the library does not know, but a named source does.

    Raises:
        NotDiallable: when it is no number, not valid in these countries, or lacks the + and country
            code that a number for every country needs.
    """
    shown = " ".join(written.split())
    if not _WRITTEN.fullmatch(shown):
        raise NotDiallable("should be a number alone: digits, spaces, hyphens, and + at the start")
    places = sorted(countries)
    if not places and not shown.startswith("+"):
        raise NotDiallable("serves every country, so it should begin with + and a country code")
    for country in places or [None]:
        tel = _tel(shown, country)
        if tel is not None:
            return Phone(shown, tel)
    digits = short_code(shown)
    if digits is not None and digits in vouched:
        return Phone(shown, f"tel:{digits}")
    where = " or ".join(places) or "its country"
    hint = "; say under short_codes where this short code was read" if digits and places else ""
    raise NotDiallable(f"is not a valid number for {where}{hint}")


def is_known(written: str, countries: Iterable[str]) -> bool:
    """Return whether the library knows a number in one of its countries, with no one vouching."""
    try:
        phone(written, countries)
    except NotDiallable:
        return False
    return True


def is_emergency_number(number: str, country: str) -> bool:
    """Return whether a number reaches a country's emergency services."""
    return shortnumberinfo.is_emergency_number(number, country)


def _tel(shown: str, country: str | None) -> str | None:
    digits = re.sub(r"\D", "", shown)
    if country in UNION and digits in _HARMONISED:
        return f"tel:{digits}"
    try:
        number = phonenumbers.parse(shown, country)
    except phonenumbers.NumberParseException:
        return None
    if (
        country
        and not shown.startswith("+")
        and shortnumberinfo.is_valid_short_number_for_region(number, country)
    ):
        return f"tel:{digits}"
    if country:
        valid = phonenumbers.is_valid_number_for_region(number, country)
    else:
        valid = phonenumbers.is_valid_number(number)
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return f"tel:{e164}" if valid else None
