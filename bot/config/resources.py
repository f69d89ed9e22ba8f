"""What `resources.yaml` holds: who helps, with what, where, and how to reach them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Literal

from babel import Locale, UnknownLocaleError
from pydantic import AfterValidator, Field, model_validator

from bot.config.faults import Location
from bot.config.forms import Address, Day, Form, Label, Localised, Record, breach, words
from bot.config.phones import COUNTRIES, NotDiallable, is_emergency_number, phone
from bot.domain.resources import WORLDWIDE

Found = Iterator[tuple[Location, str]]

MOST_COUNTRIES = 24
"""A menu of Discord has 25 entries; one of them is for every other country."""


def _country(value: str) -> str:
    if value not in COUNTRIES or value not in Locale.parse("en").territories:
        raise breach(((), "should be a country code of ISO 3166, such as GB"))
    return value


def _language(value: str) -> str:
    try:
        Locale.parse(value, sep="-")
    except (UnknownLocaleError, ValueError) as failure:
        raise breach(((), "should be a language code, such as en or pt-BR")) from failure
    return value


Country = Annotated[str, AfterValidator(_country)]
Part = Annotated[
    str, Form("[A-Z]{2}-[A-Z0-9]{1,3}", "should be a part of a country, such as GB-ENG")
]
Region = Annotated[
    str,
    Form(
        r"\*|[A-Z]{2}(-[A-Z0-9]{1,3})?",
        "should be a country (GB), a part of one (GB-ENG), or * in quotes for every country",
    ),
]
Language = Annotated[str, AfterValidator(_language)]
ResourceId = Annotated[
    str, Form("[a-z0-9-]{2,40}", "should be 2 to 40 small letters, digits and hyphens")
]
Number = Annotated[str, words(25)]
ShortNumber = Annotated[str, Form("[0-9]{2,6}", "should be a short number in quotes")]
Ussd = Annotated[
    str, Form(r"\*[0-9*]{1,20}#", "should be a code to dial in quotes, such as *120*7867#")
]
Email = Annotated[
    str, Form(r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", "should be an e-mail address")
]
Days = Annotated[int, Field(ge=7, le=1_000)]
Evidence = Literal["official-page", "corroborated", "single-source", "name-only"]
AudienceName = Literal[
    "survivor",
    "survivor-men",
    "supporter",
    "bystander",
    "own-behaviour",
    "workplace",
    "crisis",
]


class Sentence(Localised[Annotated[str, words(150)]]):
    """One sentence by language code; English (en) is always there."""


class Name(Localised[Label]):
    """A name by language code; English (en) is always there."""


class EmergencyNumbers(Record):
    """A country that can be chosen on the page, and its emergency numbers."""

    country: Country
    """The country's code of ISO 3166-1, such as GB."""
    call: Annotated[tuple[ShortNumber, ...], Field(min_length=1, max_length=4)]
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
            raise breach(*wrong)
        return self


class PartName(Record):
    """A part of a country that an organisation is limited to."""

    part: Part
    """The code of ISO 3166-2, such as GB-ENG."""
    name: Name
    """What the part is called, by language code."""


class Texting(Record):
    """A number that takes text messages."""

    number: Number
    """The number, in quotes."""
    send: Annotated[str, words(20)] | None = None
    """The word to send first, if there is one."""


class ContactWays(Record):
    """The ways to reach an organisation: at least one."""

    phone: Number | None = None
    """The phone number as people in its country write it, in quotes."""
    text: Texting | None = None
    """The number for text messages."""
    whatsapp: Number | None = None
    """The number on WhatsApp, in quotes."""
    ussd: Ussd | None = None
    """A code that a mobile phone dials to be called back, in quotes."""
    tty: Number | None = None
    """The number for a text phone (TTY), in quotes."""
    email: Email | None = None
    """The e-mail address."""
    web: Address | None = None
    """The organisation's page; it begins with https://."""
    chat: bool = False
    """Whether the page has a chat."""

    def numbers(self) -> Iterator[tuple[Location, str]]:
        """Yield every number that a phone can dial or write to, with its place."""
        written: tuple[tuple[Location, str | None], ...] = (
            (("phone",), self.phone),
            (("text", "number"), self.text.number if self.text else None),
            (("whatsapp",), self.whatsapp),
            (("tty",), self.tty),
        )
        yield from ((where, number) for where, number in written if number)

    @model_validator(mode="after")
    def _usable(self) -> ContactWays:
        """Refuse an organisation that cannot be reached, and a chat without its page."""
        if not (self.web or self.email or self.ussd or any(self.numbers())):
            raise breach(((), "should hold a way to reach the organisation, such as phone or web"))
        if self.chat and not self.web:
            raise breach((("chat",), "is on the organisation's page; add its address under web"))
        return self


