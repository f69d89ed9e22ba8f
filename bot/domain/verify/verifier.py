"""Compares a text with the letter: exact, near, in pieces, or absent; never more than is true."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from bot.domain.letter import Letter
from bot.domain.verify.alignment import Edit, Pair, Stretch, shared_words, unlike, window
from bot.domain.verify.comparison import Comparison, Difference, Piece, Verdict
from bot.domain.verify.exact import exact
from bot.domain.verify.passages import Passages
from bot.domain.verify.pieces import NEARBY, Pieces, Run
from bot.domain.verify.tokens import TokenizedText, tokenize

SHORTEST: Final = 3
"""Characters a text must have to be looked up."""

LONGEST: Final = 1_000
"""Characters a text may have to be looked up."""

_NEAR: Final = 0.6
"""The share of words, of the text and of the passage's stretch, that must agree to be near."""

_SHARED: Final = 3
"""Words that a near text shares with the passage at least."""

_FEW: Final = 5
"""In a text of so many words or fewer, one shared word less is enough to be near."""

_MOST: Final = 0.8
"""The share of its words a text must have from the passage to be near with many left out."""

_LOOSE: Final = 2
"""How many times as long as such a text its stretch of the passage may be."""

_COVERED: Final = 0.75
"""The share of a text's words that must stand in pieces for it to be put together from them."""


