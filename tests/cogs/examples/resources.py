"""The support page and what is around it, with entries as long as the files let them be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from bot.config import Configuration
from bot.domain.resources import (
    Choice,
    Contacts,
    Directory,
    Hours,
    Page,
    Phone,
    Resource,
    TextLine,
    page_for,
)
from bot.domain.resources.review import Review
from bot.interactions.cards import Card
from bot.messages import Voice
from cogs.resources import cards, words
from cogs.resources.entries import SupportPage
from tests.cogs.examples.values import LARGEST_ID
from tests.domain.audiences import Audience

TODAY = date(2026, 11, 23)


def longest_entry(name: str) -> Resource:
    """Return an entry as long as the configuration lets it be."""
    number = Phone("0" * 25, "tel:+440000000000")
    return Resource(
        id=name * 20,
        name=name * 80,
        does={"en": name * 150},
        audiences=frozenset(Audience),
        regions=frozenset({"GB-ENG", "GB-WLS"}),
        contacts=Contacts(
            phone=number,
            text=TextLine(number, name * 20),
            whatsapp=number,
            ussd="*" + "0" * 20 + "#",
            tty=number,
            email=f"{name * 40}@{name * 30}.org",
            web=f"https://{name * 60}.org/{name * 400}",
            chat=True,
        ),
        review=Review(TODAY - timedelta(days=100), 90),
        languages=("en", "es", "fr", "de", "pt-BR", "zh"),
        interpreters=True,
        hours=Hours(always=False, texts={"en": name * 150}),
        note={"en": name * 150},
    )


def longest_directory(configuration: Configuration) -> Directory:
    """Return the shipped directory with longer entries before its own."""
    emergency = configuration.directory.emergency["GB"]
    note = {"en": "n" * 150}
    entries = tuple(longest_entry(name) for name in "abcdefgh")
    return replace(
        configuration.directory,
        resources=(*entries, *configuration.directory.resources),
        emergency={"GB": replace(emergency, call=("110", "112"), text=("114",), note=note)},
    )


def _shown(say: Voice, configuration: Configuration) -> Iterator[SupportPage]:
    directory = longest_directory(configuration)
    for choice in (Choice(), Choice("GB"), *(Choice("GB", need) for need in Audience)):
        page = page_for(directory, choice, locale=say.locale, today=TODAY)
        yield SupportPage(page, directory, TODAY)


def _pages(say: Voice, configuration: Configuration) -> Iterator[Page]:
    for shown in _shown(say, configuration):
        yield shown.page


def support_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    for shown in _shown(say, configuration):
        for may_share in (True, False):
            yield cards.support_card(shown, say, may_share=may_share)


def posted_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    for shown in _shown(say, configuration):
        yield cards.posted_card(shown, say, shared_by=LARGEST_ID)


def share_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    for message_id in (None, LARGEST_ID):
        yield cards.share_card(configuration.directory, say, message_id=message_id)


def said_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    for said in (words.SHARED, words.SHARE_NO):
        yield cards.said_card(say(said))


def copy_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    for shown in _shown(say, configuration):
        yield cards.copy_card(shown, say)


def warning_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    for page in _pages(say, configuration):
        yield cards.warning_card(page, say)


def wrong_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    for page in _pages(say, configuration):
        yield cards.wrong_card(page, say)


def told_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    for page in _pages(say, configuration):
        yield cards.told_card(say(words.DM_SENT), page, say)
