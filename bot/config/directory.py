"""Turns the support file into what the page shows, and finds what in it is due for a check."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from bot.config.model_file import ParsedFile
from bot.config.models.emergency import CONFIRMED
from bot.config.models.organisations import Organisation
from bot.config.models.phones import phone
from bot.config.models.resources import EmergencyNumbers, SupportFile
from bot.config.models.values import Localised
from bot.config.yaml.document import Document
from bot.config.yaml.faults import Fault
from bot.domain.languages import Texts
from bot.domain.resources import (
    Audience,
    Condition,
    Contacts,
    Directory,
    Emergency,
    Hours,
    Phone,
    Resource,
    Review,
    TextLine,
)


def directory_of(file: SupportFile) -> Directory:
    """Return what the support page can show."""
    return Directory(
        resources=tuple(_resource(one, file.review_every_days) for one in file.resources),
        emergency=_emergency_numbers(file.countries),
        fallback=file.fallback,
        parts={one.part: one.name.root for one in file.parts},
    )


def _emergency_numbers(countries: Iterable[EmergencyNumbers]) -> dict[str, Emergency]:
    """Return the campaign's countries, then all others of which the numbers are known."""
    own = {one.country: Emergency(one.call, one.text, _texts(one.note)) for one in countries}
    others = {
        country: Emergency(numbers, from_list=True)
        for country, numbers in CONFIRMED.items()
        if country not in own
    }
    return own | others


def _resource(one: Organisation, every_days: int) -> Resource:
    hours = Hours(one.always_open, one.hours.root if one.hours else {})
    return Resource(
        id=one.id,
        name=one.name,
        does=one.does.root,
        audiences=frozenset(map(Audience, one.audience)),
        regions=frozenset(one.regions),
        contacts=_contacts(one),
        review=Review(one.verified_on, one.review_every_days or every_days),
        languages=one.languages,
        interpreters=one.interpreters,
        official=one.official,
        hours=hours if one.always_open or one.hours else None,
        note=_texts(one.note),
    )


def _contacts(one: Organisation) -> Contacts:
    def both(written: str) -> Phone:
        return phone(written, one.countries, one.vouched)

    ways, text = one.contacts, one.contacts.text
    return Contacts(
        phone=both(ways.phone) if ways.phone else None,
        text=TextLine(both(text.number), text.send) if text else None,
        whatsapp=both(ways.whatsapp) if ways.whatsapp else None,
        ussd=ways.ussd,
        tty=both(ways.tty) if ways.tty else None,
        email=ways.email,
        web=ways.web,
        chat=ways.chat,
    )


def _texts(texts: Localised[str] | None) -> Texts | None:
    return texts.root if texts else None


def due(parsed: ParsedFile[SupportFile], today: date) -> Iterator[Fault]:
    """Yield what is valid but needs attention: late checks, and countries with little help.

    None of it keeps the bot from starting; the page already says or hides what it concerns.
    """
    directory = directory_of(parsed.value)
    unchecked = 0
    for at, one in enumerate(directory.resources):
        condition = one.review.condition(today)
        unchecked += condition is Condition.UNCHECKED
        if sentence := _late(one, condition, directory):
            yield parsed.document.at_key(("resources", at, "verified_on"), sentence)
    if unchecked:
        total = len(directory.resources)
        sentence = (
            f"{unchecked} of {total} have not been checked by this campaign yet; the page says so"
        )
        yield parsed.document.at_key(("resources",), sentence)
    yield from _vouched(parsed)
    yield from _countries_with_little(directory, parsed.document)


def _vouched(parsed: ParsedFile[SupportFile]) -> Iterator[Fault]:
    """Yield the short codes that stand on the page on the word of a source alone."""
    for at, one in enumerate(parsed.value.resources):
        for nth, code in enumerate(one.short_codes):
            sentence = (
                f"“{one.id}” gives {code.number}, which the list of phone numbers does not know; "
                f"it was read in: {code.source}"
            )
            yield parsed.document.at_key(("resources", at, "short_codes", nth), sentence)


def _late(one: Resource, condition: Condition, directory: Directory) -> str | None:
    checked = one.review.verified_on
    if condition is Condition.OVERDUE:
        return f"“{one.id}” was last checked on {checked}; it is overdue, and marked on the page"
    if condition is not Condition.LAPSED:
        return None
    if one.id in directory.fallback:
        return (
            f"“{one.id}” was last checked on {checked}; it is a fall-back, so it stays on the page"
        )
    return (
        f"“{one.id}” was last checked on {checked}; it is hidden, the directories stand in for it"
    )


def _countries_with_little(directory: Directory, document: Document) -> Iterator[Fault]:
    """Yield the countries in which a survivor may find no more than the directories."""
    for at, country in enumerate(directory.campaign_countries):
        key = ("countries", at)
        helpers = _helpers(directory, country, Audience.SURVIVOR)
        if not helpers:
            sentence = f"{country} has no resource for survivors; the page shows the directories"
            yield document.at_key(key, sentence)
        elif all(one.parts_of(country) for one in helpers):
            sentence = f"{country} has resources for survivors in parts of it only"
            yield document.at_key(key, sentence)
        if not _helpers(directory, country, Audience.SURVIVOR_MEN):
            yield document.at_key(key, f"{country} has no resources for survivor-men")


def _helpers(directory: Directory, country: str, need: Audience) -> list[Resource]:
    """Return the country's own resources for a need."""
    return [
        one for one in directory.resources if country in one.countries and need in one.audiences
    ]