class Organisation(Record):
    """An organisation that helps."""

    id: ResourceId
    """A key for this entry that never changes; a report that it does not work names it."""
    name: Label
    """What the organisation calls itself."""
    does: Sentence
    """What it does, in one sentence."""
    audience: Annotated[tuple[AudienceName, ...], Field(min_length=1)]
    """Whom it is for."""
    regions: Annotated[tuple[Region, ...], Field(min_length=1)]
    """Where it helps: countries (GB), parts of one (GB-ENG), or "*" for every country."""
    official: bool = False
    """Whether it is run by the state, or named by it as the country's line."""
    languages: tuple[Language, ...] = ()
    """The languages it is known to speak. Leave it out when you do not know."""
    interpreters: bool = False
    """Whether it takes other languages too, through an interpreter."""
    contacts: ContactWays
    """How to reach it."""
    always_open: bool = False
    """Whether someone answers at every hour of every day."""
    hours: Sentence | None = None
    """When someone answers, if not always."""
    note: Sentence | None = None
    """What else one has to know before getting in touch."""
    source: Annotated[str, words(200)]
    """Where these details were read."""
    evidence: Evidence
    """How good that is: the organisation's own page (official-page), several independent lists
    (corroborated), one list (single-source), or no more than the name (name-only)."""
    address_confirmed: bool = True
    """Whether the web address was read somewhere, not written from memory."""
    verified_on: Day | None = None
    """The day someone of this campaign last tried these contacts. Empty means: not yet."""
    verified_by: Label | None = None
    """Who tried them."""
    review_every_days: Days | None = None
    """How often to try them, in days. Leave it out for the interval of the whole file."""

    @property
    def countries(self) -> frozenset[str]:
        """The countries that the regions lie in; none for every country."""
        return frozenset(one.split("-")[0] for one in self.regions if one != WORLDWIDE)

    @model_validator(mode="after")
    def _coherent(self) -> Organisation:
        """Refuse what contradicts itself; each contradiction is said at its place."""
        wrong = [*self._wrong_regions(), *self._wrong_numbers(), *self._wrong_name()]
        if self.always_open and self.hours:
            wrong.append((("hours",), "contradicts always_open; keep one of them"))
        if (self.verified_on is None) != (self.verified_by is None):
            missing = "verified_by" if self.verified_on else "verified_on"
            wrong.append(((missing,), "is missing; a check has a day and someone who made it"))
        if wrong:
            raise breach(*wrong)
        return self

    def _wrong_regions(self) -> Found:
        if WORLDWIDE in self.regions and len(self.regions) > 1:
            yield ("regions",), "should be * alone, or a list of countries"
        for at, region in enumerate(self.regions):
            if region != WORLDWIDE and region.split("-")[0] not in COUNTRIES:
                yield ("regions", at), "should begin with a country code of ISO 3166, such as GB"

    def _wrong_numbers(self) -> Found:
        for where, number in self.contacts.numbers():
            try:
                phone(number, self.countries)
            except NotDiallable as failure:
                yield ("contacts", *where), failure.sentence

    def _wrong_name(self) -> Found:
        """Yield the numbers in the name that are not what the contacts dial."""
        dialled = {_digits(number) for _, number in self.contacts.numbers()}
        for label in re.findall(r"(?<![\w/])\d[\d ]*\d(?![\w/])", self.name):
            if len(_digits(label)) >= 3 and _digits(label) not in dialled:
                yield ("name",), f"says {label}, but the contacts dial another number"


def _digits(written: str) -> str:
    return re.sub(r"\D", "", written)


class SupportFile(Record):
    """Everything that the support page shows."""

    review_every_days: Days
    """How often each organisation should be tried. Late ones are marked; those that are twice as
    late are hidden."""
    fallback: Annotated[tuple[ResourceId, ...], Field(min_length=1, max_length=3)]
    """The ids of worldwide directories that stand in where nothing else is left."""
    countries: Annotated[tuple[EmergencyNumbers, ...], Field(max_length=MOST_COUNTRIES)]
    """The countries that can be chosen on the page, each with its emergency numbers."""
    parts: tuple[PartName, ...] = ()
    """The names of the parts of countries that organisations are limited to."""
    resources: Annotated[tuple[Organisation, ...], Field(min_length=1)]
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
            raise breach(*wrong)
        return self

    def _shared_numbers(self) -> Found:
        owners: dict[str, str] = {}
        for at, one in enumerate(self.resources):
            for where, number in one.contacts.numbers():
                tel = phone(number, one.countries).tel
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
                country = region.split("-")[0]
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
