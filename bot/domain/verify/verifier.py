"""Compares a text with the letter: exact, near, stitched from several passages, or absent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Final

from bot.domain.letter import Letter, Passage, Translation
from bot.domain.verify.alignment import Difference, Pair, differences, shared_words, window
from bot.domain.verify.tokens import TokenizedText, tokenize

SHORTEST: Final = 3
"""Characters a text must have to be looked up."""

LONGEST: Final = 1_000
"""Characters a text may have to be looked up."""

_NEAR: Final = 0.6
"""The share of words, of the text and of the passage's stretch, that must agree to be near."""

_PIECE: Final = 3
"""Words in a row that a piece of a stitched or shortened text has at least.

What a near text shares with the passage has as many.
"""

_FEW: Final = 5
"""In a text of so many words or fewer, one word less than a piece is enough to be near."""

_MOST: Final = 0.8
"""The share of its words a text must have from the passage to be near with many left out."""

_LOOSE: Final = 2
"""How many times as long as such a text its stretch of the passage may be."""

_RARE: Final = 2
"""In how many passages a word may stand at most to tell them from each other."""


class Verdict(StrEnum):
    """What a comparison came to."""

    EXACT = "exact"
    NEAR = "near"
    STITCHED = "stitched"
    ABSENT = "absent"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class Match:
    """A passage that was found, in the letter's language or (with `translation`) in another."""

    passage: Passage
    translation: Translation | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The answer to one text.

    Attributes:
        matches: the passage, or each that has these words; of a stitched text, the passage of
            each piece.
        pieces: of a stitched text, the words of each piece.
        differences: of a near text, everything between its first and last word.
        shortened: an ellipsis stands for words of the passage.
        punctuation_only: every word is right; only the punctuation between them differs.
    """

    verdict: Verdict
    matches: tuple[Match, ...] = ()
    pieces: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()
    shortened: bool = False
    punctuation_only: bool = False


@dataclass(frozen=True, slots=True)
class _Run:
    """Words `start` to `end` of the text, found in the passage `number` from word `at` on."""

    start: int
    end: int
    number: int
    at: int

    @property
    def size(self) -> int:
        """How many words it has."""
        return self.end - self.start

    def continues(self, before: _Run) -> bool:
        """Whether it stands after another run in the same passage."""
        return self.number == before.number and self.at >= before.at + before.size


class Verifier:
    """Compares texts with one letter and its translations.

    Compared are words. Forgiven are: case; the kind of quotation marks, apostrophes, dashes and
    spaces; quotation marks around and a full stop after; what `cleaned` takes away; what an
    ellipsis leaves out. Punctuation between the words is not forgiven but named as the only
    difference.

    The work is bounded for any text: exact runs are found through an index of words, at most
    (words of the text) x (places of one word in the letter); a near match by a longest common
    subsequence that takes, for each word of the text and each passage, one operation on integers
    of as many bits as the passage has words.
    """

    def __init__(self, letter: Letter) -> None:
        self._indexes = [_PassageIndex(passages) for passages in _passages_by_language(letter)]
        self._words = {word for index in self._indexes for word in index.words}

    def verify(self, text: str) -> Comparison:
        """Return what a text is to the letter; the best answer of all languages."""
        if len(text) > LONGEST:
            return Comparison(Verdict.TOO_LONG)
        asked = tokenize(text, self._words.__contains__)
        if len(asked.text) < SHORTEST or not asked.words:
            return Comparison(Verdict.TOO_SHORT)
        order = (Verdict.EXACT, Verdict.STITCHED, Verdict.NEAR, Verdict.ABSENT)
        found = (index.compare(asked) for index in self._indexes)
        return min(found, key=lambda one: order.index(one.verdict))


def _passages_by_language(letter: Letter) -> Iterable[list[tuple[Match, TokenizedText]]]:
    yield [(Match(passage), tokenize(passage.text)) for passage in letter.passages]
    for locale in letter.languages:
        yield [
            (Match(passage, one), tokenize(one.text))
            for passage in letter.passages
            for one in passage.translations
            if one.locale == locale
        ]


class _PassageIndex:
    """The passages of one language, indexed by word."""

    def __init__(self, passages: Sequence[tuple[Match, TokenizedText]]) -> None:
        self._passages = passages
        self._index: defaultdict[str, dict[int, list[int]]] = defaultdict(dict)
        for number, (_, words) in enumerate(passages):
            for at, word in enumerate(words.words):
                self._index[word].setdefault(number, []).append(at)

    @property
    def words(self) -> Iterable[str]:
        """Every word of the passages, folded."""
        return self._index.keys()

    def compare(self, asked: TokenizedText) -> Comparison:
        """Return the best answer this language has."""
        found = self._exact(asked) or self._stitched(asked) or self._near(asked)
        return found or Comparison(Verdict.ABSENT)

    def _exact(self, asked: TokenizedText) -> Comparison | None:
        """Return the passages that have every stretch between ellipses, in order."""
        shortened = len(asked.stretches) > 1
        if shortened and any(end - start < _PIECE for start, end in asked.stretches):
            return None  # dots between single words make a passage say anything
        follows = [self._follows(asked, number) for number in range(len(self._passages))]
        for verdict, agreeing in ((Verdict.EXACT, True), (Verdict.NEAR, False)):
            found = [
                match
                for (match, _), agree in zip(self._passages, follows, strict=True)
                if agree is agreeing
            ]
            if found:
                return Comparison(
                    verdict, tuple(found), shortened=shortened, punctuation_only=not agreeing
                )
        return None

    def _follows(self, asked: TokenizedText, number: int) -> bool | None:
        """Whether a passage has the stretches with the same punctuation; None: it lacks one."""
        at, agree = 0, True
        passage = self._passages[number][1]
        for start, end in asked.stretches:
            hits = self._places(number, asked.words[start:end], at)
            if not hits:
                return None
            alike = [hit for hit in hits if _same_punctuation(asked, start, end, passage, hit)]
            agree = agree and bool(alike)
            at = (alike or hits)[0] + end - start
        return agree

    def _places(self, number: int, wanted: Sequence[str], after: int) -> list[int]:
        """Return where a passage has these words in a row, from a place on."""
        words, size = self._passages[number][1].words, len(wanted)
        known = self._index.get(wanted[0], {}).get(number, ())
        return [at for at in known if at >= after and words[at : at + size] == wanted]

    def _stitched(self, asked: TokenizedText) -> Comparison | None:
        """Cover the text with as few exact pieces as possible.

        Return None where it cannot be covered, or where one passage has its pieces in order.
        """
        runs: list[_Run] = []
        for start, end in asked.stretches:
            at = start
            while at < end:
                run = self._longest(asked.words, at, end, runs[-1] if runs else None)
                if run is None or (run.size < _PIECE and not self._is_whole(run)):
                    return None
                runs.append(run)
                at = run.end
        if all(two.continues(one) for one, two in pairwise(runs)):
            return None
        return Comparison(
            Verdict.STITCHED,
            tuple(self._passages[run.number][0] for run in runs),
            tuple(asked.written(run.start, run.end) for run in runs),
        )

    def _is_whole(self, run: _Run) -> bool:
        return run.size == len(self._passages[run.number][1].words)

    def _longest(
        self, words: Sequence[str], start: int, end: int, before: _Run | None
    ) -> _Run | None:
        """Return the longest run from a word on; among equals, one that continues the last."""
        best: _Run | None = None
        for number, places in self._index.get(words[start], {}).items():
            passage = self._passages[number][1].words
            for at in places:
                most = min(end - start, len(passage) - at)
                differing = (n for n in range(1, most) if words[start + n] != passage[at + n])
                run = _Run(start, start + next(differing, most), number, at)
                goes_on = before is not None and run.continues(before)
                if best is None or (run.size, goes_on) > (best.size, False):
                    best = run
        return best

    def _near(self, asked: TokenizedText) -> Comparison | None:
        """Align the text with each passage; the one that shares most words in one place wins."""
        best: tuple[float, int, list[Pair]] | None = None
        for number, (_, passage) in enumerate(self._passages):
            if len(passage.words) < _NEAR * len(asked.words):
                continue
            pairs = shared_words(asked.words, passage.words)
            if not self._telling(asked.words, pairs) or not _is_like(asked, pairs):
                continue
            likeness = len(pairs) / max(len(asked.words), window(pairs))
            if best is None or likeness > best[0]:
                best = (likeness, number, pairs)
        if best is None:
            return None
        _, number, pairs = best
        match, passage = self._passages[number]
        return Comparison(Verdict.NEAR, (match,), differences=differences(asked, passage, pairs))

    def _telling(self, words: Sequence[str], pairs: Sequence[Pair]) -> bool:
        """Whether one of the shared words stands in few passages only."""
        return any(len(self._index[words[at]]) <= _RARE for at, _ in pairs)


def _is_like(asked: TokenizedText, pairs: Sequence[Pair]) -> bool:
    """Whether a text and a stretch of a passage share enough words in one place."""
    size, shared, room = len(asked.words), len(pairs), window(pairs)
    if shared < (_PIECE if size > _FEW else _PIECE - 1):
        return False
    if shared >= _NEAR * max(size, room):
        return True
    # Words left out here and there make the stretch long; then nearly all of the rest must agree.
    return shared >= _MOST * size and room <= _LOOSE * size


def _same_punctuation(
    asked: TokenizedText, start: int, end: int, passage: TokenizedText, at: int
) -> bool:
    size = end - start - 1
    return asked.punctuation[start : start + size] == passage.punctuation[at : at + size]
