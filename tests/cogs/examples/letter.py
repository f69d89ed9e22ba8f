"""The cards of the letter, with passages, sources and differences as long as they can be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import product

from bot.config import Configuration
from bot.config.models.letter_entries import LONGEST_PASSAGE
from bot.domain.letter import Letter, Passage, Signatory, Source, Translation
from bot.domain.phrases import LABEL
from bot.domain.verify import LONGEST, Comparison, Difference, Edit, Match, Piece, Verdict
from bot.interactions.cards import Card
from bot.messages import Voice
from bot.services.letter import SIGNATORIES_PAGE, SignatoryPage
from cogs.letter import cards, comparison, replies, signatories
from cogs.letter.passages import Reading
from tests.cogs.examples.values import LARGEST_ID, MANY

_LABEL = "L" * 80
_THEME = "t" * 30
_SOURCES = tuple(
    Source(f"s{at}", _LABEL, f"https://example.org/{'p' * 90}", date(2018, 3, 2)) for at in range(4)
)
_PASSAGE = Passage(
    id="p" * 30,
    paragraph=999,
    text="w" * LONGEST_PASSAGE,
    themes=(_THEME,),
    sources=_SOURCES,
    content_note={"en": "n" * 200},
    fragment=True,
    translations=(Translation("fr", "t" * LONGEST_PASSAGE, _LABEL, whole=False),),
)
_LETTER = Letter(
    title=_LABEL,
    dated=date(2018, 3, 2),
    locale="en",
    passages=tuple(replace(_PASSAGE, id=f"{at:030d}") for at in range(60)),
    themes={_THEME: {"en": _LABEL}},
    signatories=tuple(
        Signatory(_LABEL, {"en": _LABEL}, _SOURCES[:2], note={"en": "n" * 200})
        for _ in range(SIGNATORIES_PAGE)
    ),
    press_count=MANY,
)

_OFFERS = cards.Offers(sign=True, post=True)


def _readings() -> Iterator[Reading]:
    for place, locale in product((0, 30, 59), ("en-US", "fr", "ja")):
        yield Reading.of(_LETTER, _LETTER.passages[place], locale)


def quote_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    for reading, form, pictured in product(_readings(), (cards.TEXT, cards.PICTURE), (True, False)):
        yield cards.quote_card(
            reading, say, theme=_THEME, form=form, offers=_OFFERS, pictured=pictured
        )


def posted_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    for reading, pictured in product(_readings(), (True, False)):
        yield cards.posted_card(
            reading, say, shared_by=LARGEST_ID, pictured=pictured, in_answer_to="h" * 99
        )


def themes_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    yield cards.themes_card([_LABEL] * 25, say)


def read_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    for reading in _readings():
        yield cards.read_card(reading, say, offers=_OFFERS)


def signatories_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    for search, found, by_press in product(
        ("", "s" * LABEL), (_LETTER.signatories, ()), (True, False)
    ):
        letter = replace(_LETTER, from_press=by_press)
        page = SignatoryPage(found, 999_998, MANY, MANY if found else 0, search)
        yield signatories.signatories_card(letter, page, say, locale="en-US")


def comparison_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    match = Match(_PASSAGE, _PASSAGE.translations[0])
    differences = (Difference(Edit.CHANGED, "*" * 600, "*" * 900, negates=True),) * 30
    letter = replace(_LETTER, passages=(_PASSAGE,))
    many = (Piece("*" * (LONGEST // 80), match),) * 80
    two = (Piece("*" * (LONGEST // 2), match),) * 2
    for compared in (
        Comparison(Verdict.EXACT, matches=(match,) * 40, shortened=True, cut_off="*" * 600),
        Comparison(Verdict.EXACT, matches=(match,), other_punctuation=True),
        Comparison(Verdict.NEAR, matches=(match,), differences=differences),
        Comparison(Verdict.ACROSS, matches=(match,) * 80, pieces=many),
        Comparison(Verdict.ACROSS, matches=(match,) * 2, pieces=two, differences=differences),
        Comparison(Verdict.STITCHED, matches=(match,) * 80, pieces=many, differences=differences),
        Comparison(Verdict.STITCHED, matches=(match, Match(_PASSAGE)), pieces=two),
        Comparison(Verdict.ABSENT, pieces=many),
        Comparison(Verdict.TOO_SHORT),
    ):
        for claim, shared_by in product(("", "*" * 100, "*" * LONGEST), (None, LARGEST_ID)):
            asked = replace(compared, claim=claim)
            yield comparison.comparison_card(
                asked, letter, say, locale="fr", may_post=not shared_by, shared_by=shared_by
            )


def choice_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    for reading, start in product(_readings(), (0, 35)):
        yield replies.choice_card(reading, say, message_id=LARGEST_ID, start=start)


def preview_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    for reading in _readings():
        yield replies.preview_card(reading, say, say, message_id=LARGEST_ID)


def replied_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    yield replies.replied_card(say)
