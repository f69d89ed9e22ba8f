"""The cards of the letter, made of the campaign's own passages, sources and signatories."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Final

from bot.config import FRAGMENTS, NOTES, PARTLY_TRANSLATED, SIGNATORIES
from bot.domain.languages import text_in
from bot.domain.letter import Passage
from bot.domain.paging import pages_of
from bot.examples import Example, Samples
from bot.interactions.cards import Card, message_link
from bot.messages import Voice
from bot.pictures import Quotation
from bot.services.letter import SIGNATORIES_PAGE, SignatoryPage
from cogs.letter.cards import (
    PICTURE,
    TEXT,
    Offers,
    posted_card,
    quote_card,
    read_card,
    themes_card,
)
from cogs.letter.passages import Reading
from cogs.letter.pictures import quotation_of
from cogs.letter.replies import choice_card, preview_card, replied_card
from cogs.letter.signatories import signatories_card
from cogs.letter.verdict_examples import VERDICTS

_OFFERS: Final = Offers(sign=True, post=True)

_MESSAGE: Final = 1
"""Stands for the id of a message that is answered."""


def _reading(of: Samples, *, fits: Callable[[Reading], bool] = lambda _: True) -> Reading:
    """Return the first passage that fits for this reader, or the first of all."""
    letter = of.configuration.letter
    every = [Reading.of(letter, one, of.locale) for one in letter.passages]
    return next(filter(fits, every), every[0])


def _noted(reading: Reading) -> bool:
    return reading.passage.content_note is not None


def _part(reading: Reading) -> bool:
    return reading.translation is not None and not reading.translation.whole


def _whole(reading: Reading) -> bool:
    return reading.translation is not None and reading.translation.whole


def _fragment(reading: Reading) -> bool:
    return reading.passage.fragment


def _quoted(say: Voice, of: Samples, fits: Callable[[Reading], bool]) -> Card:
    return quote_card(
        _reading(of, fits=fits), say, theme=None, form=TEXT, offers=_OFFERS, pictured=False
    )


def _pictured(say: Voice, of: Samples, *, pictured: bool) -> Card:
    return quote_card(
        _reading(of), say, theme=None, form=PICTURE, offers=_OFFERS, pictured=pictured
    )


def _undrawable(say: Voice, of: Samples) -> Card:
    """Return a passage that no font of the bot can show, as text."""
    return quote_card(
        _reading(of),
        say,
        theme=None,
        form=PICTURE,
        offers=_OFFERS,
        pictured=False,
        drawable=False,
    )


def _posted(say: Voice, of: Samples, passage: Passage, *, pictured: bool) -> Card:
    reading = Reading.of(of.configuration.letter, passage, of.locale)
    return posted_card(reading, say, shared_by=of.member, pictured=pictured)


def _picture(say: Voice, of: Samples, passage: Passage) -> Quotation:
    return quotation_of(Reading.of(of.configuration.letter, passage, of.locale), say)


def _answer(say: Voice, of: Samples) -> Card:
    link = message_link(guild_id=_MESSAGE, channel_id=_MESSAGE, message_id=_MESSAGE)
    return posted_card(_reading(of), say, shared_by=of.member, in_answer_to=link)


def _read(say: Voice, of: Samples, place: int) -> Card:
    letter = of.configuration.letter
    return read_card(Reading.of(letter, letter.passages[place], of.locale), say, offers=_OFFERS)


def _themes(say: Voice, of: Samples) -> Card:
    labels = [text_in(one, of.locale) for one in of.configuration.letter.themes.values()]
    return themes_card(labels, say)


def _signatories(say: Voice, of: Samples, *, page: int, withheld: bool = False) -> Card:
    """Return a page of the signatories; with one withheld, as a letter has it that hides a name."""
    letter = of.configuration.letter
    if withheld:
        hidden = tuple(replace(one, withheld=True) for one in letter.signatories[-1:])
        letter = replace(letter, signatories=(*letter.signatories[:-1], *hidden))
    shown = letter.shown_signatories
    pages = pages_of(len(shown), SIGNATORIES_PAGE)
    start = page * SIGNATORIES_PAGE
    found = SignatoryPage(shown[start : start + SIGNATORIES_PAGE], page, pages, len(shown))
    return signatories_card(letter, found, say, locale=of.locale)


def _found(say: Voice, of: Samples, *, any_name: bool) -> Card:
    """Return what a search came to: the first of the names, or none."""
    letter = of.configuration.letter
    names = letter.shown_signatories[:1] if any_name else ()
    search = names[0].name if names else of.campaign.hashtag
    found = SignatoryPage(names, 0, 1, len(names), search)
    return signatories_card(letter, found, say, locale=of.locale)


_QUOTING: Final = (
    Example("quote", quote_card, lambda say, of: _quoted(say, of, lambda _: True)),
    Example("quote_with_content_note", quote_card, partial(_quoted, fits=_noted), needs=NOTES),
    Example("quote_translated", quote_card, lambda say, of: _quoted(say, of, _whole)),
    Example(
        "quote_translated_in_part",
        quote_card,
        partial(_quoted, fits=_part),
        needs=PARTLY_TRANSLATED,
    ),
    Example(
        "quote_part_of_a_sentence", quote_card, partial(_quoted, fits=_fragment), needs=FRAGMENTS
    ),
    Example(
        "quote_as_picture",
        quote_card,
        lambda say, of: _pictured(say, of, pictured=True),
        picture=lambda say, of: quotation_of(_reading(of), say),
    ),
    Example("quote_not_drawn", quote_card, lambda say, of: _pictured(say, of, pictured=False)),
    Example("quote_not_drawable", quote_card, _undrawable),
    Example(
        "quote_posted",
        posted_card,
        lambda say, of: _posted(say, of, _reading(of).passage, pictured=False),
    ),
    Example("quote_posted_in_answer", posted_card, _answer),
    Example("no_such_theme", themes_card, _themes),
    Example("no_themes", themes_card, lambda say, _: themes_card([], say)),
)
_READING: Final = (
    Example("read", read_card, lambda say, of: _read(say, of, 0)),
    Example("read_to_the_end", read_card, lambda say, of: _read(say, of, -1)),
    Example(
        "signatories",
        signatories_card,
        lambda say, of: _signatories(say, of, page=0),
        needs=SIGNATORIES,
    ),
    Example(
        "signatories_withheld",
        signatories_card,
        lambda say, of: _signatories(say, of, page=0, withheld=True),
        needs=SIGNATORIES,
    ),
    Example(
        "signatories_found", signatories_card, partial(_found, any_name=True), needs=SIGNATORIES
    ),
    Example(
        "signatories_not_found",
        signatories_card,
        partial(_found, any_name=False),
        needs=SIGNATORIES,
    ),
    Example(
        "reply_choose",
        choice_card,
        lambda say, of: choice_card(_reading(of), say, message_id=_MESSAGE, start=0),
    ),
    Example(
        "reply_preview",
        preview_card,
        lambda say, of: preview_card(_reading(of), say, say, message_id=_MESSAGE),
    ),
    Example("replied", replied_card, lambda say, _: replied_card(say)),
)
EXAMPLES: Final = (*_QUOTING, *_READING, *VERDICTS)


def further_examples(samples: Samples) -> Iterator[Example]:
    """Yield each passage as it is posted as a picture, and the further pages of signatories."""
    letter = samples.configuration.letter
    for passage in letter.passages:
        yield Example(
            f"picture_{passage.id}",
            posted_card,
            partial(_posted, passage=passage, pictured=True),
            picture=partial(_picture, passage=passage),
        )
    for page in range(1, pages_of(len(letter.shown_signatories), SIGNATORIES_PAGE)):
        yield Example(f"signatories_{page + 1}", signatories_card, partial(_signatories, page=page))
