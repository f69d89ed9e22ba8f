"""The support page with the campaign's own entries, and what stands around it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Final

from bot.config import DIRECTORIES, IN_DANGER
from bot.domain.phrases import Phrase
from bot.domain.resources import (
    PAGE,
    Choice,
    Contacts,
    Emergency,
    Hours,
    Page,
    Phone,
    Resource,
    TextLine,
    page_for,
)
from bot.domain.resources.review import Review
from bot.examples import Example, Samples
from bot.interactions.cards import Card
from bot.messages import Voice
from cogs.resources import words
from cogs.resources.cards import (
    copy_card,
    posted_card,
    said_card,
    share_card,
    support_card,
    told_card,
    warning_card,
    wrong_card,
)
from cogs.resources.countries import OVERVIEW
from cogs.resources.entries import SupportPage

_NUMBER: Final = Phone("01632 960 000", "tel:+441632960000")
"""A number of a range that is given to nobody (Ofcom keeps it for films)."""

_EVERY_DAYS: Final = 90


def _page(of: Samples, choice: Choice = Choice(), start: int = 0) -> Page:  # noqa: B008 - frozen
    directory = of.configuration.directory
    return page_for(directory, choice, locale=of.locale, today=of.today, start=start)


def _shown(of: Samples, choice: Choice = Choice(), start: int = 0) -> SupportPage:  # noqa: B008 - frozen
    return SupportPage(_page(of, choice, start), of.configuration.directory, of.today)


def _sample(of: Samples, *, checked_days_ago: int | None, send: str | None = None) -> Resource:
    """Return an entry that can be reached in every way there is; it belongs to nobody."""
    checked = None if checked_days_ago is None else of.today - timedelta(days=checked_days_ago)
    return Resource(
        id="example",
        name="example.org",
        does=of.campaign.about.root,
        audiences=frozenset(one.id for one in of.configuration.directory.audiences),
        regions=frozenset(of.configuration.directory.parts),
        contacts=_every_way(send) if of.has(IN_DANGER) else _own_ways(of),
        review=Review(checked, _EVERY_DAYS),
        languages=tuple(dict.fromkeys((of.locale, of.configuration.letter.locale))),
        interpreters=True,
        hours=Hours(always=True),
    )


def _every_way(send: str | None) -> Contacts:
    return Contacts(
        phone=_NUMBER,
        text=TextLine(_NUMBER, send),
        whatsapp=_NUMBER,
        ussd="*123#",
        tty=_NUMBER,
        email="help@example.org",
        web="https://example.org/",
        chat=True,
    )


def _own_ways(of: Samples) -> Contacts:
    """Return the ways to reach the first entry: a page of another kind may have no numbers."""
    resources = of.configuration.directory.resources
    return resources[0].contacts if resources else Contacts(web="https://example.org/")


def _samples(say: Voice, of: Samples) -> Card:
    """Return a page of entries: one checked, one overdue, one checked long ago."""
    directory = of.configuration.directory
    country = next((part.split("-")[0] for part in directory.parts), None)
    entries = (
        _sample(of, checked_days_ago=1),
        _sample(of, checked_days_ago=_EVERY_DAYS + 1, send="HELP"),
        _sample(of, checked_days_ago=3 * _EVERY_DAYS),
    )
    page = Page(Choice(country), entries, 0, len(entries), stands_in=False)
    return support_card(SupportPage(page, directory, of.today), say)


def _country(say: Voice, of: Samples, fits: Callable[[Emergency], bool]) -> Card:
    """Return the page of the first country whose emergency numbers are of some kind."""
    emergency = of.configuration.directory.emergency
    found = (country for country, one in emergency.items() if fits(one))
    return support_card(_shown(of, Choice(next(found, None))), say)


def _turned(say: Voice, of: Samples, *, menu: str) -> Card:
    """Return the page with a menu of countries that one turned to."""
    return support_card(replace(_shown(of), menu=menu), say)


def _stands_in(say: Voice, of: Samples) -> Card:
    """Return the page for which there is no entry."""
    directory = of.configuration.directory
    need = directory.audiences[-1].id if directory.audiences else None
    page = replace(_page(of, Choice(None, need)), stands_in=True)
    return support_card(SupportPage(page, directory, of.today), say)


def _empty(say: Voice, of: Samples) -> Card:
    """Return the page where nothing fits, and no directory stands in."""
    page = Page(Choice(), (), 0, 0, stands_in=True)
    return support_card(SupportPage(page, of.configuration.directory, of.today), say)


def _entries(of: Samples) -> Page:
    """Return a page that has an entry in any case."""
    page = _page(of)
    return (
        page
        if page.resources
        else replace(page, resources=of.configuration.directory.resources[:1])
    )


def _share(say: Voice, of: Samples, *, message_id: int | None = None) -> Card:
    return share_card(of.configuration.directory, say, message_id=message_id)


def _told(said: Phrase, say: Voice, of: Samples) -> Card:
    return told_card(say(said), _page(of), say)


def _passed_on(say: Voice, of: Samples) -> Card:
    page = _entries(of)
    told = say(words.WRONG_SENT, name=page.resources[0].name, day=of.today)
    return told_card(told, page, say)


def _in_danger() -> Iterator[Example]:
    """Yield the page with each kind of emergency numbers."""
    kinds: dict[str, Callable[[Emergency], bool]] = {
        "call": lambda one: not one.text,
        "call_or_text": lambda one: bool(one.text),
        "listed": lambda one: one.from_list,
        "several_listed": lambda one: one.from_list and len(one.call) > 1,
    }
    for name, fits in kinds.items():
        draw = partial(_country, fits=fits)
        yield Example(f"support_{name}", support_card, draw, needs=IN_DANGER)


EXAMPLES: Final = (
    Example("support", support_card, lambda say, of: support_card(_shown(of), say)),
    Example(
        "support_for_who_may_share",
        support_card,
        lambda say, of: support_card(_shown(of), say, may_share=True),
    ),
    *_in_danger(),
    Example("support_nothing", support_card, _empty),
    Example("support_countries", support_card, partial(_turned, menu=OVERVIEW)),
    Example("support_more_countries", support_card, partial(_turned, menu="1")),
    Example("support_every_way_and_state", support_card, _samples),
    Example("share", share_card, _share),
    Example("share_in_answer", share_card, lambda say, of: _share(say, of, message_id=1)),
    Example("shared", said_card, lambda say, _: said_card(say(words.SHARED))),
    Example("share_no", said_card, lambda say, _: said_card(say(words.SHARE_NO))),
    Example("not_removed", said_card, lambda say, _: said_card(say(words.NOT_REMOVED))),
    Example(
        "posted", posted_card, lambda say, of: posted_card(_shown(of), say, shared_by=of.member)
    ),
    Example("dm_warning", warning_card, lambda say, of: warning_card(_page(of), say)),
    Example("dm_copy", copy_card, lambda say, of: copy_card(_shown(of), say)),
    Example("dm_sent", told_card, partial(_told, words.DM_SENT)),
    Example("dm_refused", told_card, partial(_told, words.DM_REFUSED)),
    Example("dm_unknown", told_card, partial(_told, words.DM_UNKNOWN)),
    Example("wrong", wrong_card, lambda say, of: wrong_card(_entries(of), say)),
    Example("wrong_passed_on", told_card, _passed_on),
    Example("wrong_lost", told_card, partial(_told, words.WRONG_LOST)),
)


def further_examples(samples: Samples) -> Iterator[Example]:
    """Yield every page of the campaign's countries, also of needs that are shown when chosen.

    Where one can choose a country, there is also the page of one that has no entry.
    """
    if samples.has(DIRECTORIES) and samples.configuration.directory.emergency:
        yield Example("support_no_entry", support_card, _stands_in)
    for country in samples.configuration.directory.campaign_countries:
        for need in (None, *sorted(samples.configuration.directory.on_request)):
            choice = Choice(country, need)
            name = f"support_{country}_{need}" if need else f"support_{country}"
            for start in range(0, _page(samples, choice).total, PAGE):
                draw = partial(_country_page, choice=choice, start=start)
                yield Example(f"{name}_{start // PAGE + 1}", support_card, draw)


def _country_page(say: Voice, of: Samples, *, choice: Choice, start: int) -> Card:
    return support_card(_shown(of, choice, start), say)