class Verifier:
    """Compares texts with one letter and its translations.

    Compared are words. Forgiven are: case; the kind of quotation marks, apostrophes, dashes and
    spaces; quotation marks around and a full stop after; what `cleaned` takes away; what an
    ellipsis leaves out. Punctuation between the words is another printing's, and named.

    The work is bounded for any text: exact runs and pieces are found through an index of words, at
    most (words of the text) x (places of one word in the letter); a near match by a longest common
    subsequence that takes, for each word of the text and each passage, one operation on integers
    of as many bits as the passage has words.
    """

    def __init__(self, letter: Letter) -> None:
        self._passages = Passages(letter)
        texts = [one.text for one in self._passages.all]
        self._pieces = Pieces(texts, self._passages.places)

    def verify(self, text: str) -> Comparison:
        """Return what a text is to the letter; the best answer of all languages."""
        if len(text) > LONGEST:
            return Comparison(Verdict.TOO_LONG)
        asked = tokenize(text, self._passages.knows)
        if len(asked.text) < SHORTEST or not asked.words:
            return Comparison(Verdict.TOO_SHORT)
        found = exact(asked, self._passages) or self._like(asked)
        return replace(found, claim=asked.text)

    def _like(self, asked: TokenizedText) -> Comparison:
        """Return the answer to a text that no passage has as it is."""
        runs = self._pieces.cover(asked)
        across = self._across(asked, runs)
        if across is not None and not across.differences:
            return across
        near, unexplained = self._near(asked)
        if near is not None and not self._has_piece(asked, runs, unexplained):
            return near
        return across or self._stitched(asked, runs) or near or self._absent(asked, runs)

    def _near(self, asked: TokenizedText) -> tuple[Comparison | None, Sequence[Pair]]:
        """Return the answer to a text that is like a passage, and what of it the passage lacks."""
        nearest = self._nearest(asked)
        if nearest is None:
            return None, ()
        number, stretches = nearest
        differing = [self._difference(asked, number, one) for one in stretches]
        match = self._passages.all[number].match
        found = Comparison(Verdict.NEAR, matches=(match,), differences=tuple(differing))
        return found, [one.said for one in stretches]

    def _nearest(self, asked: TokenizedText) -> tuple[int, list[Stretch]] | None:
        """Align a text with each passage; the one that shares most words in one place wins."""
        best: tuple[float, int, list[Stretch]] | None = None
        for number, one in enumerate(self._passages.all):
            if len(one.text.words) < _NEAR * len(asked.words):
                continue
            pairs = shared_words(asked.words, one.text.words)
            likeness = len(pairs) / max(len(asked.words), window(pairs))
            if not _is_like(asked, pairs) or (best is not None and likeness <= best[0]):
                continue
            stretches = unlike(pairs, len(asked.words), len(one.text.words))
            if self._telling(asked, number, pairs, stretches):
                best = (likeness, number, stretches)
        return best and best[1:]

    def _difference(self, asked: TokenizedText, number: int, stretch: Stretch) -> Difference:
        """Return a difference; words that are like another passage may turn that one around."""
        found = self._passages.difference(asked, number, stretch)
        part = tokenize(found.text)
        if found.negates or len(part.words) < _SHARED or stretch.said == (0, len(asked.words)):
            return found
        nearest = self._nearest(part)
        turned = nearest is not None and any(
            self._passages.difference(part, nearest[0], one).negates for one in nearest[1]
        )
        return replace(found, negates=turned)

    def _telling(
        self, asked: TokenizedText, number: int, pairs: Sequence[Pair], unlike_: Sequence[Stretch]
    ) -> bool:
        """Whether a shared word stands in few passages only, or one is turned into its opposite."""
        if any(self._pieces.rare(asked.words[at]) for at, _ in pairs):
            return True
        changed = (one for one in unlike_ if one.edit is Edit.CHANGED)
        return any(self._passages.difference(asked, number, one).negates for one in changed)

    @staticmethod
    def _has_piece(asked: TokenizedText, runs: Sequence[Run], unexplained: Sequence[Pair]) -> bool:
        """Whether two words or more that a passage does not have stand together in another."""
        return any(
            asked.size(max(run.start, start), min(run.end, end)) >= 2
            for run in runs
            for start, end in unexplained
        )

    def _across(self, asked: TokenizedText, runs: Sequence[Run]) -> Comparison | None:
        """Return the answer to a text that runs on over passages which follow each other."""
        if len({run.number for run in runs}) < 2:
            return None
        if not all(self._runs_on(one, two) for one, two in pairwise(runs)):
            return None
        return self._in_pieces(Verdict.ACROSS, asked, runs)

    def _runs_on(self, one: Run, two: Run) -> bool:
        if two.number == one.number:
            return _left_out(one, two) is not None
        before, after = self._passages.all[one.number], self._passages.all[two.number]
        left_out = len(before.text.words) - one.until + two.at
        next_one = before.locale == after.locale and after.place == before.place + 1
        return next_one and left_out <= NEARBY

    def _stitched(self, asked: TokenizedText, runs: Sequence[Run]) -> Comparison | None:
        return self._in_pieces(Verdict.STITCHED, asked, runs) if len(runs) > 1 else None

    def _in_pieces(
        self, verdict: Verdict, asked: TokenizedText, runs: Sequence[Run]
    ) -> Comparison | None:
        """Return the answer to a text most of which stands in pieces, else None."""
        if sum(run.end - run.start for run in runs) < _COVERED * len(asked.words):
            return None
        pieces = tuple(self._piece(asked, run) for run in runs)
        return Comparison(
            verdict,
            matches=tuple(one.match for one in pieces),
            pieces=pieces,
            differences=tuple(self._around(asked, runs)),
        )

    def _around(self, asked: TokenizedText, runs: Sequence[Run]) -> list[Difference]:
        """Return what stands around and between the pieces, and what was left out between two."""
        nothing = (0, 0)
        edges = [0, *(edge for run in runs for edge in (run.start, run.end)), len(asked.words)]
        said = zip(edges[::2], edges[1::2], strict=True)
        left_out = [_left_out(one, two) or nothing for one, two in pairwise(runs)]
        numbers = [runs[0].number, *(run.number for run in runs)]
        return [
            self._difference(asked, number, stretch)
            for number, stretch in zip(
                numbers, map(Stretch, said, [nothing, *left_out, nothing]), strict=True
            )
            if stretch.edit
        ]

    def _piece(self, asked: TokenizedText, run: Run) -> Piece:
        return Piece(asked.written(run.start, run.end), self._passages.all[run.number].match)

    def _absent(self, asked: TokenizedText, runs: Sequence[Run]) -> Comparison:
        return Comparison(Verdict.ABSENT, pieces=tuple(self._piece(asked, run) for run in runs))


def _left_out(one: Run, two: Run) -> Pair | None:
    """Return the few words between two runs of one passage; None where they are not near."""
    near = two.follows(one) and two.at - one.until <= NEARBY
    return (one.until, two.at) if near else None


def _is_like(asked: TokenizedText, pairs: Sequence[Pair]) -> bool:
    """Whether a text and a stretch of a passage share enough words in one place."""
    size, shared, room = len(asked.words), len(pairs), window(pairs)
    if shared < (_SHARED if size > _FEW else _SHARED - 1):
        return False
    if shared >= _NEAR * max(size, room):
        return True
    # Words left out here and there make the stretch long; then nearly all of the rest must agree.
    return shared >= _MOST * size and room <= _LOOSE * size
