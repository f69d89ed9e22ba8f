"""Sentences as people pass them on, each with what a careful reader of the letter says of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.domain.verify import Comparison, Verdict, Verifier
from tests.domain.letters import TEXTS, letter_of

QUOTES = Path(__file__).with_name("quotes")


def quotes(locale: str) -> Iterator[tuple[str, str]]:
    """Yield what each sentence is, and the sentence; in the file, a line each."""
    for line in (QUOTES / f"{locale}.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            kind, _, text = line.partition(": ")
            yield kind, text.replace("\\n", "\n")


def kind_of(found: Comparison) -> str:
    """Return how the card is headed."""
    if found.changes_meaning:
        return "no"
    if found.may_change_meaning:
        return "open"
    if found.verdict is Verdict.ACROSS and found.differences:
        return "near"
    cut_off = found.cut_off or found.goes_on
    if found.shortened or (cut_off and found.verdict in (Verdict.EXACT, Verdict.ACROSS)):
        return "cut"
    if found.verdict is Verdict.EXACT:
        return "marks" if found.other_punctuation else "yes"
    return {Verdict.STITCHED: "pieces"}.get(found.verdict, found.verdict.value)


@pytest.mark.parametrize("locale", ["en", "de", "fr", "es-ES", "pt-BR"])
def test_a_sentence_is_what_a_careful_reader_finds(locale: str) -> None:
    verifier = Verifier(letter_of(*TEXTS[locale], locale=locale))
    table = list(quotes(locale))
    found = [(kind_of(verifier.verify(text)), text) for _, text in table]
    assert found == table
    assert len({text for _, text in table}) == len(table) >= 50
    assert min(Counter(kind for kind, _ in table).values()) >= 2
