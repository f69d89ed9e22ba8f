"""One entry of `resources.yaml`: who helps whom, where, and the ways to reach them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated

from babel import Locale, UnknownLocaleError
from pydantic import AfterValidator, Field, WithJsonSchema, model_validator

from bot.config.models.phones import COUNTRIES, NotDiallable, is_known, phone, short_code
from bot.config.models.values import (
    Address,
    ConfigModel,
    Day,
    Label,
    Localised,
    NotEmpty,
    TextPattern,
    invalid,
    text_up_to,
)
from bot.config.yaml.country_names import country_meant
from bot.config.yaml.faults import Location, did_you_mean
from bot.config.yaml.language_names import code_meant
from bot.domain.resources import WORLDWIDE, country_of

Found = Iterator[tuple[Location, str]]


def _language(value: str) -> str:
    try:
        Locale.parse(value, sep="-")
    except (UnknownLocaleError, ValueError) as failure:
        sentence = f"should be a language code, such as en or pt-BR{code_meant(value)}"
        raise invalid(((), sentence)) from failure
    return value


def _one_of(*known: str) -> tuple[AfterValidator, WithJsonSchema]:
    """Return what makes a string one of some words."""

    def checked(value: str) -> str:
        if value not in known:
            hint = did_you_mean(value, known)
            raise invalid(((), f"is none of {', '.join(known)}{hint}"))
        return value

    return AfterValidator(checked), WithJsonSchema({"enum": list(known)})


Region = Annotated[
    str,
    TextPattern(
        r"\*|[A-Z]{2}(-[A-Z0-9]{1,3})?",
        "should be a country (GB), a part of one (GB-ENG), or * in quotes for every country",
        country_meant,
    ),
]
Language = Annotated[str, AfterValidator(_language)]
ResourceId = Annotated[
    str, TextPattern("[a-z0-9-]{2,40}", "should be 2 to 40 small letters, digits and hyphens")
]
Number = Annotated[str, text_up_to(25)]
Ussd = Annotated[
    str, TextPattern(r"\*[0-9*]{1,20}#", "should be a code to dial in quotes, such as *120*7867#")
]
Email = Annotated[
    str,
    text_up_to(80),
    TextPattern(r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", "should be an e-mail address"),
]
Days = Annotated[int, Field(ge=7, le=1_000)]
Evidence = Annotated[str, *_one_of("official-page", "corroborated", "single-source", "name-only")]


class Sentence(Localised[Annotated[str, text_up_to(150)]]):
    """One sentence by language code; the campaign's own is always there."""


class Texting(ConfigModel):
    """A number that takes text messages."""

    number: Number
    """The number, in quotes."""
    send: Annotated[str, text_up_to(20)] | None = None
    """The word to send first, if there is one."""


class ShortCode(ConfigModel):
    """A short code that no list of phone numbers knows, and who gives it all the same."""

    number: Annotated[
        str, TextPattern("[0-9]{3,6}", "should be a short code in quotes: 3 to 6 digits, no spaces")
    ]
    """The short code as the contacts have it, in quotes, without spaces."""
    source: Annotated[str, text_up_to(200)]
    """Where it was read: who gives it, and when."""


class ContactWays(ConfigModel):
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
            raise invalid(((), "should hold a way to reach the organisation, such as phone or web"))
        if self.chat and not self.web:
            raise invalid((("chat",), "is on the organisation's page; add its address under web"))
        return self


class Organisation(ConfigModel):
    """An organisation that helps."""

    id: ResourceId
    """A key for this entry that never changes; a report that it does not work names it."""
    name: Label
    """What the organisation calls itself."""
    does: Sentence
    """What it does, in one sentence."""
    audience: tuple[str, ...] = ()
    """Whom it is for: ids from the list of audiences. Leave it out for everyone."""
    regions: Annotated[tuple[Region, ...], NotEmpty]
    """Where it helps: countries (GB), parts of one (GB-ENG), or "*" for every country."""
    official: bool = False
    """Whether it is run by the state, or named by it as the country's line."""
    languages: tuple[Language, ...] = ()
    """The languages it is known to speak. Leave it out when you do not know."""
    interpreters: bool = False
    """Whether it takes other languages too, through an interpreter."""
    contacts: ContactWays
    """How to reach it."""
    short_codes: tuple[ShortCode, ...] = ()
    """The short codes among the contacts that no list of phone numbers knows, with their source."""
    always_open: bool = False
    """Whether someone answers at every hour of every day."""
    hours: Sentence | None = None
    """When someone answers, if not always."""
    note: Sentence | None = None
    """What else one has to know before getting in touch."""
    source: Annotated[str, text_up_to(200)]
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
        return frozenset(country_of(one) for one in self.regions if one != WORLDWIDE)

    @property
    def vouched(self) -> frozenset[str]:
        """The short codes that a source vouches for, though no list of numbers knows them."""
        return frozenset(one.number for one in self.short_codes)

    @model_validator(mode="after")
    def _coherent(self) -> Organisation:
        """Refuse what contradicts itself; each contradiction is said at its place."""
        wrong = [*self._wrong_regions(), *self._wrong_numbers(), *self._wrong_name()]
        wrong += self._wrong_short_codes()
        if self.always_open and self.hours:
            wrong.append((("hours",), "contradicts always_open; keep one of them"))
        if (self.verified_on is None) != (self.verified_by is None):
            missing = "verified_by" if self.verified_on else "verified_on"
            wrong.append(((missing,), "is missing; a check has a day and someone who made it"))
        if wrong:
            raise invalid(*wrong)
        return self

    def _wrong_regions(self) -> Found:
        if WORLDWIDE in self.regions and len(self.regions) > 1:
            yield ("regions",), "should be * alone, or a list of countries"
        for at, region in enumerate(self.regions):
            if region != WORLDWIDE and country_of(region) not in COUNTRIES:
                hint = country_meant(region)
                sentence = f"should begin with a country code of ISO 3166, such as GB{hint}"
                yield ("regions", at), sentence

    def _wrong_numbers(self) -> Found:
        for where, number in self.contacts.numbers():
            try:
                phone(number, self.countries, self.vouched)
            except NotDiallable as failure:
                yield ("contacts", *where), failure.sentence

    def _wrong_short_codes(self) -> Found:
        """Yield the exceptions that are not needed, so that none outlives its reason."""
        dialled = {short_code(number): number for _, number in self.contacts.numbers()}
        for at, one in enumerate(self.short_codes):
            where: Location = ("short_codes", at, "number")
            if one.number not in dialled:
                yield where, "is none of the contacts"
            elif is_known(dialled[one.number], self.countries):
                yield where, "is a number that the list of phone numbers knows; take it out here"

    def _wrong_name(self) -> Found:
        """Yield the numbers in the name that are not what the contacts dial."""
        dialled = {_digits(number) for _, number in self.contacts.numbers()}
        for label in re.findall(r"(?<![\w/])\d[\d ]*\d(?![\w/])", self.name):
            if len(_digits(label)) >= 3 and _digits(label) not in dialled:
                yield ("name",), f"says {label}, but the contacts dial another number"


def _digits(written: str) -> str:
    return re.sub(r"\D", "", written)
