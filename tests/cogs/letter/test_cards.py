"""Signs that the letter prints format nothing; numbers of sources stand in their order."""

from __future__ import annotations

import re

import pytest

from bot.services.letter import SignatoryPage
from cogs.letter.passages import exactly
from cogs.letter.signatories import signatories_card
from tests.components import text_of
from tests.domain.letters import shipped
from tests.domain.verify.reading import SAY


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
        ("[he](https://x.example) said [so]", "\\[he](https://x.example) said [so]"),
        ("وسم #Ask_More", "وسم \u2068#Ask\\_More\u2069"),
    ],
)
def test_printed_signs_are_shown_as_they_are(printed: str, shown: str) -> None:
    assert exactly(printed) == shown


def test_the_numbers_of_sources_stand_in_their_order() -> None:
    letter = shipped()
    page = SignatoryPage(letter.shown_signatories[18:24], 0, 1, total=6)
    shown = text_of(
        {"components": signatories_card(letter, page, SAY, locale="en").to_components()}
    )
    numbers = re.findall(r"\[(\d+(?:, \d+)+)\]", shown)
    assert "1, 3" in numbers
    assert all(one.split(", ") == sorted(one.split(", "), key=int) for one in numbers)
