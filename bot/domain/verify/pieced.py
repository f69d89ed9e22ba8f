"""The answers to a text that is in the letter in pieces: run on, put together, or not there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from bot.domain.verify.alignment import NEARBY, Pair, Stretch
from bot.domain.verify.comparison import Comparison, Difference, Piece, Verdict
from bot.domain.verify.meaning.negation import is_known
from bot.domain.verify.near import NearPassages
from bot.domain.verify.passages import Passages
from bot.domain.verify.pieces import Run
from bot.domain.verify.tokens import TokenizedText

_COVERED: Final = 0.75
"""The share of a text's words that must stand in pieces for it to be put together from them."""

_NOTHING: Final[Pair] = (0, 0)


class PiecedText:
    """A text and the pieces of it that stand in the letter."""

    def __init__(
        self, asked: TokenizedText, runs: Sequence[Run], passages: Passages, near: NearPassages
    ) -> None:
        self._asked = asked
        self._runs = runs
        self._passages = passages
        self._near = near

    def across(self) -> Comparison | None:
        """Return the answer to a text that runs on over passages which follow each other."""
        several = len({run.number for run in self._runs}) > 1
        runs_on = all(self._left_out(one, two) is not None for one, two in pairwise(self._runs))
        return self._in_pieces(Verdict.ACROSS) if several and runs_on else None

    def stitched(self) -> Comparison | None:
        """Return the answer to a text that is put together from pieces."""
        return self._in_pieces(Verdict.STITCHED) if len(self._runs) > 1 else None

    def absent(self) -> Comparison:
        """Return the answer to any other text, with the pieces that are there all the same."""
        return Comparison(Verdict.ABSENT, pieces=tuple(map(self._piece, self._runs)))

    def _in_pieces(self, verdict: Verdict) -> Comparison | None:
        """Return the answer to a text most of which stands in pieces, else None."""
        if sum(run.end - run.start for run in self._runs) < _COVERED * len(self._asked.words):
            return None
        pieces = tuple(map(self._piece, self._runs))
        across = verdict is Verdict.ACROSS
        negation_unknown = not all(
            is_known(self._passages.all[run.number].locale) for run in self._runs
        )
        cut_off = list(self._cut_off())
        # What runs on is a quotation: a no before or after it is one that was cut off. So is, of
        # pieces put together, a no that may belong to what stands beside the piece.
        outer = [
            (at, no)
            for at, no, sure in cut_off
            if not sure or (across and self._is_outside(at, no))
        ]
        inner = [self._passages.negation(at, no) for at, no, _ in cut_off if (at, no) not in outer]
        return Comparison(
            verdict,
            matches=tuple(one.match for one in pieces),
            pieces=pieces,
            differences=(*self._differences_around_pieces(across=across), *inner),
            cut_off=self._passages.negation(*outer[0]).letter if outer else "",
            negation_unknown=negation_unknown,
            goes_on=negation_unknown and self._goes_on(across=across),
        )

    def _goes_on(self, *, across: bool) -> bool:
        """Whether a sentence goes on before or after a piece; of a text that runs on, around it."""
        passages = self._passages.all
        if not across:
            return any(passages[run.number].goes_on(run.at, run.until) for run in self._runs)
        first, last = self._runs[0], self._runs[-1]
        ends = len(passages[first.number].text.words)
        return passages[first.number].goes_on(first.at, ends) or passages[last.number].goes_on(
            0, last.until
        )

    def _is_outside(self, number: int, at: int) -> bool:
        """Whether a place stands before the first piece or after the last one."""
        first, last = self._runs[0], self._runs[-1]
        before = number == first.number and at < first.at
        return before or (number == last.number and at >= last.until)

    def _piece(self, run: Run) -> Piece:
        written = self._asked.written(run.start, run.end)
        return Piece(written, self._passages.all[run.number].match)

    def _differences_around_pieces(self, *, across: bool) -> Iterator[Difference]:
        """Yield what stands around and between the pieces, and what was left out between two."""
        first, last = self._runs[0], self._runs[-1]
        gaps = [(first.number, Stretch((0, first.start), _NOTHING))]
        for one, two in pairwise(self._runs):
            said = (one.end, two.start)
            left_out = self._left_out(one, two) if across or two.number == one.number else None
            before, after = left_out or (_NOTHING, _NOTHING)
            gaps += [
                (one.number, Stretch(said, before)),
                (two.number, Stretch(_NOTHING, after)),
            ]
        gaps.append((last.number, Stretch((last.end, len(self._asked.words)), _NOTHING)))
        for number, gap in gaps:
            if gap.edit:
                found = self._near.difference(self._asked, number, gap)
                other = across and self._near.may_mean_otherwise(self._asked, number, gap)
                yield replace(found, may_negate=found.may_negate or other)

    def _left_out(self, one: Run, two: Run) -> tuple[Pair, Pair] | None:
        """Return the few words between two runs, of the one's passage and of the other's.

        Return None where they are many, or where the passages do not follow each other.
        """
        if two.number == one.number:
            near = two.follows(one) and two.at - one.until <= NEARBY
            return ((one.until, two.at), _NOTHING) if near else None
        before, after = self._passages.all[one.number], self._passages.all[two.number]
        end = len(before.text.words)
        follows = before.locale == after.locale and after.place == before.place + 1
        near = end - one.until + two.at <= NEARBY
        return ((one.until, end), (0, two.at)) if follows and near else None

    def _cut_off(self) -> Iterator[tuple[int, int, bool]]:
        """Yield where words that say no stand beside a piece and in none, nor between two near.

        With each comes whether it is surely said of the piece.
        """
        held = {(run.number, at) for run in self._runs for at in range(run.at, run.until)}
        for one, two in pairwise(self._runs):
            (start, end), (first, past) = self._left_out(one, two) or (_NOTHING, _NOTHING)
            held |= {(one.number, at) for at in range(start, end)}
            held |= {(two.number, at) for at in range(first, past)}
        for run in self._runs:
            passage = self._passages.all[run.number]
            sure = passage.surely_beside(run.at, run.until)
            for at in passage.beside(run.at, run.until):
                if (run.number, at) not in held:
                    held.add((run.number, at))
                    yield run.number, at, at in sure
