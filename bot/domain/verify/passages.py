"""The passages of a letter and of its translations, and where each of their words stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from bot.domain.letter import Letter
from bot.domain.verify.alignment import SENTENCE_ENDS, Edit, Stretch
from bot.domain.verify.comparison import Difference, Match
from bot.domain.verify.meaning.certainty import Turn, Words, surely_cut_off, turn
from bot.domain.verify.meaning.negation import negating
from bot.domain.verify.tokens import TokenizedText, hashtags, tokenize
from bot.domain.verify.vowels import PointedWords

_RARE: Final = 2
"""In how many passages a word may stand at most to tell them from each other."""

_BEFORE: Final = 2
_AFTER: Final = 1
"""Words before and after some others among which a word that says no may be theirs."""


@dataclass(frozen=True, slots=True)
class ComparedPassage:
    """A passage in one language.

    Attributes:
        place: where it stands in the letter, from 0.
        negating: for each word, whether it says no.
    """

    match: Match
    locale: str
    place: int
    text: TokenizedText
    negating: Sequence[bool]

    def beside(self, first: int, past: int) -> list[int]:
        """Return the places, right before and after some words, of words that say no.

        Words behind a punctuation mark belong to another part of the sentence.
        """
        signs = self.text.punctuation
        before = range(first - 1, max(-1, first - 1 - _BEFORE), -1)
        after = range(past, min(len(self.negating), past + _AFTER))
        near = [
            *takewhile(lambda at: not signs[at], before),
            *takewhile(lambda at: not signs[at - 1], after),
        ]
        return [at for at in near if self.negating[at]]

    def goes_on(self, first: int, past: int) -> bool:
        """Whether the sentence of some words goes on before or after them."""
        after = past < len(self.text.words) and not self._ends_behind(past - 1)
        return after or self.began_before(first)

    def began_before(self, first: int) -> bool:
        """Whether the sentence of a word began before it."""
        return first > 0 and not self._ends_behind(first - 1)

    def _ends_behind(self, at: int) -> bool:
        return not SENTENCE_ENDS.isdisjoint(self.text.punctuation[at])

    def among(self, first: int, past: int) -> Words:
        """Return some of its words with all that stands around them."""
        text = self.text
        return Words(text.words, self.negating, text.punctuation, first, past)

    def surely_beside(self, first: int, past: int) -> list[int]:
        """Return those of the places `beside` some words whose no is surely said of these."""
        words = self.among(first, past)
        places = self.beside(first, past)
        return [at for at in places if surely_cut_off(words, at, self.locale)]


class Passages:
    """Every passage in every language it is known in; the letter's own language comes first."""

    def __init__(self, letter: Letter) -> None:
        self.all = list(_passages(letter))
        self.places: dict[str, dict[int, list[int]]] = {}
        for number, passage in enumerate(self.all):
            for at, word in enumerate(passage.text.words):
                self.places.setdefault(word, {}).setdefault(number, []).append(at)
        self.pointed = PointedWords(self.places)
        self.hashtags = {one for passage in self.all for one in hashtags(passage.text.text)}

    def knows(self, word: str) -> bool:
        """Whether a folded word stands anywhere."""
        return word in self.places

    def rare(self, word: str) -> bool:
        """Whether a word of the letter stands in few passages only."""
        return len(self.places.get(word, ())) <= _RARE

    def difference(self, asked: TokenizedText, number: int, stretch: Stretch) -> Difference:
        """Return what differs between a text and a passage in a stretch of both."""
        passage, (start, end), (at, until) = self.all[number], stretch.said, stretch.printed
        no = negating(asked.words, passage.locale)
        said = Words(asked.words, no, asked.punctuation, start, end)
        turned = turn(passage.among(at, until), said, passage.locale)
        return Difference(
            stretch.edit or Edit.CHANGED,
            passage.text.written(at, until),
            asked.written(start, end),
            negates=turned is Turn.SURE,
            may_negate=turned is Turn.OPEN,
            elsewhere=any(map(self.knows, asked.words[start:end])),
        )

    def negation(self, number: int, at: int) -> Difference:
        """Return a word that says no and stands beside what a text has of a passage."""
        word = self.all[number].text.written(at, at + 1)
        return Difference(Edit.MISSING, word, "", negates=True)


def _passages(letter: Letter) -> Iterator[ComparedPassage]:
    for place, passage in enumerate(letter.passages):
        yield _compared(Match(passage), letter.locale, place, passage.text)
    for locale in letter.languages:
        for place, passage in enumerate(letter.passages):
            for one in passage.translations:
                if one.locale == locale:
                    yield _compared(Match(passage, one), locale, place, one.text)


def _compared(match: Match, locale: str, place: int, printed: str) -> ComparedPassage:
    text = tokenize(printed)
    return ComparedPassage(match, locale, place, text, negating(text.words, locale))
