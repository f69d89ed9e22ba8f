"""Aligns two texts: the words they share in order, and the differences between them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Final

Pair = tuple[int, int]
"""A shared word: its place in the text asked about, and its place in the passage."""

_GAP_COST: Final = 0.34
_EDGE: Final = 2

NEARBY: Final = 5
"""Words that may be left out between two others for both to go on in one passage."""

SENTENCE_ENDS: Final = frozenset(".!?")


class Edit(StrEnum):
    """How a stretch of the text asked about relates to the letter."""

    CHANGED = "changed"
    MISSING = "missing"  # the letter has these words, the text does not
    ADDED = "added"  # the text has these words, the letter does not


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of the text and of the passage that stand for each other, each as (first, past)."""

    said: Pair
    printed: Pair

    @property
    def edit(self) -> Edit | None:
        """How they relate, where they are not the same; None where there are none."""
        said, printed = (end > start for start, end in (self.said, self.printed))
        if said and printed:
            return Edit.CHANGED
        if said or printed:
            return Edit.ADDED if said else Edit.MISSING
        return None


def shared_words(asked: Sequence[str], passage: Sequence[str]) -> list[Pair]:
    """Return as many words in one order as both have, where they stand together in the passage.

    Where a word repeats, reading from the front may choose another one of its places than reading
    from the back; the reading that holds together longer, or in less room, is returned.

    Each reading takes one operation on integers of `len(passage)` bits for each word of `asked`,
    and one step back through both.
    """
    forwards = _aligned(asked, passage)
    mirrored = _aligned(asked[::-1], passage[::-1])
    ends = len(asked) - 1, len(passage) - 1
    backwards = [(ends[0] - i, ends[1] - j) for i, j in reversed(mirrored)]
    return max(forwards, backwards, key=lambda pairs: (len(pairs), -window(pairs)))


def window(pairs: Sequence[Pair]) -> int:
    """Return how many words of the passage the shared ones stand among."""
    return pairs[-1][1] - pairs[0][1] + 1 if pairs else 0


def _aligned(asked: Sequence[str], passage: Sequence[str]) -> list[Pair]:
    return _densest_part(_closest_repetitions(_common(asked, passage), passage))


def _common(asked: Sequence[str], passage: Sequence[str]) -> list[Pair]:
    """Return a longest common subsequence, by the bit-parallel method.

    A zero at bit j of a row says: with the passage's word j the subsequence grows by one.
    """
    masks: defaultdict[str, int] = defaultdict(int)
    for at, word in enumerate(passage):
        masks[word] |= 1 << at
    full = (1 << len(passage)) - 1
    rows = [full]
    for word in asked:
        row = rows[-1]
        same = row & masks.get(word, 0)
        rows.append(((row + same) | (row - same)) & full)
    pairs: list[Pair] = []
    i, j = len(asked), len(passage)
    while i and j:
        bit = 1 << (j - 1)
        if rows[i] & bit:
            j -= 1
        elif not rows[i - 1] & bit:
            i -= 1
        else:
            pairs.append((i - 1, j - 1))
            i, j = i - 1, j - 1
    return pairs[::-1]


def _closest_repetitions(pairs: list[Pair], passage: Sequence[str]) -> list[Pair]:
    """Move each shared word as close to the next one as its repetitions allow."""
    moved = list(pairs)
    for at in range(len(moved) - 2, -1, -1):
        i, j = moved[at]
        following = moved[at + 1][1]
        j = next(k for k in range(following - 1, j - 1, -1) if passage[k] == passage[j])
        moved[at] = (i, j)
    return moved


def _densest_part(pairs: list[Pair]) -> list[Pair]:
    """Return the part in which shared words stand closest; words far from it at the edges go.

    A shared word counts one; each word of the passage passed over costs a third of one. Words that
    the text has right beside that part belong to it, if they stand nearby.
    """
    best = (0.0, 0, 0)
    score, first = 0.0, 0
    for at, (_, place) in enumerate(pairs):
        if at:
            score -= _GAP_COST * (place - pairs[at - 1][1] - 1)
        if score <= 0:
            score, first = 0.0, at
        score += 1
        if score > best[0]:
            best = (score, first, at + 1)
    _, first, past = best
    while first and _next_to(pairs[first - 1], pairs[first]):
        first -= 1
    while past < len(pairs) and _next_to(pairs[past - 1], pairs[past]):
        past += 1
    return pairs[first:past]


def _next_to(one: Pair, two: Pair) -> bool:
    """Whether words that the text has side by side stand near each other in the passage."""
    return two[0] == one[0] + 1 and two[1] - one[1] <= NEARBY + 1


def unlike(pairs: Sequence[Pair], asked: int, punctuation: Sequence[str]) -> list[Stretch]:
    """Return the stretches that differ, from the first word of the text to its last.

    `asked` is how many words it has; `punctuation` is what follows each word of the passage. Before
    the first shared word and after the last one, as many words of the same sentence of the passage
    are held against those of the text, if they are few.
    """
    (first, at), (last, place) = pairs[0], pairs[-1]
    behind = asked - last - 1
    head = _in_sentence(punctuation[:at][::-1], first)
    tail = _in_sentence(punctuation[place:-1], behind)
    found = [Stretch((0, first), (at - head, at))]
    for (i, j), (k, m) in pairwise(pairs):
        found.append(Stretch((i + 1, k), (j + 1, m)))
    found.append(Stretch((last + 1, asked), (place + 1, place + 1 + tail)))
    return [one for one in found if one.edit]


def _in_sentence(signs: Sequence[str], wanted: int) -> int:
    """Return how many of the wanted words, if few, there are before a sentence ends."""
    ends = (at for at, sign in enumerate(signs) if set(sign) & SENTENCE_ENDS)
    return min(wanted, next(ends, len(signs))) if wanted <= _EDGE else 0
