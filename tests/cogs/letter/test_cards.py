"""Signs that the letter prints are shown as signs, and format nothing."""

from __future__ import annotations

import pytest

from cogs.letter.passages import exactly


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
