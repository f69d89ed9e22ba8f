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
    Contacts,
    Directory,
    Emergency,
    Hours,
    Phone,
    Resource,
    TextLine,
)
from bot.domain.resources.review import Condition, Review


def directory_of(file: SupportFile) -> Directory:
    """Return what the support page can show."""
    return Directory(
        resources=tuple(_resource(one, file.review_every_days) for one in file.resources),
        emergency=_emergency_numbers(file.countries, others=file.emergency),
        fallback=file.fallback,
        parts={one.part: one.name.root for one in file.parts},
        audiences=tuple(
            Audience(one.id, one.label.root, one.first, one.on_request, one.comforted)
            for one in file.audiences
        ),
        comfort=_texts(file.comfort),
        in_danger=file.emergency,
    )


def _emergency_numbers(
    countries: Iterable[EmergencyNumbers], *, others: bool
) -> dict[str, Emergency]:
    """Return the campaign's countries, then, if wanted, all others whose numbers are known."""
    own = {one.country: Emergency(one.call, one.text, _texts(one.note)) for one in countries}
    listed = {
        country: Emergency(numbers, from_list=True)
        for country, numbers in CONFIRMED.items()
        if others and country not in own
    }
    return own | listed


def _resource(one: Organisation, every_days: int) -> Resource:
    hours = Hours(one.always_open, one.hours.root if one.hours else {})
    return Resource(
        id=one.id,
        name=one.name,
        does=one.does.root,
        audiences=frozenset(one.audience),
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
        if sentence := _late(one, condition, directory, today):
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


def _late(one: Resource, condition: Condition, directory: Directory, today: date) -> str | None:
    checked = one.review.verified_on
    if checked and checked > today:
        return f"“{one.id}” was checked on {checked}, a day that is still to come"
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
    """Yield the countries in which those who come first may find no more than the directories.

    That they find help in parts of a country only is told of the first of them.
    """
    for at, country in enumerate(directory.campaign_countries):
        key = ("countries", at)
        for nth, one in enumerate(each for each in directory.audiences if each.first):
            found = _resources_for(directory, country, one)
            if not found:
                yield document.at_key(key, f"{country} has no resources for {one.id}")
            elif not nth and all(each.parts_of(country) for each in found):
                sentence = f"{country} has resources for {one.id} in parts of it only"
                yield document.at_key(key, sentence)


def _resources_for(directory: Directory, country: str, need: Audience) -> list[Resource]:
    """Return the country's own resources for a need."""
    return [
        one for one in directory.resources if country in one.countries and need.id in one.audiences
    ]
