"""What `resources.yaml` holds: countries with their emergency numbers, and who helps in them."""

from __future__ import annotations

from typing import Annotated

from babel import Locale
from pydantic import AfterValidator, Field, model_validator

from bot.config.models.organisations import Days, Found, Organisation, ResourceId, Sentence
from bot.config.models.phones import COUNTRIES, is_emergency_number, phone
from bot.config.models.values import (
    ConfigModel,
    Label,
    Localised,
    NotEmpty,
    TextPattern,
    at_most,
    invalid,
)
from bot.config.yaml.faults import Location
from bot.domain.resources import WORLDWIDE, country_of


def _country(value: str) -> str:
    if value not in COUNTRIES or value not in Locale.parse("en").territories:
        raise invalid(((), "should be a country code of ISO 3166, such as GB"))
    return value


Country = Annotated[str, AfterValidator(_country)]
Part = Annotated[
    str, TextPattern("[A-Z]{2}-[A-Z0-9]{1,3}", "should be a part of a country, such as GB-ENG")
]
ShortNumber = Annotated[str, TextPattern("[0-9]{2,6}", "should be a short number in quotes")]


class Name(Localised[Label]):
    """A name by language code; English (en) is always there."""


class EmergencyNumbers(ConfigModel):
    """A country that can be chosen on the page, and its emergency numbers."""

    country: Country
    """The country's code of ISO 3166-1, such as GB."""
    call: Annotated[tuple[ShortNumber, ...], at_most(4), NotEmpty]
    """The numbers to call, in quotes; any of them will do."""
    text: Annotated[tuple[ShortNumber, ...], Field(max_length=2)] = ()
    """The numbers that take text messages, in quotes."""
    note: Sentence | None = None
    """What one has to know to use them, such as what to press when one cannot speak."""

    @model_validator(mode="after")
    def _numbers_fit(self) -> EmergencyNumbers:
        """Refuse a number that does not reach the country's emergency services."""
        wrong: list[tuple[Location, str]] = [
            (("call", at), f"is no emergency number of {self.country}")
            for at, number in enumerate(self.call)
            if not is_emergency_number(number, self.country)
        ]
        if wrong:
            raise invalid(*wrong)
        return self


class PartName(ConfigModel):
    """A part of a country that an organisation is limited to."""

    part: Part
    """The code of ISO 3166-2, such as GB-ENG."""
    name: Name
    """What the part is called, by language code."""


class SupportFile(ConfigModel):
    """Everything that the support page shows."""

    review_every_days: Days
    """How often each organisation should be tried. Late ones are marked; those that are twice as
    late are hidden."""
    fallback: Annotated[tuple[ResourceId, ...], at_most(3), NotEmpty]
    """The ids of worldwide directories that stand in where nothing else is left."""
    countries: tuple[EmergencyNumbers, ...]
    """The countries that organisations help in, each with its emergency numbers. They stand first
    on the page; the others follow, with the emergency numbers that the list of numbers knows."""
    parts: tuple[PartName, ...] = ()
    """The names of the parts of countries that organisations are limited to."""
    resources: Annotated[tuple[Organisation, ...], at_most(500), NotEmpty]
    """The organisations; among equals, the order here is the order on the page."""

    @model_validator(mode="after")
    def _fits_together(self) -> SupportFile:
        """Refuse what two entries contradict each other in."""
        wrong = [
            *_repeated("countries", "country", [one.country for one in self.countries]),
            *_repeated("parts", "part", [one.part for one in self.parts]),
            *_repeated("resources", "id", [one.id for one in self.resources]),
            *self._shared_numbers(),
            *self._undeclared_regions(),
            *self._wrong_fallback(),
        ]
        if wrong:
            raise invalid(*wrong)
        return self

    def _shared_numbers(self) -> Found:
        owners: dict[str, str] = {}
        for at, one in enumerate(self.resources):
            for where, number in one.contacts.numbers():
                tel = phone(number, one.countries, one.vouched).tel
                # a short code means something else in each country
                key = tel if tel.startswith("tel:+") else f"{tel} {sorted(one.countries)}"
                owner = owners.setdefault(key, one.id)
                if owner != one.id:
                    yield ("resources", at, "contacts", *where), f"is also the number of “{owner}”"

    def _undeclared_regions(self) -> Found:
        countries = {one.country for one in self.countries}
        parts = {one.part for one in self.parts}
        for at, one in enumerate(self.resources):
            for nth, region in enumerate(one.regions):
                where: Location = ("resources", at, "regions", nth)
                country = country_of(region)
                if region != WORLDWIDE and country not in countries:
                    yield where, f"lies in {country}, which has no emergency line under “countries”"
                if "-" in region and region not in parts:
                    yield where, "has no name under “parts”"

    def _wrong_fallback(self) -> Found:
        known = {one.id: one for one in self.resources}
        for at, wanted in enumerate(self.fallback):
            found = known.get(wanted)
            if found is None:
                yield ("fallback", at), "is the id of no resource"
            elif WORLDWIDE not in found.regions or not found.contacts.web:
                yield ("fallback", at), "should be a resource for every country (*), with a web"


def _repeated(group: str, key: str, names: list[str]) -> Found:
    for at, name in enumerate(names):
        if name in names[:at]:
            yield (group, at, key), "is there twice"
