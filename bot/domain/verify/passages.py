"""The passages of a letter and of its translations, and where each of their words stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.domain.letter import Letter
from bot.domain.verify.alignment import Edit, Stretch
from bot.domain.verify.comparison import Difference, Match
from bot.domain.verify.negation import negating, opposite
from bot.domain.verify.tokens import TokenizedText, tokenize


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


class Passages:
    """Every passage in every language it is known in; the letter's own language comes first."""

    def __init__(self, letter: Letter) -> None:
        self.all = list(_passages(letter))
        self.places: defaultdict[str, dict[int, list[int]]] = defaultdict(dict)
        for number, passage in enumerate(self.all):
            for at, word in enumerate(passage.text.words):
                self.places[word].setdefault(number, []).append(at)

    def knows(self, word: str) -> bool:
        """Whether a folded word stands anywhere."""
        return word in self.places

    def difference(self, asked: TokenizedText, number: int, stretch: Stretch) -> Difference:
        """Return what differs between a text and a passage in a stretch of both."""
        passage, (start, end), (at, until) = self.all[number], stretch.said, stretch.printed
        said, printed = asked.words[start:end], passage.text.words[at:until]
        no = negating(asked.words, passage.locale)[start:end]
        edit = stretch.edit or Edit.CHANGED
        turned = edit is Edit.CHANGED and any(
            opposite(one, other, passage.locale) for one in said for other in printed
        )
        return Difference(
            edit,
            passage.text.written(at, until),
            asked.written(start, end),
            negates=turned or sum(no) != sum(passage.negating[at:until]),
            elsewhere=any(map(self.knows, said)),
        )


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
