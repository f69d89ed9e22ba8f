"""Compares a text with the letter: exact, near, in pieces, or absent; never more than is true."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.domain.letter import Letter
from bot.domain.verify.comparison import Comparison, Verdict
from bot.domain.verify.exact import exact
from bot.domain.verify.near import Likeness, NearPassages
from bot.domain.verify.passages import Passages
from bot.domain.verify.pieced import PiecedText
from bot.domain.verify.pieces import Pieces, Run
from bot.domain.verify.tokens import TokenizedText, tokenize

SHORTEST: Final = 3
"""Characters a text must have to be looked up."""

LONGEST: Final = 1_000
"""Characters a text may have to be looked up."""

_FOREIGN: Final = 2
"""Words of one piece, of those a near passage lacks, that make a text one of pieces."""


class Verifier:
    """Compares texts with one letter and its translations.

    Compared are words. Forgiven are: case; the kind of quotation marks, apostrophes, dashes and
    spaces; quotation marks around and a full stop after; what `cleaned` takes away; what an
    ellipsis leaves out. Punctuation between the words is another printing's, and named; so are
    vowel points that one of both leaves out.

    The work is bounded for any text: exact runs and pieces are found through an index of words, at
    most (words of the text) x (places of one word in the letter); a near match by a longest common
    subsequence that takes, for each word of the text and each passage, one operation on integers
    of as many bits as the passage has words.
    """

    def __init__(self, letter: Letter) -> None:
        self._passages = Passages(letter)
        self._near = NearPassages(self._passages)
        self._pieces = Pieces(self._passages)

    def verify(self, text: str) -> Comparison:
        """Return what a text is to the letter and its translations."""
        if len(text) > LONGEST:
            return Comparison(Verdict.TOO_LONG)
        known = self._passages
        asked = tokenize(text, known.knows, known.pointed.read, known.hashtags.__contains__)
        if len(asked.text) < SHORTEST or not asked.words:
            return Comparison(Verdict.TOO_SHORT)
        found = exact(asked, self._passages) or self._not_exact(asked)
        return replace(found, claim=asked.text)

    def _not_exact(self, asked: TokenizedText) -> Comparison:
        """Return the answer to a text that no passage has as it is.

        One that is like a passage is near, unless words which this passage lacks stand together in
        another: then it is in pieces.
        """
        runs = self._pieces.cover(asked)
        pieced = PiecedText(asked, runs, self._passages, self._near)
        across = pieced.across()
        if across is not None and not across.differences:
            return across
        likeness = self._near.nearest(asked)
        near = self._near.compare(asked, likeness) if likeness else None
        if likeness is not None and near is not None and not _has_foreign(asked, runs, likeness):
            return near
        return across or pieced.stitched() or near or pieced.absent()


def _has_foreign(asked: TokenizedText, runs: Sequence[Run], found: Likeness) -> bool:
    """Whether words that a passage lacks stand together in another place of the letter."""
    said = [stretch.said for stretch in found.stretches]
    return any(
        sum(asked.size(max(run.start, one), min(run.end, two)) for one, two in said) >= _FOREIGN
        for run in runs
    )
