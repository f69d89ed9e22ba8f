"""Cuts a text into the longest pieces that stand in the letter, wherever they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from bot.domain.verify.alignment import NEARBY
from bot.domain.verify.passages import Passages
from bot.domain.verify.tokens import TokenizedText

_WORDS: Final = 2
"""Words that a piece has at least; where it is two only, one of them must be rare."""

_ORDINARY: Final = 3
"""Words that a piece has at least where none of them is rare."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words `start` to `end` of the text, found in the passage `number` from word `at` on."""

    start: int
    end: int
    number: int
    at: int

    @property
    def until(self) -> int:
        """The place after its last word in the passage."""
        return self.at + self.end - self.start

    def follows(self, before: Run) -> bool:
        """Whether it stands after another run in the same passage."""
        return self.number == before.number and self.at >= before.until


class Pieces:
    """The passages, as sources of pieces."""

    def __init__(self, passages: Passages) -> None:
        self._rare = passages.rare
        self._words = [one.text.words for one in passages.all]
        self._places = passages.places

    def cover(self, asked: TokenizedText) -> list[Run]:
        """Return pieces in the order of the text, as few and long as cover most of its words."""
        ends = self._cuts(asked)
        runs: list[Run] = []
        at = 0
        while at < len(asked.words):
            if ends[at] == at:
                at += 1
                continue
            runs.append(self._placed(asked, at, ends[at], runs[-1] if runs else None))
            at = ends[at]
        return list(self._with_single_words(asked, runs))

    def _cuts(self, asked: TokenizedText) -> list[int]:
        """Return for each word where the piece that begins with it ends; itself for none.

        A piece costs as much as a word that is in none; among equal costs, long pieces win. A
        piece is cut one word short where the next one is better for it.
        """
        count = len(asked.words)
        ends = list(range(count))
        best = [(0, 0)] * (count + 1)
        longest = self._longest(asked)
        for at in range(count - 1, -1, -1):
            cost, squares = best[at + 1]
            best[at] = (cost + 1, squares)
            for end in (longest[at], longest[at] - 1):
                if self._is_piece(asked, at, end):
                    cost, squares = best[end]
                    found = (cost + 1, squares - (end - at) ** 2)
                    if found < best[at]:
                        best[at], ends[at] = found, end
        return ends

    def _longest(self, asked: TokenizedText) -> list[int]:
        """Return for each word where the longest run ends that begins with it."""
        count = len(asked.words)
        ends = list(range(count))
        after: Mapping[tuple[int, int], int] = {}  # where a run ends, by passage and place
        for first, past in reversed(asked.stretches):
            after = {}
            for at in range(past - 1, first - 1, -1):
                after = {
                    (number, place): after.get((number, place + 1), at + 1)
                    for number, found in self._places.get(asked.words[at], {}).items()
                    for place in found
                }
                ends[at] = max(after.values(), default=at)
        return ends

    def _is_piece(self, asked: TokenizedText, start: int, end: int) -> bool:
        if end <= start:
            return False
        size = asked.size(start, end)
        if size >= _ORDINARY:
            return True
        telling = any(self._rare(word) for word in asked.words[start:end])
        return telling and (size >= _WORDS or self._is_whole_passage(asked.words[start:end]))

    def _is_whole_passage(self, words: Sequence[str]) -> bool:
        return any(self._words[number] == words for number in self._places[words[0]])

    def _placed(self, asked: TokenizedText, start: int, end: int, before: Run | None) -> Run:
        """Return where a piece stands: best where it goes on after the one before it."""
        words = asked.words[start:end]
        found = [
            Run(start, end, number, at)
            for number, places in self._places[words[0]].items()
            for at in places
            if self._words[number][at : at + len(words)] == words
        ]
        going_on = [one for one in found if before and one.follows(before)]
        next_one = [one for one in found if before and one.number == before.number + 1]
        return (going_on or next_one or found)[0]

    def _with_single_words(self, asked: TokenizedText, runs: Sequence[Run]) -> Iterator[Run]:
        """Put in the single words between pieces that go on in the passage of the one before."""
        bounds = [*runs, Run(len(asked.words), len(asked.words), -1, 0)]
        yield from runs[:1]
        for last, after in pairwise(bounds):
            for at in range(last.end, after.start):
                place = self._next_place(asked.words[at], last, after)
                if place is not None:
                    last = Run(at, at + 1, last.number, place)  # noqa: PLW2901 - goes on from here
                    yield last
            if after.number >= 0:
                yield after

    def _next_place(self, word: str, last: Run, after: Run) -> int | None:
        """Return where a word stands next in a passage: before the next piece, else nearby."""
        between = after.follows(last)
        until = after.at if between else last.until + NEARBY + 1
        near = self._words[last.number][last.until : until]
        if word not in near or not (between or self._rare(word)):
            return None
        return last.until + near.index(word)
