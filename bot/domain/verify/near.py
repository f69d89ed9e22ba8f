"""Finds the passage that a text is like, and names what differs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.domain.verify.alignment import Edit, Pair, Stretch, shared_words, unlike, window
from bot.domain.verify.comparison import Comparison, Difference, Verdict
from bot.domain.verify.meaning.certainty import tells
from bot.domain.verify.meaning.negation import is_escort, is_known, negating
from bot.domain.verify.meaning.weights import weigh_otherwise
from bot.domain.verify.passages import ComparedPassage, Passages
from bot.domain.verify.tokens import TokenizedText, spelled_out, tokenize

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

_MOVED: Final = 3
"""Words over which a no may have moved and perhaps still say the same."""

_PART: Final = 3
"""Words of which a part has at least that is more than another way to say the same."""

_BOTH_WAYS: Final = {Edit.MISSING, Edit.ADDED}


@dataclass(frozen=True, slots=True)
class Likeness:
    """A passage and how a text differs from it.

    Attributes:
        number: which passage it is.
        stretches: where they differ.
        first, past: where the words of the passage stand that the text has, or has others for.
    """

    number: int
    stretches: Sequence[Stretch]
    first: int
    past: int


class NearPassages:
    """The passages, as texts that another one can be like."""

    def __init__(self, passages: Passages) -> None:
        self._passages = passages

    def nearest(self, asked: TokenizedText) -> Likeness | None:
        """Align a text with each passage; the one that shares most words in one place wins."""
        best: tuple[float, Likeness] | None = None
        for number, one in enumerate(self._passages.all):
            if len(one.text.words) < _NEAR * len(asked.words):
                continue
            pairs = shared_words(asked.words, one.text.words)
            share = len(pairs) / max(len(asked.words), window(pairs))
            if not _is_like(asked, pairs, one.locale) or (best is not None and share <= best[0]):
                continue
            stretches = unlike(pairs, len(asked.words), one.text.punctuation)
            if self._telling(asked, number, pairs, stretches):
                ends = [pairs[0][1], pairs[-1][1] + 1]
                ends += [end for two in stretches if any(two.printed) for end in two.printed]
                best = (share, Likeness(number, stretches, min(ends), max(ends)))
        return best and best[1]

    def compare(self, asked: TokenizedText, found: Likeness) -> Comparison:
        """Return the answer to a text that is like a passage."""
        passage = self._passages.all[found.number]
        differences = self._moved(passage, found.stretches, self._each(asked, found))
        sure = passage.surely_beside(found.first, found.past)
        beside = passage.beside(found.first, found.past)
        open_ = [passage.text.written(at, at + 1) for at in beside if at not in sure]
        return Comparison(
            Verdict.NEAR,
            matches=(passage.match,),
            differences=(
                *differences,
                *(self._passages.negation(found.number, at) for at in sure),
            ),
            cut_off=open_[0] if open_ else "",
            negation_unknown=not is_known(passage.locale),
        )

    def _each(self, asked: TokenizedText, found: Likeness) -> list[Difference]:
        differences: list[Difference] = []
        elsewhere = self._without_place(found)
        for one in found.stretches:
            difference = self.difference(asked, found.number, one)
            parted = self._parts_a_no(asked, found.number, one)
            crossed = self._crosses_a_no(asked, found.number, one)
            reordered = not elsewhere.isdisjoint(asked.words[slice(*one.said)])
            other = crossed or reordered or self.may_mean_otherwise(asked, found.number, one)
            differences.append(
                replace(
                    difference,
                    negates=difference.negates or parted,
                    may_negate=difference.may_negate or other,
                )
            )
        return differences

    def _without_place(self, found: Likeness) -> set[str]:
        """Return the telling words of a passage that the text does not have where they stand.

        If it has them elsewhere, they may be said of something else: `men support survivors`.
        """
        passage = self._passages.all[found.number]
        changed = {at for one in found.stretches for at in range(*one.printed)}
        held = set(range(found.first, found.past)) - changed
        left = [word for at, word in enumerate(passage.text.words) if at not in held]
        return {word for word in left if tells(word, passage.locale)}

    def _moved(
        self, passage: ComparedPassage, stretches: Sequence[Stretch], found: list[Difference]
    ) -> list[Difference]:
        """Leave open what it means where a no only stands a few words further on.

        `Violence is never private`, `Never is violence private`.
        """
        signs, moved = passage.text.punctuation, list(found)
        for at in range(len(found) - 1):
            between = range(stretches[at].printed[1], stretches[at + 1].printed[0])
            near = len(between) <= _MOVED and not any(signs[place] for place in between)
            if near and _has_moved(*found[at : at + 2]):
                moved[at : at + 2] = [
                    replace(one, negates=False, may_negate=one.negates or one.may_negate)
                    for one in found[at : at + 2]
                ]
        return moved

    def difference(self, asked: TokenizedText, number: int, stretch: Stretch) -> Difference:
        """Return a difference; words that are like another passage may turn that one around."""
        found = self._passages.difference(asked, number, stretch)
        part = tokenize(found.text)
        if found.negates or found.may_negate or not _SHARED <= len(part.words) < len(asked.words):
            return found
        other = self.nearest(part)
        if other is None or other.number == number:
            return found
        return replace(found, negates=self._turns(part, other.number, other.stretches))

    def may_mean_otherwise(self, asked: TokenizedText, number: int, stretch: Stretch) -> bool:
        """Whether a part, or words over a comma, went or came whole, or words weigh otherwise."""
        passage = self._passages.all[number]
        (start, end), (first, past) = stretch.said, stretch.printed
        longer = max(end - start, past - first)
        if stretch.edit is not Edit.CHANGED and longer >= _PART:
            return True
        if stretch.edit is Edit.MISSING and any(passage.text.punctuation[first : past - 1]):
            return True  # then a beginning is joined to the end of another part
        if self._tags_otherwise(asked, number, stretch):
            return True
        printed, said = passage.text.words[first:past], asked.words[start:end]
        return weigh_otherwise(printed, said, passage.locale)

    def _tags_otherwise(self, asked: TokenizedText, number: int, stretch: Stretch) -> bool:
        """Whether another hashtag stands for the letter's, or one with a no in it was put in.

        A hashtag is a sentence in one word: `#AskNothingOfHim`, `#NeverAskMoreOfHim`.
        """
        passage, (start, end), printed = self._passages.all[number], stretch.said, stretch.printed
        if start == end:
            return False
        if not self._passages.hashtags.isdisjoint(passage.text.words[slice(*printed)]):
            return True
        sign = max(0, asked.spans[start][0] - 1)
        words = spelled_out(asked.text[sign : asked.spans[end - 1][1]])
        return any(negating(words, passage.locale))

    def _parts_a_no(self, asked: TokenizedText, number: int, stretch: Stretch) -> bool:
        """Whether words are left out between the rest of a text and a no at its very edge.

        `Nobody [should stand] before a closed door`: the no is the letter's, and says it of
        something else.
        """
        passage, (start, end) = self._passages.all[number], stretch.printed
        if stretch.edit is not Edit.MISSING:
            return False
        said, left_out = stretch.said[0], passage.text.words[start:end]
        edge = passage.negating[start - 1] if said == 1 else False
        edge = edge or (said == len(asked.words) - 1 and passage.negating[end])
        return edge and not all(is_escort(one, passage.locale) for one in left_out)

    def _crosses_a_no(self, asked: TokenizedText, number: int, stretch: Stretch) -> bool:
        """Whether words only stand on the other side of a no: `is enough, not`, `is not enough`."""
        passage, (start, end), at = self._passages.all[number], stretch.said, stretch.printed[0]
        if stretch.edit is not Edit.ADDED:
            return False
        said, words, no = asked.words[start:end], passage.text.words, passage.negating
        behind = at < len(words) and no[at] and words[at + 1 : at + 1 + len(said)] == said
        before = at > len(said) and no[at - 1] and words[at - 1 - len(said) : at - 1] == said
        return behind or before

    def _turns(self, asked: TokenizedText, number: int, stretches: Iterable[Stretch]) -> bool:
        """Whether one of some stretches turns a passage into its opposite."""
        found = [self._passages.difference(asked, number, one) for one in stretches]
        return any(one.negates or one.may_negate for one in found)

    def _telling(
        self, asked: TokenizedText, number: int, pairs: Sequence[Pair], unlike_: Sequence[Stretch]
    ) -> bool:
        """Whether a shared word stands in few passages only, or one is turned into its opposite."""
        if any(self._passages.rare(asked.words[at]) for at, _ in pairs):
            return True
        changed = (one for one in unlike_ if one.edit is Edit.CHANGED)
        return self._turns(asked, number, changed)


def _has_moved(one: Difference, two: Difference) -> bool:
    """Whether one of two differences lost a no and the other one has it, or another."""
    if one.negates and two.negates:
        return {one.edit, two.edit} == _BOTH_WAYS
    ways = ((one.text, two.letter), (two.text, one.letter))
    same = any(said and said.casefold() == printed.casefold() for said, printed in ways)
    return same and (one.negates or two.negates)


def _is_like(asked: TokenizedText, pairs: Sequence[Pair], locale: str) -> bool:
    """Whether a text and a stretch of a passage share enough words in one place.

    A no that was put in does not make them less alike: the text turns the passage around.
    """
    theirs = {at for at, _ in pairs}
    put_in = sum(no for at, no in enumerate(negating(asked.words, locale)) if at not in theirs)
    size, shared, room = len(asked.words) - put_in, len(pairs), window(pairs)
    if shared < (_SHARED if size > _FEW else _SHARED - 1):
        return False
    if shared >= _NEAR * max(size, room):
        return True
    # Words left out here and there make the stretch long; then nearly all of the rest must agree.
    return shared >= _MOST * size and room <= _LOOSE * size
