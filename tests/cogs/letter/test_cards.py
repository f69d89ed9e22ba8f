"""Every card of the letter is within Discord's limits, with the longest values there can be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.config import Configuration
from bot.config.models.letter_entries import LONGEST_PASSAGE
from bot.domain.letter import Letter, Passage, Signatory, Source, Translation
from bot.domain.verify import LONGEST, Comparison, Difference, Edit, Match, Verdict
from bot.interactions.cards import Card
from bot.messages import Messages, Voice
from bot.services.letter import SIGNATORIES_PAGE, SignatoryPage
from cogs.letter.cards import PICTURE, TEXT, posted_card, quote_card, read_card, signatories_card
from cogs.letter.comparison import comparison_card
from cogs.letter.passages import Reading, exactly
from tests.components import broken_rules, walk

LABEL = "L" * 80
SOURCES = tuple(
    Source(f"s{at}", LABEL, f"https://example.org/{'p' * 90}", date(2018, 3, 2)) for at in range(4)
)
PASSAGE = Passage(
    id="p" * 30,
    paragraph=999,
    text="w" * LONGEST_PASSAGE,
    themes=("t" * 30,),
    sources=SOURCES,
    content_note={"en": "n" * 200},
    fragment=True,
    translations=(Translation("fr", "t" * LONGEST_PASSAGE, LABEL, whole=False),),
)
LETTER = Letter(
    title=LABEL,
    dated=date(2018, 3, 2),
    locale="en",
    publishers=(LABEL,) * 5,
    organiser=LABEL,
    passages=tuple(replace(PASSAGE, id=f"{at:030d}") for at in range(60)),
    themes={"t" * 30: {"en": LABEL}},
    signatories=tuple(
        Signatory(LABEL, LABEL, SOURCES[:2], note={"en": "n" * 200})
        for _ in range(SIGNATORIES_PAGE)
    ),
    unconfirmed=3,
)


@pytest.fixture
def say(configuration: Configuration) -> Voice:
    return Messages(configuration.messages).voice("fr")


def check(card: Card) -> None:
    components = card.to_components()
    message = {"flags": 1 << 15, "components": components}
    assert broken_rules("", message) == []
    for one in walk(components):
        assert len(one.get("custom_id") or "") <= 100
        assert len(one.get("label") or "") <= 80
        assert len(one.get("options") or ()) <= 25
        for option in one.get("options") or ():
            assert len(option["label"]) <= 100
        for item in one.get("items") or ():
            assert len(item["description"]) <= 1_024


@pytest.mark.parametrize("locale", ["en-US", "fr", "ja"])
@pytest.mark.parametrize("pictured", [False, True])
def test_passages(say: Voice, locale: str, pictured: bool) -> None:
    for place in (0, 30, 59):
        reading = Reading.of(LETTER, LETTER.passages[place], locale)
        check(read_card(reading, say, may_post=True))
        check(posted_card(reading, say, shared_by=2**63, pictured=pictured, in_answer_to="h" * 99))
        for form in (TEXT, PICTURE):
            check(
                quote_card(
                    reading, say, theme="t" * 30, form=form, may_post=True, pictured=pictured
                )
            )


def test_comparisons(say: Voice) -> None:
    match = Match(PASSAGE, PASSAGE.translations[0])
    differences = (Difference(Edit.CHANGED, "*" * 600, "*" * 900),) * 30
    for comparison in (
        Comparison(Verdict.EXACT, (match,) * 40, shortened=True),
        Comparison(Verdict.NEAR, (match,), differences=differences),
        Comparison(Verdict.NEAR, (match,), punctuation_only=True),
        Comparison(Verdict.STITCHED, (match,) * 80, pieces=("*" * (LONGEST // 80),) * 80),
        Comparison(Verdict.STITCHED, (match,) * 2, pieces=("*" * (LONGEST // 2),) * 2),
        Comparison(Verdict.ABSENT),
        Comparison(Verdict.TOO_SHORT),
    ):
        letter = replace(LETTER, passages=(PASSAGE,))
        check(comparison_card(comparison, letter, say, locale="fr", may_post=True))


def test_signatories(say: Voice) -> None:
    page = SignatoryPage(LETTER.signatories, 1, 3)
    check(signatories_card(LETTER, page, say, locale="en-US"))


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("It’s time we #AskMoreOfHim.", "It’s time we #AskMoreOfHim."),
        ("*stars* _and_ `code` ~~x~~", "\\*stars\\* \\_and\\_ \\`code\\` \\~\\~x\\~\\~"),
        ("# one\n- two\n1. three", "\\# one\n\\- two\n1\\. three"),
        ("<@1> || >", "\\<@1> \\|\\| >"),
        ("## a", "\\## a"),
        ("  ### a", "  \\### a"),
        ("-# a", "\\-# a"),
        (">>> a\nb", "\\>>> a\nb"),
        ("> a", "\\> a"),
    ],
)
def test_printed_signs_are_shown_as_they_are(printed: str, shown: str) -> None:
    assert exactly(printed) == shown
