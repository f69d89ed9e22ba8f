"""What `resources.yaml` holds: countries with their emergency numbers, and who helps in them."""

from __future__ import annotations

from typing import Annotated, Final

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
    text_up_to,
)
from bot.config.yaml.country_names import country_meant
from bot.config.yaml.faults import Location, did_you_mean, shown
from bot.domain.phrases import OPTION
from bot.domain.resources import WORLDWIDE, country_of


def _country(value: str) -> str:
    if value not in COUNTRIES or value not in Locale.parse("en").territories:
        hint = country_meant(value)
        raise invalid(((), f"should be a country code of ISO 3166, such as GB{hint}"))
    return value


Country = Annotated[str, AfterValidator(_country)]
SubdivisionCode = Annotated[
    str, TextPattern("[A-Z]{2}-[A-Z0-9]{1,3}", "should be a part of a country, such as GB-ENG")
]
AudienceId = Annotated[
    str, TextPattern("[a-z0-9-]{2,20}", "should be 2 to 20 small letters, digits and hyphens")
]
ShortNumber = Annotated[str, TextPattern("[0-9]{2,6}", "should be a short number in quotes")]


class AudienceLabel(Localised[Annotated[str, text_up_to(OPTION)]]):
    """What one chooses, by language code; the campaign's own is always there."""


class Name(Localised[Label]):
    """A name by language code; the campaign's own is always there."""


class EmergencyNumbers(ConfigModel):
    """A country that can be chosen on the page, and its emergency numbers."""

    country: Country
    """The country's code of ISO 3166-1, such as GB."""
    call: Annotated[tuple[ShortNumber, ...], Field(max_length=4)] = ()
    """The numbers to call, in quotes; any of them will do. Only where emergency is false, none."""
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


_NO_AUDIENCES: Final = ", for there is none yet (the shipped config/resources.yaml shows how)"
"""Said to who has a folder of before the list: shown to everyone, some entries would do harm."""


class AudienceEntry(ConfigModel):
    """What someone may come for; the page has a menu of these."""

    id: AudienceId
    """A short name, by which the organisations say whom they are for."""
    label: AudienceLabel
    """What one chooses, in the words of who comes, by language code."""
    first: bool = False
    """Whether what is for them stands before the rest where nothing is chosen."""
    on_request: bool = False
    """Whether what is only for them is shown to nobody but who chooses it."""
    comforted: bool = False
    """Whether the word of comfort stands on their page."""


class PartName(ConfigModel):
    """A part of a country that an organisation is limited to."""

    part: SubdivisionCode
    """The code of ISO 3166-2, such as GB-ENG."""
    name: Name
    """What the part is called, by language code."""


class SupportFile(ConfigModel):
    """Everything that the support page shows."""

    review_every_days: Days
    """How often each organisation should be tried. Late ones are marked; those that are twice as
    late are hidden."""
    fallback: Annotated[tuple[ResourceId, ...], Field(max_length=3)] = ()
    """The ids of worldwide directories that stand in where nothing else is left. It can be
    left out only where emergency is false."""
    emergency: bool = True
    """Write false where the page is about no danger: then it names no emergency numbers."""
    audiences: Annotated[tuple[AudienceEntry, ...], Field(max_length=24)] = ()
    """What one can come for, in the order of the menu. Without it, there is no such menu."""
    comfort: Sentence | None = None
    """A word for those something was done to: where nothing is chosen, and where comforted."""
    countries: tuple[EmergencyNumbers, ...] = ()
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
            *_repeated("audiences", "id", [one.id for one in self.audiences]),
            *_repeated("countries", "country", [one.country for one in self.countries]),
            *_repeated("parts", "part", [one.part for one in self.parts]),
            *_repeated("resources", "id", [one.id for one in self.resources]),
            *self._shared_numbers(),
            *self._undeclared_regions(),
            *self._wrong_fallback(),
            *self._undeclared_audiences(),
            *self._countries_without_numbers(),
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
                    unnamed = "has no emergency line under “countries”"
                    if not self.emergency:
                        unnamed = f"is not under “countries”; add “- country: {country}” there"
                    yield where, f"lies in {country}, which {unnamed}"
                if "-" in region and region not in parts:
                    yield where, "has no name under “parts”"

    def _undeclared_audiences(self) -> Found:
        known = [one.id for one in self.audiences]
        for at, one in enumerate(self.resources):
            for nth, name in enumerate(one.audience):
                if name not in known:
                    hint = did_you_mean(name, known) if known else _NO_AUDIENCES
                    where: Location = ("resources", at, "audience", nth)
                    yield where, f"“{shown(name)}” is not in the list of audiences{hint}"

    def _countries_without_numbers(self) -> Found:
        for at, one in enumerate(self.countries):
            if self.emergency and not one.call:
                yield ("countries", at, "call"), "is missing (The numbers to call, in quotes)"

    def _wrong_fallback(self) -> Found:
        if self.emergency and not self.fallback:
            yield ("fallback",), "should have an entry"
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
